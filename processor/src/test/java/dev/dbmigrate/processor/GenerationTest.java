package dev.dbmigrate.processor;

import static com.google.testing.compile.CompilationSubject.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import com.google.testing.compile.JavaFileObjects;
import dev.dbmigrate.model.Manifest;
import dev.dbmigrate.model.ManifestEntry;
import dev.dbmigrate.processor.TestCompiler.Module;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is generated: readable, the same every time, without a warning, and it runs. */
class GenerationTest {

    @TempDir
    Path folder;

    @Test
    void theGoldenFiles() throws IOException {
        Module module = example();
        List<JavaFileObject> sources = new ArrayList<>();
        Module.contents(module.source(""), ".java")
                .forEach((file, text) -> sources.add(JavaFileObjects.forSourceString(
                        file.replace(".java", "").replace('/', '.'),
                        new String(text.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8))));
        Compilation compilation = Compiler.javac()
                .withProcessors(new MigrationProcessor(), new AnnotationClaim())
                .withOptions(TestCompiler.SILENT)
                .compile(sources);
        assertThat(compilation).succeededWithoutWarnings();
        assertThat(compilation)
                .generatedSourceFile("com.acme.DbMigrateManifest_AddUsers")
                .contentsAsUtf8String()
                .isEqualTo(golden("DbMigrateManifest_AddUsers.java"));
        assertThat(compilation)
                .generatedSourceFile("dev.dbmigrate.index.com_acme_DbMigrateManifest_1AddUsers")
                .contentsAsUtf8String()
                .isEqualTo(golden("com_acme_DbMigrateManifest_1AddUsers.java"));
    }

