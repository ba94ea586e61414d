package dev.dbmigrate.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbmigrate.annotations.Migration;
import dev.dbmigrate.model.Manifest;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A build on the module path. */
class NamedModuleTest {

    @TempDir
    Path folder;

    @Test
    void itsManifestIsFoundByTheModuleSystem() throws Exception {
        Path annotations = jarOfAnnotations();
        TestCompiler.Module module = Sources.withKinds(new TestCompiler.Module(folder.resolve("app")));
        Sources.add(module, "Subject", "001_subject", "1.0.0", "");
        module.write("module-info.java", """
                module com.acme {
                  requires dev.dbmigrate.annotations;
                  provides dev.dbmigrate.model.Manifest with com.acme.DbMigrateManifest_Subject;
                }
                """);

        TestCompiler.JAVAC
                .compile(module, "--module-path", annotations.toString())
                .succeeded();

        ModuleFinder finder = ModuleFinder.of(module.classes(), annotations);
        Configuration resolved =
                ModuleLayer.boot().configuration().resolve(finder, ModuleFinder.of(), Set.of("com.acme"));
        ModuleLayer layer = ModuleLayer.boot().defineModulesWithOneLoader(resolved, null);
        Class<?> service = layer.findLoader("dev.dbmigrate.annotations").loadClass(Manifest.class.getName());
        List<?> found = ServiceLoader.load(layer, service).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        assertThat(found).singleElement().satisfies(manifest -> {
            assertThat(manifest.getClass().getModule().getName()).isEqualTo("com.acme");
            assertThat(service.getMethod("size").invoke(manifest)).isEqualTo(1);
            assertThat(service.getMethod("newInstance", int.class)
                            .invoke(manifest, 0)
                            .getClass()
                            .getName())
                    .isEqualTo("com.acme.Subject");
        });
    }

    /** As the build makes it: an automatic module of this name. */
    private Path jarOfAnnotations() throws IOException, URISyntaxException {
        Path classes = Path.of(Migration.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        if (Files.isRegularFile(classes)) {
            return classes;
        }
        java.util.jar.Manifest head = new java.util.jar.Manifest();
        head.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        head.getMainAttributes().put(new Attributes.Name("Automatic-Module-Name"), "dev.dbmigrate.annotations");
        Path jar = folder.resolve("annotations.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, head);
                Stream<Path> found = Files.walk(classes)) {
            for (Path each : found.filter(path -> path.toString().endsWith(".class"))
                    .sorted()
                    .toList()) {
                out.putNextEntry(
                        new JarEntry(classes.relativize(each).toString().replace('\\', '/')));
                Files.copy(each, out);
                out.closeEntry();
            }
        }
        return jar;
    }
}
