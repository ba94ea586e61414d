package dev.dbmigrate.benchmarks.workload;

import dev.dbmigrate.annotations.Migration;
import dev.dbmigrate.runtime.DbMigrate;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.slf4j.Logger;

/** Compiles with the running JDK's {@code javac}, in this JVM, as Maven does by default. */
public final class SourceCompiler {

    private final Path processor;
    private final JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    private final String classPath = Stream.of(
                    Migration.class, DbMigrate.class, Logger.class, org.postgresql.Driver.class)
            .map(SourceCompiler::jarOf)
            .collect(Collectors.joining(File.pathSeparator));

    /**
     * Prepares to compile.
     *
     * @param processor the shaded jar of dbmigrate's processor
     */
    public SourceCompiler(Path processor) {
        this.processor = processor;
    }

    /**
     * Compiles all Java files of a directory.
     *
     * @param sources the directory
     * @param output where class files go; made if missing
     * @param withProcessor whether dbmigrate's processor runs; without it none does
     * @throws IOException if a file cannot be read or written
     */
    public void compile(Path sources, Path output, boolean withProcessor) throws IOException {
        Files.createDirectories(output);
        List<String> options = new ArrayList<>(
                List.of("--release", "17", "-encoding", "UTF-8", "-classpath", classPath, "-d", output.toString()));
        options.addAll(
                withProcessor
                        ? List.of("-processorpath", processor.toAbsolutePath().toString())
                        : List.of("-proc:none"));
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        try (StandardJavaFileManager files = javac.getStandardFileManager(diagnostics, null, StandardCharsets.UTF_8)) {
            boolean done = javac.getTask(
                            null,
                            files,
                            diagnostics,
                            options,
                            null,
                            files.getJavaFileObjectsFromPaths(Trees.javaFiles(sources)))
                    .call();
            if (!done) {
                throw new IllegalStateException("javac refused " + sources + ":\n"
                        + diagnostics.getDiagnostics().stream()
                                .limit(10)
                                .map(Object::toString)
                                .collect(Collectors.joining("\n")));
            }
        }
    }

    private static String jarOf(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        try {
            return Path.of(source.getLocation().toURI()).toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("no path for " + type, e);
        }
    }
}
