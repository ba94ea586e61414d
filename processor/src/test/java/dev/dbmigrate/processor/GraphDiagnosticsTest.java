package dev.dbmigrate.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The rules that look at several migrations together: what each reports, on which line of which class, and where it must stay
 * silent. On javac and on the Eclipse compiler, with all rules on.
 */
class GraphDiagnosticsTest {

    /** The diagnostics whose cases stand here. */
    static final List<String> IDS = List.of(
            "DBM-C025",
            "DBM-C026",
            "DBM-C027",
            "DBM-C028",
            "DBM-C029",
            "DBM-C033",
            "DBM-C034",
            "DBM-C054",
            "DBM-C055",
            "DBM-C056",
            "DBM-C057",
            "DBM-C058",
            "DBM-C059",
            "DBM-C064",
            "DBM-C065",
            "DBM-C066",
            "DBM-C067",
            "DBM-C068");

    @TempDir
    Path folder;

    /**
     * A module and what is found in it.
     *
     * @param expected {@code id class: text on the line}, in the order of the compiler's messages
     */
    record Case(String name, Map<String, String> sources, List<String> expected, List<String> texts) {

        static Case of(String name) {
            return new Case(name, new LinkedHashMap<>(), new ArrayList<>(), new ArrayList<>());
        }

        /** A PostgreSQL migration with a way back; {@code more} are further lines of the annotation. */
        Case with(String type, String id, String version, String... more) {
            sources.put(
                    type,
                    Sources.migration(
                            type, id, version, more.length == 0 ? "" : ",\n    " + String.join(",\n    ", more)));
            return this;
        }

        Case source(String type, String text) {
            sources.put(type, Sources.HEAD + text);
            return this;
        }

