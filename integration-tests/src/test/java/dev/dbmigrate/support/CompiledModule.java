package dev.dbmigrate.support;

import dev.dbmigrate.model.Manifest;
import dev.dbmigrate.processor.AnnotationClaim;
import dev.dbmigrate.processor.MigrationProcessor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** A team's module, compiled by {@code javac} with the processor, and loaded. */
public final class CompiledModule implements AutoCloseable {

    private final Path root;
    private final List<Path> sources = new ArrayList<>();
    private URLClassLoader loader;

    public CompiledModule(Path root) {
        this.root = root;
    }

    public CompiledModule java(String file, String text) {
        sources.add(write("src/main/java/" + file, text));
        return this;
    }

    public CompiledModule resource(String file, String text) {
        write("src/main/resources/" + file, text);
        return this;
    }

    public Path resource(String file) {
        return root.resolve("src/main/resources").resolve(file);
    }

    private Path write(String file, String text) {
        try {
            Path path = root.resolve(file);
            Files.createDirectories(path.getParent());
            return Files.writeString(path, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Compiles it; its resources are read where they are. */
    public CompiledModule compile() throws IOException {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        Path classes = Files.createDirectories(root.resolve("target/classes"));
        try (StandardJavaFileManager files =
                javac.getStandardFileManager(diagnostics, Locale.ROOT, StandardCharsets.UTF_8)) {
            List<String> options = List.of(
                    "--release", "17", "-classpath", System.getProperty("java.class.path"), "-d", classes.toString());
            JavaCompiler.CompilationTask task =
                    javac.getTask(null, files, diagnostics, options, null, files.getJavaFileObjectsFromPaths(sources));
            task.setProcessors(List.of(new MigrationProcessor(), new AnnotationClaim()));
            if (!task.call()) {
                throw new AssertionError("compilation failed: " + diagnostics.getDiagnostics());
            }
        }
        loader = new URLClassLoader(
                new URL[] {
                    classes.toUri().toURL(),
                    root.resolve("src/main/resources").toUri().toURL()
                },
                CompiledModule.class.getClassLoader());
        return this;
    }

    /** Its manifests. */
    public List<Manifest> manifests() {
        return ServiceLoader.load(Manifest.class, loader).stream()
                .map(ServiceLoader.Provider::get)
                .filter(found -> found.getClass().getClassLoader() == loader)
                .toList();
    }

    @Override
    public void close() throws IOException {
        if (loader != null) {
            loader.close();
        }
    }
}
