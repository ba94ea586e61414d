package dev.dbmigrate.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbmigrate.processor.TestCompiler.Module;
import dev.dbmigrate.processor.TestCompiler.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An incremental build with scripts ends where a clean one ends, whatever of the module is compiled again. */
class ScriptIncrementalTest {

    private static final String UP = "CREATE TABLE t (id int);\n";

    @TempDir
    Path folder;

    private ScriptModule module;

    @BeforeEach
    void twoScriptsAndAMigrationAreCompiled() {
        module = ScriptModule.of(folder.resolve("incremental"))
                .script("V001-a-up.sql", UP)
                .script("V001-a-down.sql", "DROP TABLE t;\n")
                .script("V002-b-up.sql", UP)
                .migration("AddUsers", "005_add_users", ", dependsOn = V001A.class")
                .java("com/acme/Plain.java", "package com.acme;\nclass Plain {}\n");
        TestCompiler.JAVAC.compile(module.module).succeeded();
    }

    private Outcome compileOnly(String... files) {
        return TestCompiler.JAVAC.compile(
                module.module,
                List.of(files).stream()
                        .map(file -> module.module.source("main/java/com/acme/" + file + ".java"))
                        .toList(),
                List.of());
    }

    private void assertEqualToCleanBuild() {
        Module clean = new Module(folder.resolve("clean"));
        Module.contents(module.module.source(""), "").forEach((file, text) -> {
            clean.write(file, text);
        });
        TestCompiler.JAVAC.compile(clean).succeeded();
        Map<String, String> expected = Module.contents(clean.classes(), "");
        Map<String, String> actual = Module.contents(module.module.classes(), "");
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        expected.forEach((file, bytes) -> assertThat(actual.get(file)).as(file).isEqualTo(bytes));
    }

    private String manifest() {
        return Module.contents(module.module.generated(), "DbMigrateManifest_AddUsers.java")
                .values()
                .iterator()
                .next();
    }

    @Test
    void aClassThatHasNothingToDoWithThemKeepsAll() {
        compileOnly("Plain").succeeded();
        assertEqualToCleanBuild();
        assertThat(manifest()).contains("db/postgres/V001-a-up.sql:1");
    }

    @Test
    void aNewAndAChangedScriptAreSeenWhateverIsCompiled() {
        module.script("V003-c-up.sql", UP).script("V002-b-up.sql", "CREATE TABLE u (id int);\n");
        compileOnly("Plain").succeeded();
        assertEqualToCleanBuild();
        assertThat(manifest()).contains("V003-c");
    }

    @Test
    void aDeletedScriptLeaves() throws IOException {
        Files.delete(module.resourcePath("db/postgres/V002-b-up.sql"));
        compileOnly("Plain").succeeded();
        assertEqualToCleanBuild();
        assertThat(manifest()).doesNotContain("V002-b");
    }

    @Test
    void aDeletedHalfLeaves() throws IOException {
        Files.delete(module.resourcePath("db/postgres/V001-a-down.sql"));
        compileOnly("package-info").succeeded();
        assertEqualToCleanBuild();
    }

    @Test
    void whenTheAnnotationGoesAllLeave() throws IOException {
        module.java("com/acme/package-info.java", "package com.acme;\n").migration("AddUsers", "005_add_users", "");
        Files.delete(module.module.classes().resolve("com/acme/package-info.class"));
        compileOnly("package-info", "AddUsers").succeeded();
        assertEqualToCleanBuild();
        assertThat(manifest()).doesNotContain("V00");
    }

    @Test
    void whoNamesAScriptThatIsGoneIsTold() throws IOException {
        Files.delete(module.resourcePath("db/postgres/V001-a-up.sql"));
        Files.delete(module.resourcePath("db/postgres/V001-a-down.sql"));
        assertThat(compileOnly("AddUsers").ours())
                .extracting(message -> message.file() + ":" + message.line() + " " + message.text())
                .containsExactly("AddUsers.java:7 [DBM-C234] dependsOn names V001A, which was made of the script"
                        + " db/postgres/V001-a-up.sql, and that is gone. Put the file back, or take V001A.class out of"
                        + " dependsOn");
        Module clean = new Module(folder.resolve("clean"));
        Module.contents(module.module.source(""), "").forEach(clean::write);
        assertThat(TestCompiler.JAVAC.compile(clean).messages())
                .anyMatch(message -> message.text().contains("cannot find symbol"));
    }

    @Test
    void staleGeneratedSourcesOnTheSourcePathDoNoHarm() throws IOException {
        Files.delete(module.resourcePath("db/postgres/V002-b-up.sql"));
        TestCompiler.JAVAC
                .compile(
                        module.module,
                        List.of(module.module.source("main/java/com/acme/AddUsers.java")),
                        List.of(),
                        "-sourcepath",
                        module.module.source("main/java") + java.io.File.pathSeparator + module.module.generated(),
                        "-implicit:class")
                .succeeded();
        assertThat(manifest()).contains("V001-a").doesNotContain("V002-b");
    }
}