    @ParameterizedTest
    @EnumSource
    void theManifestRunsAndKeepsTheOrder(TestCompiler compiler) throws Exception {
        Module module = example();
        compiler.compile(module).succeeded();
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {module.classes().toUri().toURL()}, getClass().getClassLoader())) {
            Manifest manifest = ServiceLoader.load(Manifest.class, loader).stream()
                    .map(ServiceLoader.Provider::get)
                    .filter(found -> found.getClass().getClassLoader() == loader)
                    .findFirst()
                    .orElseThrow();
            assertThat(manifest.entries())
                    .extracting(ManifestEntry::id)
                    .containsExactly("001_initial_schema", "002_add_users", "010_both");
            assertThat(manifest.size()).isEqualTo(3);
            assertThat(manifest.digest()).startsWith("sha256:");
            for (int i = 0; i < 3; i++) {
                assertThat(manifest.newInstance(i).getClass().getName())
                        .isEqualTo(manifest.entries().get(i).className());
            }
            assertThat(manifest.entries().get(2).parts())
                    .containsExactly(
                            new ManifestEntry.Part("postgres", "postgres", true),
                            new ManifestEntry.Part("redis", "redis", false));
            // the Eclipse compiler shows no source: the checksum is absent there, never different
            assertThat(manifest.entries().get(0).checksum() != null).isEqualTo(compiler == TestCompiler.JAVAC);
        }
    }

    @Test
    void whateverATextHoldsAndHoweverLongAListIsTheEntryHasItAgain() throws Exception {
        Module module = Sources.withKinds(new Module(folder.resolve("awkward")));
        String why = "100 % | gone, %7c is none; é\n=";
        List<String> replaced = new ArrayList<>();
        for (int i = 10_001; i <= 14_000; i++) {
            replaced.add(i + "_a_table_that_was_squashed");
        }
        Sources.add(
                module,
                "Squashed",
                "1_squashed",
                "1.0.0",
                ", replacesIds = {\"" + String.join("\", \"", replaced) + "\"}");
        module.write("com/acme/Gone.java", Sources.HEAD + """
                        @Irreversible("100 % | gone, %7c is none; é\\n=")
                        @Migration(id = "2_gone", description = "100 % | gone, %7c is none; é\\n=", version = "1.0.0")
                        public final class Gone implements PostgresMigration {
                          @Override public void up(PostgresContext db) {}
                        }
                        """);
        TestCompiler.JAVAC.compile(module).succeeded();
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {module.classes().toUri().toURL()}, getClass().getClassLoader())) {
            Manifest manifest = (Manifest) loader.loadClass("com.acme.DbMigrateManifest_Gone")
                    .getConstructor()
                    .newInstance();
            assertThat(manifest.entries()).hasSize(2);
            assertThat(manifest.entries().get(0).replaces()).containsExactlyElementsOf(replaced);
            assertThat(manifest.entries().get(1).description()).isEqualTo(why);
            assertThat(manifest.entries().get(1).irreversible()).isEqualTo(why);
        }
    }

    @ParameterizedTest
    @EnumSource
    void migrationsMayBeCalledLikeWhatTheManifestUses(TestCompiler compiler) throws Exception {
        Module module = Sources.withKinds(new Module(folder.resolve("clashes")));
        List<String> names = List.of(
                "AAA",
                "Generated",
                "IndexOutOfBoundsException",
                "List",
                "Manifest",
                "Object",
                "Objects",
                "Part0",
                "String");
        for (String name : names) {
            Sources.add(module, name, "00" + names.indexOf(name) + "_x", "1.0.0", "");
        }
        module.write(
                "com/acme/more/List.java",
                Sources.migration("List", "010_list", "1.0.0", "")
                        .replace("package com.acme;", "package com.acme.more;"));
        compiler.compile(module).succeeded();
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {module.classes().toUri().toURL()}, getClass().getClassLoader())) {
            Manifest manifest = (Manifest) loader.loadClass("com.acme.DbMigrateManifest_AAA")
                    .getConstructor()
                    .newInstance();
            for (int i = 0; i <= names.size(); i++) {
                assertThat(manifest.newInstance(i).getClass().getName())
                        .isEqualTo(manifest.entries().get(i).className());
            }
        }
    }

    @Test
    void lintFindsNothing() {
        Module module = example();
        TestCompiler.JAVAC.compile(module, "-Xlint:all,-options", "-Werror").succeeded();
    }

    @Test
    void twoBuildsAreEqualByteForByte() {
        Module first = example();
        TestCompiler.JAVAC.compile(first).succeeded();
        Module second = new Module(folder.resolve("elsewhere"));
        second.withSourcesOf(first);
        TestCompiler.JAVAC.compile(second).succeeded();
        assertThat(Module.contents(second.classes(), "")).isEqualTo(Module.contents(first.classes(), ""));
    }

    @Test
    void fiveThousandMigrationsCompile() {
        Module module = Sources.withKinds(new Module(folder.resolve("large")));
        int count = 5000;
        for (int i = 1; i <= count; i++) {
            String name = String.format(Locale.ROOT, "M%05d", i);
            String before = i == 1 ? "" : String.format(Locale.ROOT, ", dependsOn = M%05d.class", i - 1);
            Sources.add(module, name, String.format(Locale.ROOT, "%05d_table", i), "1.0.0", before);
        }
        TestCompiler.JAVAC.compile(module).succeeded();
        assertThat(module.classes().resolve("com/acme/DbMigrateManifest_M00001$Part19.class"))
                .exists();
    }

    private Module example() {
        Module module = Sources.withKinds(new Module(folder.resolve("example")));
        Sources.add(module, "InitialSchema", "001_initial_schema", "1.0.0", "");
        Sources.add(
                module,
                "AddUsers",
                "002_add_users",
                "1.1.0",
                ", dependsOn = InitialSchema.class, replacesIds = \"000_gone\", transactional = false");
        module.write("com/acme/Outer.java", Sources.HEAD + """
                        public class Outer {
                          @Irreversible("the old \\"keys\\" are gone: ü")
                          @Migration(
                              id = "010_both", description = "Both", version = "2.0.0", breaking = true,
                              dependsOn = AddUsers.class, phase = Phase.CONTRACT)
                          public static final class Both implements RedisMigration, PostgresMigration {
                            @Override public void up(PostgresContext db) {}
                            @Override public void down(PostgresContext db) {}
                            @Override public void up(RedisContext db) {}
                          }
                        }
                        """);
        return module;
    }

    private static String golden(String name) throws IOException {
        Path file = Path.of("src", "test", "resources", "golden", name + ".txt");
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