        Case finds(String id, String type, String onLine, String... parts) {
            expected.add(id + " " + type + ": " + onLine);
            texts.addAll(List.of(parts));
            return this;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static String up(String declaration) {
        return declaration + " {\n" + Sources.UP + "}\n";
    }

    private static Case threeSteps(String name, String contractDependsOn) {
        return Case.of(name)
                .with("Expand", "001_expand", "1.0.0", "phase = Phase.EXPAND")
                .with("Move", "002_move", "1.0.0", "dependsOn = Expand.class", "phase = Phase.MIGRATE")
                .with("Shrink", "003_shrink", "1.0.0", "dependsOn = " + contractDependsOn, "phase = Phase.CONTRACT");
    }

    static List<Case> cases() {
        return List.of(
                Case.of("after what it depends on anyway")
                        .with("A", "001_a", "1.0.0")
                        .with("B", "002_b", "1.0.0", "dependsOn = A.class")
                        .with("C", "003_c", "1.0.0", "dependsOn = B.class", "after = A.class")
                        .finds(
                                "DBM-C025",
                                "C",
                                "after = A.class",
                                "by way of 002_b (com.acme.B)",
                                "Take A.class out of after"),
                Case.of("after something else")
                        .with("A", "001_a", "1.0.0")
                        .with("B", "002_b", "1.0.0")
                        .with("C", "003_c", "1.0.0", "dependsOn = B.class", "after = A.class"),
                Case.of("a circle by way of after")
                        .with("A", "001_a", "1.0.0", "after = B.class")
                        .with("B", "002_b", "1.0.0", "dependsOn = A.class")
                        .finds("DBM-C022", "A", "after = B.class", "Take B.class out of after of A"),
                Case.of("MIGRATE without EXPAND")
                        .with("Expand", "001_expand", "1.0.0", "phase = Phase.EXPAND")
                        .with("Move", "002_move", "1.0.0", "phase = Phase.MIGRATE")
                        .finds("DBM-C026", "Move", "@Migration(", "Write dependsOn = Expand.class"),
                Case.of("CONTRACT without EXPAND")
                        .with("Expand", "001_expand", "1.0.0", "phase = Phase.EXPAND")
                        .with("Shrink", "003_shrink", "1.0.0", "phase = Phase.CONTRACT")
                        .finds("DBM-C027", "Shrink", "@Migration(", "Write dependsOn = Expand.class"),
                threeSteps("CONTRACT beside its MIGRATE", "Expand.class")
                        .finds(
                                "DBM-C028",
                                "Shrink",
                                "@Migration(",
                                "before the MIGRATE 002_move (com.acme.Move)",
                                "both follow on 001_expand",
                                "Add Move.class to dependsOn"),
                threeSteps("three steps in order", "Move.class"),
                threeSteps("two changes one after the other", "Move.class")
                        .with("Expand2", "004_expand", "1.1.0", "dependsOn = Expand.class", "phase = Phase.EXPAND")
                        .with("Move2", "005_move", "1.1.0", "dependsOn = Expand2.class", "phase = Phase.MIGRATE")
                        .with("Shrink2", "006_shrink", "1.1.0", "dependsOn = Move2.class", "phase = Phase.CONTRACT"),
                Case.of("EXPAND after its CONTRACT")
                        .with("Shrink", "001_shrink", "1.0.0", "phase = Phase.CONTRACT")
                        .with("Expand", "002_expand", "1.0.0", "dependsOn = Shrink.class", "phase = Phase.EXPAND")
                        .finds("DBM-C029", "Expand", "dependsOn = Shrink.class", "let Shrink depend on Expand.class")
                        .finds("DBM-C027", "Shrink", "@Migration("),
                threeSteps("EXPAND after the CONTRACT of another change", "Move.class")
                        .with("Expand2", "004_expand", "1.1.0", "dependsOn = Shrink.class", "phase = Phase.EXPAND"),
                Case.of("MAJOR step that breaks nothing")
                        .with("A", "001_a", "1.3.0")
                        .with("B", "002_b", "2.0.0", "dependsOn = A.class")
                        .finds(
                                "DBM-C033",
                                "B",
                                "version = \"2.0.0\"",
                                "raises MAJOR over 001_a (com.acme.A) of version 1.3.0",
                                "Write breaking = true, or version = \"1.4.0\""),
                Case.of("MAJOR steps that are none, or break")
                        .with("Old", "001_old", "0.9.0")
                        .with("First", "002_first", "1.0.0", "dependsOn = Old.class")
                        .with("Breaks", "003_breaks", "2.0.0", "dependsOn = First.class", "breaking = true")
                        .with("Beside", "004_beside", "2.0.0", "dependsOn = First.class")
                        .with("Next", "005_next", "2.1.0", "dependsOn = Breaks.class"),
                Case.of("version lowered by the order")
                        .with("A", "001_a", "1.3.0")
                        .with("B", "002_b", "1.2.0")
                        .finds(
                                "DBM-C034",
                                "B",
                                "version = \"1.2.0\"",
                                "version 1.2.0 is lower than 1.3.0 of 001_a (com.acme.A), which comes before it on postgres"),
                Case.of("version lowered by after")
                        .with("A", "001_a", "1.2.0", "after = B.class")
                        .with("B", "002_b", "1.3.0")
                        .finds("DBM-C034", "A", "version = \"1.2.0\""),
                Case.of("a lower version on another database")
                        .with("A", "001_a", "1.3.0")
                        .with("B", "002_b", "1.2.0", "database = \"reports\""),
                Case.of("down missing")
                        .source(
                                "A",
                                up("@Migration(id = \"001_a\", description = \"d\", version = \"1.0.0\")\n"
                                        + "public final class A implements PostgresMigration"))
                        .finds(
                                "DBM-C054",
                                "A",
                                "class A",
                                "A cannot be undone on postgres",
                                "Write @Override public void down(PostgresContext db) throws Exception",
                                "@Irreversible("),
                Case.of("down missing on one of two databases")
                        .source(
                                "A",
                                "@Migration(id = \"001_a\", description = \"d\", version = \"1.0.0\")\n"
                                        + "public final class A implements PostgresMigration, RedisMigration {\n"
                                        + Sources.UP + Sources.DOWN
                                        + "  @Override public void up(RedisContext db) {}\n}\n")
                        .finds("DBM-C054", "A", "class A", "A cannot be undone on redis", "down(RedisContext db)"),
                Case.of("no way back, and it says so")
                        .source(
                                "A",
                                up("@Migration(id = \"001_a\", description = \"d\", version = \"1.0.0\")\n"
                                        + "@Irreversible(\"the data is gone\")\n"
                                        + "public final class A implements PostgresMigration")),
                Case.of("ids that nobody can tell apart")
                        .with("A", "003_add_users", "1.0.0")
                        .with("B", "3_add_users", "1.0.0")
                        .with("C", "004_Add-Tags", "1.0.0")
                        .with("D", "004_add_tags", "1.0.0")
                        .with("E", "4_add_tags_2", "1.0.0")
                        .finds(
                                "DBM-C055",
                                "B",
                                "id = \"3_add_users\"",
                                "the id 3_add_users differs from 003_add_users of com.acme.A only in case")
                        .finds("DBM-C055", "D", "id = \"004_add_tags\""),
                Case.of("mixed styles")
                        .with("A", "001_a", "1.0.0")
                        .with("B", "002_b", "1.0.0")
                        .with("C", "20250115_120000_c", "1.0.0")
                        .finds(
                                "DBM-C056",
                                "C",
                                "id = \"20250115_120000_c\"",
                                "is a timestamp and a name, but most of this module's ids, such as 001_a, are a number"),
                Case.of("a class of a kind that is no migration")
                        .source("A", up("public final class A implements PostgresMigration"))
                        .finds("DBM-C057", "A", "class A", "A implements PostgresMigration but is no migration"),
                Case.of("classes of a kind that are meant so")
                        .source("Base", up("public abstract class Base implements PostgresMigration"))
                        .source(
                                "Parametrized",
                                up("public record Parametrized(String sql) implements PostgresMigration"))
                        .source("Kind", "interface Kind extends PostgresMigration {}\n")
                        .source(
                                "Meant",
                                up("@AllowUnsafe(rule = \"DBM-C057\", reason = \"a test runs it by hand\")\n"
                                        + "public final class Meant implements PostgresMigration")),
                Case.of("replaced by two")
                        .with("A", "001_a", "1.0.0")
                        .with("S", "010_s", "1.0.0", "replaces = A.class")
                        .with("T", "011_t", "1.0.0", "replaces = A.class", "replacesIds = \"000_gone\"")
                        .with("U", "012_u", "1.0.0", "replacesIds = \"000_gone\"")
                        .finds(
                                "DBM-C064",
                                "T",
                                "replaces = A.class",
                                "001_a is replaced by 010_s (com.acme.S) already",
                                "Take A.class out of replaces")
                        .finds("DBM-C064", "U", "replacesIds = \"000_gone\"", "Take \"000_gone\" out of replacesIds"),
                Case.of("replaces what replaces others")
                        .with("S", "010_s", "1.0.0", "replacesIds = {\"001_a\", \"002_b\"}")
                        .with("T", "011_t", "1.0.0", "replaces = S.class")
                        .finds(
                                "DBM-C065",
                                "T",
                                "replaces = S.class",
                                "010_s (com.acme.S) replaces 001_a, 002_b itself"),
                Case.of("replaced in a circle")
                        .with("A", "001_a", "1.0.0", "replaces = B.class")
                        .with("B", "002_b", "1.0.0", "replaces = A.class")
                        .finds(
                                "DBM-C066",
                                "A",
                                "replaces = B.class",
                                "001_a (com.acme.A) → 002_b (com.acme.B) → 001_a (com.acme.A). Take B.class out of replaces of A"),
                Case.of("one left out in the middle")
                        .with("A", "001_a", "1.0.0")
                        .with("B", "002_b", "1.0.0", "dependsOn = A.class")
                        .with("C", "003_c", "1.0.0", "dependsOn = B.class")
                        .with("S", "010_s", "1.0.0", "replaces = {A.class, C.class}")
                        .finds(
                                "DBM-C068",
                                "B",
                                "dependsOn = A.class",
                                "dependsOn names 001_a (com.acme.A), which 010_s (com.acme.S) replaces",
                                "Write S.class")
                        .finds(
                                "DBM-C067",
                                "S",
                                "replaces = {A.class",
                                "002_b (com.acme.B) stands between what this migration replaces",
                                "Add B.class to replaces"),
                Case.of("a squash of a whole piece")
                        .with("A", "001_a", "1.0.0")
                        .with("B", "002_b", "1.0.0", "dependsOn = A.class")
                        .with("S", "010_s", "1.0.0", "replaces = {A.class, B.class}")
                        .with("D", "011_d", "1.0.0", "dependsOn = S.class"),
                Case.of("someone depends on a replaced one")
                        .with("A", "001_a", "1.0.0")
                        .with("S", "010_s", "1.0.0", "replaces = A.class")
                        .with("D", "011_d", "1.0.0", "dependsOn = A.class")
                        .finds("DBM-C068", "D", "dependsOn = A.class", "Write S.class"));
    }

    static Stream<Arguments> casesOnBothCompilers() {
        return Arrays.stream(TestCompiler.values())
                .flatMap(compiler -> cases().stream().map(one -> Arguments.of(compiler, one)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("casesOnBothCompilers")
    void findsThisAndNothingElse(TestCompiler compiler, Case one) throws IOException {
        TestCompiler.Module module = Sources.withKinds(new TestCompiler.Module(folder));
        one.sources().forEach((type, source) -> module.write("com/acme/" + type + ".java", source));

        TestCompiler.Outcome outcome = compiler.compile(module, TestCompiler.ALL_RULES);

        List<String> found = new ArrayList<>();
        for (TestCompiler.Message message : outcome.ours()) {
            String type = message.file().replace(".java", "");
            String line = Files.readAllLines(module.source("com/acme/" + message.file()))
                    .get((int) message.line() - 1);
            found.add(one.expected().stream()
                    .filter(expected -> expected.startsWith(id(message) + " " + type + ": "))
                    .filter(expected -> line.contains(expected.substring(expected.indexOf(": ") + 2)))
                    .findFirst()
                    .orElse(message + " on «" + line + "»"));
        }
        assertThat(found).containsExactlyInAnyOrderElementsOf(one.expected());
        for (String text : one.texts()) {
            assertThat(outcome.ours())
                    .anySatisfy(message -> assertThat(message.text()).contains(text));
        }
    }

    private static String id(TestCompiler.Message message) {
        return message.text().substring(1, message.text().indexOf(']'));
    }

    @Test
    void everyIdHasACase() {
        TreeSet<String> ids = new TreeSet<>(IDS);
        // of other jars: ModulesTest
        ids.removeAll(List.of("DBM-C058", "DBM-C059"));
        cases().forEach(one -> one.expected().forEach(expected -> ids.remove(expected.substring(0, 8))));
        assertThat(ids).isEmpty();
    }
}
