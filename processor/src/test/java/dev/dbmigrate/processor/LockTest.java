package dev.dbmigrate.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbmigrate.model.LockFile;
import dev.dbmigrate.model.SemanticVersion;
import dev.dbmigrate.processor.diagnostic.Diagnostics;
import dev.dbmigrate.processor.lock.LockDiagnostic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Released migrations do not change, and the compiler says so on the line. */
class LockTest {

    private static final Pattern CHECKSUM = Pattern.compile("id=(\\w+)\\|.*?checksum=(v1:\\w+)");

    @TempDir
    Path folder;

    private TestCompiler.Module module;

    private TestCompiler.Module released() {
        module = Sources.withAllKinds(new TestCompiler.Module(folder));
        add("First", "001_first", "1.0.0", "");
        add("Second", "002_second", "1.1.0", ", dependsOn = First.class");
        add("Third", "003_third", "1.2.0", "");
        lock();
        return module;
    }

    private void add(String name, String id, String version, String more) {
        module.write(path(name), Sources.migration(name, id, version, more));
    }

    private static String path(String name) {
        return "main/java/com/acme/" + name + ".java";
    }

    private Path lockFile() {
        return module.source("main/resources/META-INF/dbmigrate.lock");
    }

    /** Locks what compiles now. */
    private LockFile lock(String... options) {
        TestCompiler.JAVAC.compile(module, options).succeeded();
        LockFile lock = LockFile.of(List.of(
                entry("001_first", "1.0.0"), entry("002_second", "1.1.0", "001_first"), entry("003_third", "1.2.0")));
        write(lockFile(), lock.format());
        return lock;
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private LockFile.Entry entry(String id, String version, String... dependsOn) {
        String generated = String.join(
                "\n", TestCompiler.Module.contents(module.generated(), ".java").values());
        Matcher matcher = CHECKSUM.matcher(generated);
        String checksum = null;
        while (matcher.find()) {
            checksum = matcher.group(1).equals(id) ? matcher.group(2) : checksum;
        }
        assertThat(checksum).as(id + " in " + generated).isNotNull();
        return new LockFile.Entry(
                id, List.of("postgres"), SemanticVersion.parse(version), checksum, List.of(dependsOn));
    }

    private void edit(String name, String from, String to) {
        try {
            String source = Files.readString(module.source(path(name)));
            assertThat(source).contains(from);
            module.write(path(name), source.replace(from, to));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void clean(Path folder, String suffix) {
        TestCompiler.Module.contents(folder, suffix)
                .keySet()
                .forEach(file -> folder.resolve(file).toFile().delete());
    }

    /** As a build tool does it: the class goes with its source. */
    private void delete(String name) throws IOException {
        Files.delete(module.source(path(name)));
        Files.delete(module.classes().resolve("com/acme/" + name + ".class"));
    }

    private List<String> findings(TestCompiler compiler, String... options) {
        if (compiler == TestCompiler.ECLIPSE) {
            // it does not write a generated source a second time
            clean(module.generated(), ".java");
            clean(module.classes(), ".class");
        }
        return compiler.compile(module, options).ours().stream()
                .map(message -> message.kind() + " " + message.file() + ":" + message.line() + " " + message.text())
                .toList();
    }

    private List<String> findings(String... options) {
        return findings(TestCompiler.JAVAC, options);
    }

    /** It cannot be mended any more, nor be given a waiver. */
    @Test
    void aReleasedMigrationIsNotJudged() {
        module = Sources.withAllKinds(new TestCompiler.Module(folder));
        add("First", "001_first", "1.0.0", "");
        add("Second", "002_second", "1.1.0", ", dependsOn = First.class");
        add("Third", "003_third", "1.2.0", ", database = \"postgers\"");
        assertThat(findings()).singleElement().asString().contains("[DBM-C053]");
        LockFile lock = LockFile.of(List.of(
                entry("001_first", "1.0.0"),
                entry("002_second", "1.1.0", "001_first"),
                new LockFile.Entry(
                        "003_third",
                        List.of("postgers"),
                        SemanticVersion.parse("1.2.0"),
                        entry("003_third", "1.2.0").checksum(),
                        List.of())));

        write(lockFile(), lock.format());

        assertThat(findings()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsAsReleasedIsSilent(TestCompiler compiler) {
        released();
        assertThat(findings(compiler)).isEmpty();
    }

    @Test
    void formattingIsNoEdit() {
        released();
        edit("Second", "public final class", "/** Words. */\n\npublic   final\nclass");
        assertThat(findings()).isEmpty();
    }

    @Test
    void anEditIsAnErrorOnItsClass() {
        released();
        edit("Second", "up(PostgresContext db) {", "up(PostgresContext db) { db.execute(\"SELECT 1\");");
        assertThat(findings())
                .singleElement()
                .satisfies(text -> assertThat(text)
                        .startsWith(
                                "ERROR Second.java:16 [DBM-C072] 002_second is released (dbmigrate.lock:3), but its code is not"
                                        + " the released one any more")
                        .endsWith("accept it: mvn compile dbmigrate:lock -Ddbmigrate.relock=002_second"
                                + " -Ddbmigrate.reason=\"why\""));
        assertThat(findings("-Adbmigrate.relock=003_third, 002_second")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whereNoSourceIsSeenNoEditIsSeen(TestCompiler compiler) throws IOException {
        released();
        Files.writeString(
                lockFile(), LockFile.parse(Files.readString(lockFile())).format());
        edit("Second", "up(PostgresContext db) {", "up(PostgresContext db) { db.execute(\"SELECT 1\");");
        // the Eclipse compiler finds the file beside the classes only
        write(module.classes().resolve("META-INF/dbmigrate.lock"), Files.readString(lockFile()));
        assertThat(findings(compiler)).hasSize(compiler == TestCompiler.JAVAC ? 1 : 0);
    }

    @Test
    void anAbsentChecksumInTheFileIsNotDifferent() throws IOException {
        released();
        LockFile lock = LockFile.parse(Files.readString(lockFile()));
        Files.writeString(
                lockFile(),
                LockFile.of(lock.entries().stream()
                                .map(each -> new LockFile.Entry(
                                        each.id(), each.databases(), each.version(), null, each.dependsOn()))
                                .toList())
                        .format());
        assertThat(findings()).isEmpty();
    }

    @Test
    void aDeletedMigrationIsNamedWithItsLine() throws IOException {
        released();
        delete("Third");
        assertThat(findings())
                .singleElement()
                .satisfies(text -> assertThat(text)
                        .startsWith("ERROR :-1 [DBM-C073] 003_third is released (")
                        .contains(
                                "META-INF/dbmigrate.lock:4), but no class has this id any more. Take the class back from git")
                        .endsWith("(at dbmigrate.lock:4:1)"));
        assertThat(findings("-Adbmigrate.relock=003_third")).isEmpty();
    }

    @Test
    void whatIsStoodForIsNotDeleted() throws IOException {
        released();
        delete("Third");
        add("Squash", "004_squash", "1.2.0", ", replacesIds = \"003_third\"");
        assertThat(findings()).isEmpty();
    }

    @Test
    void aRenamedIdIsKnownAgain() {
        released();
        edit("Third", "003_third", "005_third");
        assertThat(findings())
                .singleElement()
                .satisfies(text -> assertThat(text)
                        .startsWith(
                                "ERROR Third.java:13 [DBM-C077] 005_third (com.acme.Third) is the released 003_third"
                                        + " (dbmigrate.lock:4) under another id")
                        .endsWith("Write id = \"003_third\""));
    }

    @Test
    void aRenamedIdWithAnEditIsAGuess() {
        released();
        edit("Third", "003_third", "005_third");
        edit("Third", "up(PostgresContext db) {", "up(PostgresContext db) { db.execute(\"SELECT 1\");");
        assertThat(findings())
                .singleElement()
                .satisfies(text -> assertThat(text)
                        .contains("[DBM-C073]", "did you mean it by 005_third? Then write id = \"003_third\" there"));
    }

    @ParameterizedTest
    @EnumSource
    void otherDependenciesAndVersionsAreErrorsOnTheirValues(TestCompiler compiler) throws IOException {
        released();
        write(module.classes().resolve("META-INF/dbmigrate.lock"), Files.readString(lockFile()));
        edit("Second", "dependsOn = First.class", "dependsOn = Third.class");
        edit("Third", "1.2.0", "1.0.1");
        assertThat(findings(compiler))
                .anySatisfy(text -> assertThat(text)
                        .startsWith(
                                "ERROR Second.java:15 [DBM-C074] 002_second is released (dbmigrate.lock:3) with dependsOn ="
                                        + " {001_first}, now it has {003_third}"))
                .anySatisfy(text -> assertThat(text)
                        .startsWith(
                                "ERROR Third.java:15 [DBM-C076] 003_third is released (dbmigrate.lock:4) as version 1.2.0,"
                                        + " now it says 1.0.1")
                        .contains("Write version = \"1.2.0\""))
                .hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void anotherDatabaseIsAnError(TestCompiler compiler) throws IOException {
        released();
        write(module.classes().resolve("META-INF/dbmigrate.lock"), Files.readString(lockFile()));
        edit("Third", "version = \"1.2.0\"", "version = \"1.2.0\",\n    database = \"reports\"");
        assertThat(findings(compiler))
                .singleElement()
                .satisfies(text -> assertThat(text)
                        .startsWith(
                                "ERROR Third.java:16 [DBM-C075] 003_third is released (dbmigrate.lock:4) for postgres, now it"
                                        + " changes reports"));
    }

    @ParameterizedTest
    @EnumSource
    void aReleasedMigrationCannotWaitForANewOne(TestCompiler compiler) throws IOException {
        released();
        write(module.classes().resolve("META-INF/dbmigrate.lock"), Files.readString(lockFile()));
        add("Fourth", "004_fourth", "1.2.0", ", after = Third.class");
        edit("Second", "1.1.0", "1.2.0");
        edit("Second", "dependsOn = First.class", "dependsOn = {First.class, Fourth.class}");
        assertThat(findings(compiler))
                .anySatisfy(text -> assertThat(text)
                        .contains(
                                "Second.java:15 [DBM-C078] 002_second is released (dbmigrate.lock:3), but now depends on 004_fourth",
                                "Take Fourth.class out of dependsOn"));
    }

    @Test
    void aNewMigrationThatComesBeforeAReleasedOneIsOutOfOrder() {
        released();
        add("Between", "002_between", "1.2.0", "");
        assertThat(findings())
                .singleElement()
                .satisfies(text -> assertThat(text)
                        .startsWith(
                                "WARNING Between.java:13 [DBM-C079] 002_between is new, but comes before 003_third, which is"
                                        + " released for the same database postgres")
                        .contains("Write id = \"004_between\""));
        add("Between", "002_between", "1.2.0", ", dependsOn = Third.class");
        assertThat(findings()).isEmpty();
    }

    @Test
    void ofAnotherDatabaseItIsNot() {
        released();
        add("Between", "002_between", "1.0.0", ", database = \"reports\"");
        assertThat(findings()).isEmpty();
    }

    @Test
    void aNewMigrationDoesNotLowerTheVersion() {
        released();
        add("Fourth", "004_fourth", "1.1.7", "");
        assertThat(findings())
                .singleElement()
                .satisfies(text -> assertThat(text)
                        .startsWith(
                                "ERROR Fourth.java:15 [DBM-C080] 004_fourth is new and of version 1.1.7, but postgres has released"
                                        + " version 1.2.0 already (003_third, dbmigrate.lock:4)")
                        .endsWith("Write version = \"1.3.0\""));
    }

    @Test
    void everyWrongLineOfTheFileIsAnError() throws IOException {
        released();
        Files.writeString(
                lockFile(),
                Files.readString(lockFile()).replace(" 1.1.0 ", " one ").replace(" 1.2.0 ", " x "));
        assertThat(findings())
                .hasSize(2)
                .allSatisfy(text ->
                        assertThat(text).contains("[DBM-C070]", "META-INF/dbmigrate.lock:", "is not a version"));
        assertThat(findings().get(1)).endsWith("(at dbmigrate.lock:4:1)");
    }

    @Test
    void theCopyAmongTheClassesDoesNotWin() throws IOException {
        released();
        write(module.classes().resolve("META-INF/dbmigrate.lock"), "stale\n");
        assertThat(findings()).isEmpty();
        Files.delete(lockFile());
        assertThat(findings()).isEmpty();
    }

    @Test
    void theOptionNamesAnotherFile() throws IOException {
        released();
        Path other = folder.resolve("other.lock");
        Files.move(lockFile(), other);
        edit("Third", "1.2.0", "1.2.1");
        assertThat(findings()).isEmpty();
        assertThat(findings("-Adbmigrate.lock=" + other))
                .singleElement()
                .asString()
                .contains("[DBM-C076]");
        assertThat(findings("-Adbmigrate.lock=" + other + "x"))
                .singleElement()
                .asString()
                .contains("WARNING", "[DBM-C071]", "other.lockx, which is not there");
    }

    @Test
    void testsOfTheSameModuleAreNotHeldAgainstIt() throws IOException {
        released();
        TestCompiler.Module tests = new TestCompiler.Module(folder.resolve("tests"));
        Sources.add(tests, "ForTests", "001_for_tests", "0.1.0", "");
        TestCompiler.Outcome outcome = TestCompiler.JAVAC.compile(
                tests,
                List.of(tests.source("com/acme/ForTests.java")),
                List.of(module.classes()),
                "-Adbmigrate.lock=" + lockFile());
        assertThat(outcome.ours()).noneMatch(message -> message.text().contains("[DBM-C073]"));
    }

    private void helper(String text) {
        module.write(
                "main/java/com/acme/Queries.java",
                "package com.acme;\n\nfinal class Queries {\n  static final String ALL = \"" + text
                        + "\";\n  static String one() { return Names.TABLE; }\n}\n");
        module.write(
                "main/java/com/acme/Names.java",
                "package com.acme;\n\nfinal class Names {\n  static final String TABLE = \"t\";\n}\n");
    }

    private void usesHelper(String more) {
        add("Fourth", "004_fourth", "1.3.0", more);
        edit("Fourth", "up(PostgresContext db) {", "up(PostgresContext db) { db.execute(Queries.ALL);");
    }

    @Test
    void codeOutsideOfTheChecksumIsNamed() {
        released();
        helper("SELECT 1");
        usesHelper("");
        assertThat(findings())
                .singleElement()
                .satisfies(text -> assertThat(text)
                        .startsWith(
                                "WARNING Fourth.java:17 [DBM-C081] Fourth uses Queries.ALL, and the source of Queries is no part of"
                                        + " its checksum")
                        .contains("Write includes = Queries.class (at Fourth.java:17:"));
        usesHelper(", includes = Queries.class");
        assertThat(findings())
                .singleElement()
                .satisfies(text -> assertThat(text)
                        .startsWith("WARNING Queries.java:5 [DBM-C081] Fourth uses Names.TABLE")
                        .contains("Write includes = Names.class"));
        usesHelper(", includes = {Queries.class, Names.class}");
        assertThat(findings()).isEmpty();
    }

    @Test
    void anIncludedClassIsAPartOfTheChecksumWhateverTheOrder() {
        released();
        helper("SELECT 1");
        usesHelper(", includes = {Queries.class, Names.class}");
        String before = checksum();
        helper("SELECT 1");
        assertThat(checksum()).isEqualTo(before);
        module.write(
                "main/java/com/acme/Names.java",
                "package com.acme;\n\n/** Words. */\nfinal class Names { static final String TABLE = \"t\"; }\n");
        assertThat(checksum()).isEqualTo(before);
        helper("SELECT 2");
        assertThat(checksum()).isNotEqualTo(before);
    }

    private String checksum() {
        TestCompiler.JAVAC.compile(module).succeeded();
        return entry("004_fourth", "1.3.0").checksum();
    }

    @Test
    void anEditOfAnIncludedClassIsAnEditOfTheMigration() {
        released();
        helper("SELECT 1");
        edit("Third", "version = \"1.2.0\"", "version = \"1.2.0\", includes = {Queries.class, Names.class}");
        lock("-Adbmigrate.relock=003_third");
        assertThat(findings()).isEmpty();
        helper("SELECT 2");
        assertThat(findings()).singleElement().asString().contains("[DBM-C072] 003_third");
    }

    @Test
    void whatHasNoCodeAndOtherMigrationsAreNoHelpers() {
        released();
        module.write("main/java/com/acme/Row.java", "package com.acme;\npublic record Row(String id, int count) {}\n");
        module.write("main/java/com/acme/Mapper.java", "package com.acme;\ninterface Mapper { Row map(Object o); }\n");
        module.write(
                "main/java/com/acme/Oops.java", "package com.acme;\nclass OopsException extends RuntimeException {}\n");
        add("Fourth", "004_fourth", "1.3.0", "");
        edit(
                "Fourth",
                "up(PostgresContext db) {",
                "up(PostgresContext db) { Mapper m = o -> new Row(\"a\", 1); new First().up(db);"
                        + " if (m == null) throw new OopsException();");
        assertThat(findings()).isEmpty();
    }

    @Test
    void whatIsNotOfThisModuleCannotBeIncluded() {
        released();
        add("Fourth", "004_fourth", "1.3.0", ", includes = {java.util.List.class, int.class}");
        assertThat(findings())
                .hasSize(2)
                .allSatisfy(text -> assertThat(text).startsWith("ERROR Fourth.java:15 [DBM-C082] includes names "));
    }

    @Test
    void aWaiverOfAReleasedMigrationStays() {
        released();
        add("Between", "002_between", "1.2.0", "");
        edit("Between", "@Migration(", "@AllowUnsafe(rule = \"DBM-C079\", reason = \"r\") @Migration(");
        assertThat(findings()).isEmpty();
        TestCompiler.JAVAC.compile(module).succeeded();
        List<LockFile.Entry> entries = new ArrayList<>(List.of(entry("002_between", "1.2.0")));
        entries.addAll(LockFile.parse(read(lockFile())).entries());
        write(lockFile(), LockFile.of(entries).format());
        assertThat(findings()).isEmpty();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void everyDiagnosticHasItsHeadingInTheDocs() {
        String docs = read(Path.of("..", "docs", "diagnostics-lock.md"));
        for (LockDiagnostic diagnostic : LockDiagnostic.values()) {
            assertThat(docs).contains("\n## " + diagnostic.id() + " ");
        }
        assertThat(Diagnostics.all()).contains(LockDiagnostic.values());
    }
}
