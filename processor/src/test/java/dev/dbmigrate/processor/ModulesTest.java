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
                    .contains(".dependsOn(\"001_base\")")
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

    private Outcome compileApplication(TestCompiler compiler) {
        return compiler.compile(
                application, List.of(application.source("com/acme/Mine.java")), List.of(library.classes()));
    }
}
