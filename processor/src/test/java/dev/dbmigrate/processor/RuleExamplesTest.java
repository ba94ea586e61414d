package dev.dbmigrate.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbmigrate.processor.diagnostic.CompileDiagnostic;
import dev.dbmigrate.processor.diagnostic.Diagnostics;
import dev.dbmigrate.processor.diagnostic.MigrationDiagnostic;
import dev.dbmigrate.processor.script.ScriptDiagnostic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The examples of the pages about what migrations do. Each section {@code ## DBM-Cnnn …} has blocks under {@code Bad:} and
 * {@code Good:}. A block of {@code sql} or {@code cypher} is the one statement of a migration's {@code up}; a block of
 * {@code java} is the body of {@code up}, or the members of the class if it declares {@code void up}. A first line
 * {@code -- @Migration(transactional = false)} (or with {@code //}) adds elements to the annotation.
 */
class RuleExamplesTest {

    private static final Path DOCS = Path.of("..", "docs");
    private static final Pattern SECTION = Pattern.compile("(?ms)^## (DBM-C\\d+) .*?(?=^## |\\z)");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^(Bad|Good):$|^```(\\w+)\\n(.*?)^```$");
    private static final Pattern ELEMENTS = Pattern.compile("\\A(?:--|//) @Migration\\((.*)\\)\\n");

    /** The kind of database of a page's blocks. */
    private static final Map<String, String> PAGES = Map.of(
            "diagnostics-postgres.md", "Postgres",
            "diagnostics-neo4j.md", "Neo4j",
            "diagnostics-mongodb.md", "Mongo",
            "diagnostics-redis.md", "Redis",
            "diagnostics-text.md", "Postgres");

    @TempDir
    Path folder;

    /** A block of a page. */
    record Example(String id, boolean bad, int number, String kind, String language, String code) {
        @Override
        public String toString() {
            return id + (bad ? " bad " : " good ") + number;
        }
    }

    static List<Example> examples() throws IOException {
        List<Example> examples = new ArrayList<>();
        try (Stream<Path> pages = Files.list(DOCS)) {
            for (Path page : pages.sorted().toList()) {
                String kind = PAGES.get(page.getFileName().toString());
                if (kind != null) {
                    examples.addAll(examples(Files.readString(page), kind));
                }
            }
        }
        return examples;
    }

    private static List<Example> examples(String page, String kind) {
        List<Example> examples = new ArrayList<>();
        Matcher sections = SECTION.matcher(page);
        while (sections.find()) {
            boolean bad = true;
            int number = 0;
            for (MatchResult block : BLOCK.matcher(sections.group()).results().toList()) {
                if (block.group(1) != null) {
                    bad = block.group(1).equals("Bad");
                    number = 0;
                } else {
                    examples.add(new Example(sections.group(1), bad, ++number, kind, block.group(2), block.group(3)));
                }
            }
        }
        return examples;
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("examples")
    void aBadOneIsReportedAndAGoodOneIsNot(Example example) {
        List<String> ids =
                TestCompiler.JAVAC.compile(module(example), TestCompiler.SILENT + ",DBM-C026=off").ours().stream()
                        .filter(message -> message.kind() != Diagnostic.Kind.NOTE
                                || message.text().contains(example.id()))
                        .map(message -> message.text().substring(1, "[DBM-C000".length()))
                        .distinct()
                        .toList();
        if (example.bad()) {
            assertThat(ids).contains(example.id());
        } else {
            assertThat(ids).isEmpty();
        }
    }

    @Test
    void everyRuleHasItsExamples() throws IOException {
        List<Example> examples = examples();
        for (CompileDiagnostic diagnostic : Diagnostics.all()) {
            boolean ofAFile = diagnostic instanceof ScriptDiagnostic;
            if (!(diagnostic instanceof MigrationDiagnostic)
                    && !ofAFile
                    && diagnostic.id().compareTo("DBM-C100") >= 0) {
                assertThat(examples)
                        .as(diagnostic.id() + " in docs")
                        .anyMatch(example -> example.id().equals(diagnostic.id()) && example.bad())
                        .anyMatch(example -> example.id().equals(diagnostic.id()) && !example.bad());
            }
        }
    }

    private TestCompiler.Module module(Example example) {
        TestCompiler.Module module = new TestCompiler.Module(folder);
        Sources.withAllKinds(module);
        Matcher elements = ELEMENTS.matcher(example.code());
        boolean hasElements = elements.find();
        String code = hasElements ? example.code().substring(elements.end()) : example.code();
        String more = hasElements ? ", " + elements.group(1) : "";
        String call = example.kind().equals("Neo4j") ? "run" : "execute";
        String body = example.language().toLowerCase(Locale.ROOT).equals("java")
                ? code
                : "db." + call + "(\"\"\"\n" + code.replace("\\", "\\\\") + "\"\"\");\n";
        String members = body.contains("void up(")
                ? body
                : "  @Override public void up(" + example.kind() + "Context db) throws Exception {\n" + body + "}\n"
                        + "  @Override public void down(" + example.kind() + "Context db) {}\n";
        return module.write(
                "com/acme/Subject.java",
                Sources.ALL_IMPORTS
                        + "@Migration(id = \"100_subject\", description = \"What it does\", version = \"2.0.0\"" + more
                        + ")\npublic final class Subject implements " + example.kind() + "Migration {\n" + members
                        + "}\n");
    }
}
