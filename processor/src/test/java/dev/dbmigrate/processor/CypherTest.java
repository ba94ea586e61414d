package dev.dbmigrate.processor;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;

/** A module with Neo4j migrations, for tests of what is found in their Cypher. */
abstract class CypherTest {

    private static final Pattern PLACE = Pattern.compile(" \\(at [^)]*\\)$");

    @TempDir
    Path folder;

    /** The text block's content begins in line 13, column 1. */
    final List<TestCompiler.Message> messages(String cypher) {
        return compile("Subject", "", up("    db.run(\"\"\"\n" + cypher.replace("\\", "\\\\") + "\n\"\"\");\n"), "");
    }

    /** The ids of what is found in a statement. */
    final List<String> ids(String cypher) {
        return ids(messages(cypher));
    }

    static List<String> ids(List<TestCompiler.Message> messages) {
        return messages.stream().map(message -> message.text().substring(1, 9)).toList();
    }

    /** What the only finding says, without its place. */
    final String text(String cypher) {
        List<TestCompiler.Message> messages = messages(cypher);
        if (messages.size() != 1) {
            throw new AssertionError(messages);
        }
        return PLACE.matcher(messages.get(0).text()).replaceFirst("");
    }

    static String up(String body) {
        return "  @Override public void up(Neo4jContext db) {\n" + body + "  }\n";
    }

    static String down(String body) {
        return "  @Override public void down(Neo4jContext db) {\n" + body + "  }\n";
    }

    static String run(String cypher) {
        return "    db.run(\"" + cypher.replace("\\", "\\\\").replace("\"", "\\\"") + "\");\n";
    }

    final List<TestCompiler.Message> compile(String name, String elements, String up, String down) {
        return TestCompiler.JAVAC
                .compile(add(module(), name, elements, up, down))
                .ours();
    }

    final TestCompiler.Module module() {
        return Sources.withAllKinds(new TestCompiler.Module(folder));
    }

    static TestCompiler.Module add(TestCompiler.Module module, String name, String elements, String up, String down) {
        String way = down.isEmpty() ? "  @Override public void down(Neo4jContext db) {}\n" : down;
        return module.write(
                "com/acme/" + name + ".java",
                Sources.ALL_IMPORTS
                        + "@Migration(\n    id = \"100_" + name.toLowerCase(Locale.ROOT)
                        + "\",\n    description = \"What it does\", version = \"1.0.0\"" + elements
                        + ")\npublic final class " + name + " implements Neo4jMigration {\n" + up + way + "}\n");
    }
}
