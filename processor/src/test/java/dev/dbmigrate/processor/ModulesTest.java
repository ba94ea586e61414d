package dev.dbmigrate.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbmigrate.processor.TestCompiler.Module;
import dev.dbmigrate.processor.TestCompiler.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What one module knows of another on its class path. */
class ModulesTest {

    @TempDir
    Path folder;

    private Module library;
    private Module application;

    @BeforeEach
    void aLibraryWithAMigration() {
        library = Sources.withKinds(new Module(folder.resolve("library")));
        library.write(
                "com/lib/Base.java",
                Sources.migration("Base", "001_base", "2.0.0", "").replace("com.acme", "com.lib"));
        application = new Module(folder.resolve("application"));
    }

    @ParameterizedTest
    @EnumSource
    void reportsAnIdThatAJarHasTaken(TestCompiler compiler) {
        compiler.compile(library).succeeded();
        Sources.add(application, "Mine", "001_base", "2.0.0", "");
        assertThat(compileApplication(compiler).ours()).singleElement().satisfies(message -> {
            assertThat(message.text())
                    .startsWith("[DBM-C004] the id 001_base is taken by com.lib.Base on the class path")
                    .endsWith("Write id = \"002_base\"");
            assertThat(message.line()).isEqualTo(13);
        });
    }

    @ParameterizedTest
    @EnumSource
    void dependsAcrossModules(TestCompiler compiler) throws Exception {
        compiler.compile(library).succeeded();
        Sources.add(application, "Mine", "002_mine", "2.0.0", ", dependsOn = com.lib.Base.class");
        compileApplication(compiler).succeeded();
        try (Stream<Path> files = Files.walk(application.generated())) {
            Path manifest = files.filter(file -> file.endsWith("DbMigrateManifest_Mine.java"))
                    .findFirst()
                    .orElseThrow();
            assertThat(Files.readString(manifest))
                    .contains("|dependsOn=001_base|")
                    .doesNotContain("com.lib");
        }
    }

    @ParameterizedTest
    @EnumSource
    void comparesVersionsAcrossModules(TestCompiler compiler) {
        compiler.compile(library).succeeded();
        Sources.add(application, "Mine", "002_mine", "1.0.0", ", dependsOn = com.lib.Base.class");
        assertThat(compileApplication(compiler).ours())
                .singleElement()
                .satisfies(message -> assertThat(message.text()).startsWith("[DBM-C024]"));
    }

    @ParameterizedTest
    @EnumSource
    void oneClassInTwoJarsIsSeen(TestCompiler compiler) {
        compiler.compile(library).succeeded();
        Module other = Sources.withKinds(new Module(folder.resolve("other")));
        other.withSourcesOf(library);
        other.write(
                "com/lib/Another.java",
                Sources.migration("Another", "000_another", "2.0.0", "").replace("com.acme", "com.lib"));
        compiler.compile(other).succeeded();
        Sources.add(application, "Mine", "002_mine", "2.0.0", "");

        assertThat(compiler.compile(
                                application,
                                List.of(application.source("com/acme/Mine.java")),
                                List.of(library.classes(), other.classes()))
                        .ours())
                .singleElement()
                .satisfies(message -> assertThat(message.text())
                        .startsWith("[DBM-C058] the migration 001_base (com.lib.Base) stands in two indexes")
                        .contains("DbMigrateManifest"));
    }

    @ParameterizedTest
    @EnumSource
    void aJarWhoseDependencyIsMissingIsSeen(TestCompiler compiler) throws Exception {
        compiler.compile(library).succeeded();
        Module middle = new Module(folder.resolve("middle"));
        middle.write(
                "com/middle/Second.java",
                Sources.migration("Second", "002_second", "2.0.0", ", dependsOn = com.lib.Base.class")
                        .replace("com.acme", "com.middle"));
        compiler.compile(middle, List.of(middle.source("com/middle/Second.java")), List.of(library.classes()))
                .succeeded();
        // the kinds stay, the migration and its index go
        try (Stream<Path> files = Files.walk(library.classes())) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains("kinds"))
                    .toList()) {
                Files.delete(file);
            }
        }
        Sources.add(application, "Mine", "003_mine", "2.0.0", "");

        assertThat(compiler.compile(
                                application,
                                List.of(application.source("com/acme/Mine.java")),
                                List.of(library.classes(), middle.classes()))
                        .ours())
                .singleElement()
                .satisfies(
                        message -> assertThat(message.text())
                                .startsWith(
                                        "[DBM-C059] the migration 002_second (com.middle.Second) of another jar names a class"));
    }

    private Outcome compileApplication(TestCompiler compiler) {
        return compiler.compile(
                application, List.of(application.source("com/acme/Mine.java")), List.of(library.classes()));
    }
}
