package dev.dbmigrate.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbmigrate.processor.TestCompiler.Module;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An incremental build ends where a clean one ends: what is generated is equal, byte for byte. */
class IncrementalTest {

    @TempDir
    Path folder;

    private Module module;

    @BeforeEach
    void threeMigrationsAreCompiled() {
        module = Sources.withKinds(new Module(folder.resolve("incremental")));
        Sources.add(module, "Alpha", "001_alpha", "1.0.0", "");
        Sources.add(module, "Beta", "002_beta", "1.0.0", ", dependsOn = Alpha.class");
        Sources.add(module, "Gamma", "003_gamma", "1.0.0", ", after = Beta.class");
        module.write("com/acme/Plain.java", "package com.acme;\nclass Plain {}\n");
        TestCompiler.JAVAC.compile(module).succeeded();
    }

    @Test
    void aChangedMigrationAloneKeepsTheOthers() {
        Sources.add(module, "Beta", "002_beta", "1.1.0", ", dependsOn = Alpha.class");
        compileOnly("Beta");
        assertEqualToCleanBuild();
        assertThat(manifest())
                .contains("001_alpha", "1.1.0", "003_gamma")
                .containsPattern("(?s)checksum.*checksum.*checksum");
    }

    @Test
    void aNewMigrationJoinsTheOthersAndMayTakeOverTheName() {
        Sources.add(module, "AAlpha", "000_first", "1.0.0", "");
        compileOnly("AAlpha");
        assertEqualToCleanBuild();
        assertThat(module.classes().resolve("com/acme/DbMigrateManifest_Alpha.class"))
                .doesNotExist();
    }

    @Test
    void aClassThatIsNoMigrationChangesNothing() {
        Map<String, String> before = Module.contents(module.classes(), "");
        compileOnly("Plain");
        assertThat(Module.contents(module.classes(), "")).isEqualTo(before);
    }

    @Test
    void aDeletedMigrationLeaves() throws IOException {
        delete("Gamma");
        compileOnly("Plain");
        assertEqualToCleanBuild();
        assertThat(manifest()).doesNotContain("003_gamma");
    }

    @Test
    void aClassThatStopsBeingAMigrationLeaves() {
        module.write("com/acme/Gamma.java", "package com.acme;\npublic class Gamma {}\n");
        compileOnly("Gamma");
        assertEqualToCleanBuild();
    }

    @Test
    void whenTheLastMigrationIsDeletedTheManifestIsEmpty() throws IOException {
        for (String name : List.of("Alpha", "Beta", "Gamma")) {
            delete(name);
        }
        compileOnly("Plain");
        assertEqualToCleanBuild();
        assertThat(service()).isEqualTo("dev.dbmigrate.generated.EmptyManifest_\n");
        assertThat(module.classes().resolve("com/acme/DbMigrateManifest_Alpha.class"))
                .doesNotExist();
    }

    @Test
    void theFirstMigrationAfterNoneIsSeen() throws IOException {
        whenTheLastMigrationIsDeletedTheManifestIsEmpty();
        Sources.add(module, "Delta", "004_delta", "1.0.0", "");
        compileOnly("Delta");
        assertThat(service()).isEqualTo("com.acme.DbMigrateManifest_Delta\n");
    }

    @Test
    void staleGeneratedSourcesOnTheSourcePathDoNoHarm() throws IOException {
        delete("Gamma");
        Files.delete(module.classes().resolve("com/acme/DbMigrateManifest_Alpha.class"));
        TestCompiler.JAVAC
                .compile(
                        module,
                        List.of(module.source("com/acme/Beta.java")),
                        List.of(),
                        "-sourcepath",
                        module.source("") + java.io.File.pathSeparator + module.generated(),
                        "-implicit:class")
                .succeeded();
        assertThat(manifest()).contains("001_alpha", "002_beta").doesNotContain("003_gamma");
        assertThat(service()).isEqualTo("com.acme.DbMigrateManifest_Alpha\n");
    }

    private void compileOnly(String name) {
        TestCompiler.JAVAC
                .compile(module, List.of(module.source("com/acme/" + name + ".java")), List.of())
                .succeeded();
    }

    private void delete(String name) throws IOException {
        Files.delete(module.source("com/acme/" + name + ".java"));
        Files.delete(module.classes().resolve("com/acme/" + name + ".class"));
    }

    private String manifest() {
        return Module.contents(module.generated(), "DbMigrateManifest_Alpha.java")
                .values()
                .iterator()
                .next();
    }

    private String service() throws IOException {
        return Files.readString(module.classes().resolve("META-INF/services/dev.dbmigrate.model.Manifest"));
    }

    private void assertEqualToCleanBuild() {
        Module clean = new Module(folder.resolve("clean"));
        clean.withSourcesOf(module);
        TestCompiler.JAVAC.compile(clean).succeeded();
        Map<String, String> expected = Module.contents(clean.classes(), "");
        Map<String, String> actual = Module.contents(module.classes(), "");
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        expected.forEach((file, bytes) -> assertThat(actual.get(file)).as(file).isEqualTo(bytes));
    }
}
