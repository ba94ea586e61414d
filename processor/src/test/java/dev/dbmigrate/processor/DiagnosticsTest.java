package dev.dbmigrate.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbmigrate.processor.diagnostic.MigrationDiagnostic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every diagnostic: its text, and its line, which ends with {@code //!} and the id. Findings that no line expects fail the
 * test too. On javac and on the Eclipse compiler.
 */
class DiagnosticsTest {

    private static final String META = "id = \"009_subject\", description = \"d\", version = \"1.0.0\"";

    @TempDir
    Path folder;

    /** A class {@code Subject} beside the migrations {@code First} (001, 1.0.0) and {@code AddUsers} (002, 2.1.0). */
    record Case(String name, String source, String... texts) {
        Case and(String more) {
            return new Case(name, source + more + "\n", texts);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static Case annotated(String name, String annotation, String... texts) {
        return new Case(
                name,
                annotation + "\npublic final class Subject implements PostgresMigration {\n" + Sources.UP + "}\n",
                texts);
    }

    private static Case shaped(String name, String declaration, String... texts) {
        return new Case(
                name,
                "@Migration(" + META + ")" + (declaration.startsWith("public interface") ? " //!DBM-C010" : "") + "\n"
                        + declaration,
                texts);
    }

    static List<Case> cases() {
        return List.of(
                annotated(
                        "id with a space",
                        "@Migration(\n  id = \"3-add users\", //!DBM-C002\n  description = \"d\", version = \"1.0.0\")",
                        "\"3-add users\" is not a migration id: it contains a space. Write id = \"3_add_users\""),
                annotated(
                        "id without number",
                        "@Migration(\n  description = \"d\", version = \"1.0.0\",\n  id = \"AddUsers\") //!DBM-C002",
                        "it does not begin with a number or a date. Write id = \"001_add_users\""),
                annotated(
                        "id twice in the module (Flamingock drops one silently)",
                        "@Migration(\n  id = \"001_first\", //!DBM-C003\n  description = \"d\", version = \"1.0.0\")",
                        "the id 001_first is taken by com.acme.First of this module",
                        "Write id = \"003_first\""),
                shaped(
                        "interface",
                        "public interface Subject extends PostgresMigration {}",
                        "Subject is an interface; a migration is a class. Write public final class Subject"),
                shaped(
                        "abstract class (Flamingock compiles it)",
                        "public abstract class Subject implements PostgresMigration {} //!DBM-C011",
                        "Subject is abstract, so it cannot be run. Write public final class Subject"),
                shaped(
                        "not public",
                        "final class Subject implements PostgresMigration { //!DBM-C012\n" + Sources.UP + "}",
                        "Subject is not public, so the manifest cannot create it. Write public in front of class Subject"),
                new Case(
                        "inner class",
                        "public class Subject {\n  @Migration(" + META + ")\n"
                                + "  public final class Inner implements PostgresMigration { //!DBM-C013\n" + Sources.UP
                                + "}}",
                        "Inner is an inner class and cannot be created without an instance of Subject"),
                new Case(
                        "nested in what is not public",
                        "class Subject {\n  @Migration(" + META + ")\n"
                                + "  public static final class Nested implements PostgresMigration { //!DBM-C012\n"
                                + Sources.UP + "}}",
                        "Nested is not public because Subject around it is not"),
                shaped(
                        "type parameters",
                        "public final class Subject<T> implements PostgresMigration { //!DBM-C014\n" + Sources.UP + "}",
                        "Write class Subject without <T>"),
                shaped(
                        "constructor with a parameter",
                        "public final class Subject implements PostgresMigration { //!DBM-C015\n"
                                + "  public Subject(int a) {}\n" + Sources.UP + "}",
                        "Write public Subject() {}"),
                shaped(
                        "private constructor",
                        "public final class Subject implements PostgresMigration {\n"
                                + "  private Subject() {} //!DBM-C015\n" + Sources.UP + "}",
                        "no public constructor without parameters"),
                shaped(
                        "constructor throws",
                        "public final class Subject implements PostgresMigration {\n"
                                + "  public Subject() throws java.io.IOException {} //!DBM-C016\n" + Sources.UP + "}",
                        "the checked exception java.io.IOException"),
                new Case(
                        "no kind (Flamingock: unknown targets compile)",
                        "@Migration(" + META + ") //!DBM-C017\npublic final class Subject {}",
                        "Subject implements no kind of migration",
                        "Write implements PostgresMigration"),
                shaped(
                        "down for another database",
                        "public final class Subject implements PostgresMigration {\n" + Sources.UP
                                + "  public void down(RedisContext db) {} //!DBM-C019\n}",
                        "down(RedisContext) overrides nothing, so it would never be run: Subject implements"
                                + " PostgresMigration. Write @Override public void down(PostgresContext db)"),
                shaped(
                        "verify in capitals",
                        "public final class Subject implements PostgresMigration {\n" + Sources.UP
                                + "  public void Verify(PostgresContext db) {} //!DBM-C019\n}",
                        "Write @Override public void verify(PostgresContext db)"),
                annotated(
                        "dependency that is no migration",
                        "@Migration(" + META + ",\n  dependsOn = String.class) //!DBM-C020",
                        "dependsOn names java.lang.String, which is not a migration. Take String.class out of dependsOn"),
                annotated(
                                "dependency nearly right",
                                "@Migration(" + META + ",\n  dependsOn = {First.class, AddUser.class}) //!DBM-C020",
                                "Did you mean com.acme.AddUsers? Write AddUsers.class")
                        .and("class AddUser {}"),
                annotated(
                        "primitive",
                        "@Migration(" + META + ",\n  replaces = int.class) //!DBM-C020",
                        "replaces names int, which is not a migration. Take int.class out of replaces"),
                annotated(
                        "itself",
                        "@Migration(" + META + ",\n  after = Subject.class) //!DBM-C021",
                        "after names the migration itself. Take Subject.class out of after"),
                new Case(
                        "circle",
                        "@Migration(" + META + ",\n  dependsOn = Zeta.class) //!DBM-C022\n"
                                + "public final class Subject implements PostgresMigration {\n" + Sources.UP + "}",
                        "009_subject (com.acme.Subject) → 010_zeta (com.acme.Zeta) → 009_subject (com.acme.Subject). Take"
                                + " Zeta.class out of dependsOn of Subject"),
                annotated(
                        "listed twice",
                        "@Migration(" + META + ",\n  dependsOn = First.class,\n  after = First.class) //!DBM-C023",
                        "after names com.acme.First a second time; it stands in dependsOn already"),
                annotated(
                        "dependency of a higher version",
                        "@Migration(" + META + ",\n  dependsOn = AddUsers.class) //!DBM-C024",
                        "version 1.0.0 depends on 002_add_users (com.acme.AddUsers) of the higher version 2.1.0",
                        "Write version = \"2.1.0\""),
                annotated(
                        "not a version",
                        "@Migration(id = \"009_subject\", description = \"d\",\n  version = \"v1.2\") //!DBM-C030",
                        "\"v1.2\" is not a semantic version (MAJOR.MINOR.PATCH). Write version = \"1.2.0\""),
                annotated(
                        "breaking without MAJOR",
                        "@Migration(id = \"009_subject\", description = \"d\", dependsOn = First.class, breaking = true,\n"
                                + "  version = \"1.1.0\") //!DBM-C031",
                        "version 1.1.0 does not raise it over 001_first (com.acme.First) of version 1.0.0",
                        "Write version = \"2.0.0\""),
                annotated(
                        "breaking at the same version",
                        "@Migration(id = \"009_subject\", description = \"d\", dependsOn = First.class, breaking = true,\n"
                                + "  version = \"1.0.0\") //!DBM-C031",
                        "Write version = \"2.0.0\""),
                annotated(
                        "breaking expansion",
                        "@Migration(" + META + ", phase = Phase.EXPAND,\n  breaking = true) //!DBM-C032",
                        "Write breaking = false, or phase = Phase.CONTRACT"),
                annotated(
                        "empty description",
                        "@Migration(id = \"009_subject\", version = \"1.0.0\",\n  description = \" \") //!DBM-C040",
                        "Write description = \"Subject\""),
                annotated(
                        "irreversible without reason",
                        "@Migration(" + META + ")\n@Irreversible(\"\") //!DBM-C041",
                        "Write @Irreversible(\"the dropped data cannot be restored\")"),
                shaped(
                        "irreversible with down",
                        "@Irreversible(\"no\") //!DBM-C042\npublic final class Subject implements PostgresMigration {\n"
                                + Sources.UP + Sources.DOWN + "}",
                        "Take @Irreversible off, or remove down"),
                annotated(
                        "waiver without reason",
                        "@Migration(" + META
                                + ", database = \"postgers\")\n@AllowUnsafe(rule = \"DBM-C053\",\n  reason = \"\") //!DBM-C043",
                        "Write reason = \"why it is safe here\""),
                annotated(
                        "waiver of what is no rule",
                        "@Migration(" + META + ")\n@AllowUnsafe(rule = \"c53\", reason = \"r\") //!DBM-C044",
                        "\"c53\" is not the id of a finding. Write rule = \"DBM-C053\""),
                annotated(
                        "waiver of an error",
                        "@Migration(" + META + ")\n@AllowUnsafe(rule = \"DBM-C022\", reason = \"r\") //!DBM-C045",
                        "DBM-C022 is an error that cannot be waived"),
                new Case(
                        "companion alone",
                        "@Irreversible(\"no\") //!DBM-C046\npublic final class Subject {}",
                        "@Irreversible has no effect on Subject, which is not a migration"),
                new Case(
                        "two companions alone",
                        "@AllowUnsafe(rule = \"DBM-C053\", reason = \"r\")\n"
                                + "@AllowUnsafe(rule = \"DBM-C102\", reason = \"r\")\npublic final class Subject {} //!DBM-C046",
                        "@AllowUnsafe has no effect on Subject"),
                new Case(
                        "database for two kinds",
                        "@Migration(" + META + ",\n  database = \"analytics\") //!DBM-C050\n"
                                + "public final class Subject implements RedisMigration, PostgresMigration {\n"
                                + Sources.UP
                                + "  @Override public void up(RedisContext db) {}\n}",
                        "database = \"analytics\" cannot be meant for all of postgres, redis"),
                annotated(
                        "database name with a space",
                        "@Migration(" + META + ",\n  database = \"my shop\") //!DBM-C051",
                        "Write database = \"my_shop\""),
                annotated(
                        "database of another kind",
                        "@Migration(" + META + ",\n  database = \"redis\") //!DBM-C052",
                        "Write database = \"postgres\", or implements RedisMigration"),
                annotated(
                        "database nearly the kind",
                        "@Migration(" + META + ",\n  database = \"postgers\") //!DBM-C053",
                        "did you mean \"postgres\"? Write database = \"postgres\""),
                annotated(
                        "replaced id that is none",
                        "@Migration(" + META + ",\n  replacesIds = {\"004_a\", \"5 add tags\"}) //!DBM-C060",
                        "\"5 add tags\" in replacesIds is not a migration id: it contains a space. Write \"5_add_tags\""),
                annotated(
                        "replaced id with a class",
                        "@Migration(" + META + ",\n  replacesIds = \"001_first\") //!DBM-C061",
                        "001_first in replacesIds has a class: com.acme.First. Write replaces = First.class"),
                annotated(
                        "replaced id twice",
                        "@Migration(" + META + ",\n  replacesIds = {\"004_a\", \"004_a\"}) //!DBM-C062",
                        "replacesIds names 004_a a second time"),
                annotated(
                        "replaced id its own",
                        "@Migration(" + META + ",\n  replacesIds = \"009_subject\") //!DBM-C063",
                        "replacesIds names the migration itself"));
    }

    static Stream<Arguments> casesOnBothCompilers() {
        return Arrays.stream(TestCompiler.values())
                .flatMap(compiler -> cases().stream().map(one -> Arguments.of(compiler, one)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("casesOnBothCompilers")
    void reportsTextAndLine(TestCompiler compiler, Case one) {
        TestCompiler.Module module = Sources.withKinds(new TestCompiler.Module(folder));
        Sources.add(module, "First", "001_first", "1.0.0", "");
        Sources.add(module, "AddUsers", "002_add_users", "2.1.0", "");
        if (one.source().contains("Zeta")) {
            Sources.add(module, "Zeta", "010_zeta", "1.0.0", ", dependsOn = Subject.class");
        }
        String source = Sources.HEAD + one.source();
        module.write("com/acme/Subject.java", source);

        TestCompiler.Outcome outcome = compiler.compile(module);

        List<TestCompiler.Message> inSubject = outcome.ours().stream()
                .filter(message -> message.file().equals("Subject.java"))
                .toList();
        assertThat(inSubject.stream().map(message -> message.line() + " " + id(message)))
                .as("all findings: %s", outcome.messages())
                .containsExactlyElementsOf(expected(source));
        for (String text : one.texts()) {
            assertThat(inSubject)
                    .anySatisfy(message -> assertThat(message.text()).contains(text));
        }
    }

    private static List<String> expected(String source) {
        List<String> expected = new ArrayList<>();
        String[] lines = source.split("\n");
        for (int i = 0; i < lines.length; i++) {
            int mark = lines[i].indexOf("//!");
            if (mark >= 0) {
                expected.add((i + 1) + " " + lines[i].substring(mark + 3));
            }
        }
        return expected;
    }

    private static String id(TestCompiler.Message message) {
        return message.text().substring(1, message.text().indexOf(']'));
    }

    @Test
    void everyDiagnosticHasACaseOrATestOfItsOwn() {
        TreeSet<String> missing = new TreeSet<>();
        for (MigrationDiagnostic diagnostic : MigrationDiagnostic.values()) {
            if (cases().stream().noneMatch(one -> one.source().contains("//!" + diagnostic.id()))) {
                missing.add(diagnostic.id());
            }
        }
        // C001 FaultTest, C004 ModulesTest, C018 below, C047 and C048 LevelsTest
        missing.removeAll(List.of("DBM-C001", "DBM-C004", "DBM-C018", "DBM-C047", "DBM-C048"));
        assertThat(missing).containsExactlyElementsOf(GraphDiagnosticsTest.IDS);
    }

    @Test
    void aMigrationInNoPackageIsRefused() {
        TestCompiler.Module module = Sources.withKinds(new TestCompiler.Module(folder));
        module.write(
                "Subject.java",
                Sources.HEAD.replace("package com.acme;", "") + "@Migration(" + META
                        + ")\npublic final class Subject implements PostgresMigration {\n" + Sources.UP + "}");
        assertThat(TestCompiler.JAVAC.compile(module).ours()).singleElement().satisfies(message -> {
            assertThat(message.text()).startsWith("[DBM-C018] Subject stands in no package");
            assertThat(message.line()).isEqualTo(13);
        });
    }

    @Test
    void everyDiagnosticHasItsHeadingInTheDocs() throws IOException {
        String docs = Files.readString(Path.of("..", "docs", "diagnostics-compile.md"));
        for (MigrationDiagnostic diagnostic : MigrationDiagnostic.values()) {
            assertThat(docs).contains("\n## " + diagnostic.id() + " ");
        }
    }
}
