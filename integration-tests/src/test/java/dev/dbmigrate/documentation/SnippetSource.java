package dev.dbmigrate.documentation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes whole source files of a snippet: the package, imports and class that a page leaves out for brevity. */
final class SnippetSource {

    /** What a reader's IDE would import. */
    private static final String IMPORTS = """
            import com.mongodb.client.*;
            import com.mongodb.client.model.*;
            import dev.dbmigrate.annotations.*;
            import dev.dbmigrate.mongodb.*;
            import dev.dbmigrate.neo4j.*;
            import dev.dbmigrate.postgres.*;
            import dev.dbmigrate.redis.*;
            import dev.dbmigrate.runtime.*;
            import dev.dbmigrate.testkit.*;
            import java.util.*;
            """;

    private static final Map<String, String> KINDS =
            Map.of("mongodb", "Mongo", "neo4j", "Neo4j", "postgres", "Postgres", "redis", "Redis", "text", "Postgres");

    /** As RuleExamplesTest of the processor has it: elements of the annotation. */
    private static final Pattern ELEMENTS = Pattern.compile("\\A// @Migration\\((.*)\\)\n");

    private static final Pattern TYPE =
            Pattern.compile("(?m)^(?:public )?(?:final )?(?:class|interface|record) (\\w+)");
    private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);");
    private static final Pattern CLASS_LITERAL = Pattern.compile("\\b([A-Z]\\w*)\\.class");

    private SnippetSource() {}

    /** The source files by their paths. */
    static Map<String, String> files(Snippet snippet) {
        Map<String, String> files = new LinkedHashMap<>();
        String text = snippet.text();
        Matcher type = TYPE.matcher(text);
        Matcher named = PACKAGE.matcher(text);
        String packageName = named.find() ? named.group(1) : "com.acme.migrations";
        String folder = packageName.replace('.', '/') + "/";
        if (!type.find()) {
            files.put(folder + "Body.java", "package " + packageName + ";\n" + IMPORTS + body(snippet));
            return files;
        }
        String head =
                packageName.isEmpty() || text.contains("package ") ? "" : "package " + packageName + ";\n" + IMPORTS;
        files.put(folder + type.group(1) + ".java", head + text);
        // a snippet may depend on migrations that the page does not show
        new TreeSet<>(CLASS_LITERAL
                        .matcher(text)
                        .results()
                        .map(result -> result.group(1))
                        .toList())
                .stream()
                        .filter(name -> !Pattern.compile("\\b(class|import) .*\\b" + name + "\\b")
                                .matcher(text)
                                .find())
                        .forEach(name -> files.put(folder + name + ".java", dependency(packageName, name)));
        return files;
    }

    /** A method's body: that of {@code up} on the page of a database, else that of {@code main}. */
    private static String body(Snippet snippet) {
        String file = snippet.page().getFileName().toString();
        String page = file.replace("diagnostics-", "").replace(".md", "");
        String kind = KINDS.get(page);
        Matcher elements = ELEMENTS.matcher(snippet.text());
        // a guide shows statements of both sorts; the pages of diagnostics say what they mean
        String guide = file.startsWith("diagnostics-") ? "" : ", transactional = false";
        String more = elements.find() ? ", " + elements.group(1) : guide;
        String method = kind == null
                ? "public static void main(String[] arguments) throws Exception {\n"
                : "public void up(" + kind + "Context db) throws Exception {\n";
        String head = kind == null
                ? "public final class Body {\n"
                : "@Migration(id = \"999_body\", description = \"A method's body\", version = \"1.0.0\"" + more + ")\n"
                        + "public final class Body implements " + kind + "Migration {\n";
        boolean members = snippet.text().contains("void up(");
        return head + snippet.given() + "\n" + (members ? snippet.text() : method + snippet.text() + "}\n") + "}\n";
    }

    private static String dependency(String packageName, String name) {
        return """
                package %s;
                @dev.dbmigrate.annotations.Migration(id = "000_%s", description = "Shown elsewhere", version = "0.0.1")
                public final class %s implements dev.dbmigrate.postgres.PostgresMigration {
                  @Override public void up(dev.dbmigrate.postgres.PostgresContext db) {}
                }
                """.formatted(packageName, name, name);
    }
}
