package dev.dbmigrate.processor;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.annotation.processing.Processor;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.eclipse.jdt.internal.compiler.tool.EclipseCompiler;

/** Compiles sources into a folder with the processors, by one of two compilers. */
enum TestCompiler {
    JAVAC,
    ECLIPSE;

    /** One module on disk: {@code src}, {@code generated} and {@code classes}. */
    record Module(Path root) {

        Path source(String file) {
            return root.resolve("src").resolve(file);
        }

        Path classes() {
            return root.resolve("classes");
        }

        Path generated() {
            return root.resolve("generated");
        }

        Module write(String file, String text) {
            try {
                Files.createDirectories(source(file).getParent());
                Files.writeString(source(file), text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return this;
        }

        /** Copies the sources of another module. */
        Module withSourcesOf(Module other) {
            contents(other.source(""), ".java")
                    .forEach((file, text) -> write(
                            file, new String(text.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)));
            return this;
        }

        /** All files below a folder of this module with their bytes as text. */
        static Map<String, String> contents(Path folder, String suffix) {
            Map<String, String> contents = new TreeMap<>();
            try (Stream<Path> files = Files.walk(folder)) {
                files.filter(Files::isRegularFile)
                        .filter(file -> file.toString().endsWith(suffix))
                        .forEach(file -> {
                            try {
                                contents.put(
                                        folder.relativize(file).toString(),
                                        new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        });
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return contents;
        }
    }

    /** Warnings that most of the small classes of these tests would get; a test of theirs gives the option itself. */
    static final String SILENT = "-Adbmigrate.rules=DBM-C027=off,DBM-C034=off,DBM-C054=off";

    /** The option that turns nothing off. */
    static final String ALL_RULES = "-Adbmigrate.rules=";

    record Message(Diagnostic.Kind kind, String file, long line, String text) {
        @Override
        public String toString() {
            return kind + " " + file + ":" + line + " " + text;
        }
    }

    record Outcome(boolean success, List<Message> messages) {

        List<Message> ours() {
            return messages.stream()
                    .filter(message -> message.text().startsWith("[DBM-"))
                    .toList();
        }

        Outcome succeeded() {
            if (!success) {
                throw new AssertionError("compilation failed: "
                        + messages.stream().map(Message::toString).collect(Collectors.joining("\n")));
            }
            return this;
        }
    }

    /** Compiles all sources of a module. */
    Outcome compile(Module module, String... options) {
        try (Stream<Path> files = Files.walk(module.source(""))) {
            List<Path> sources = files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
            return compile(module, sources, List.of(), options);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Compiles some sources of a module, with its own output and others on the class path. */
    Outcome compile(Module module, List<Path> sources, List<Path> classPath, String... options) {
        JavaCompiler compiler = this == JAVAC ? ToolProvider.getSystemJavaCompiler() : new EclipseCompiler();
        DiagnosticCollector<JavaFileObject> collector = new DiagnosticCollector<>();
        try (StandardJavaFileManager files =
                compiler.getStandardFileManager(collector, Locale.ROOT, StandardCharsets.UTF_8)) {
            Files.createDirectories(module.classes());
            Files.createDirectories(module.generated());
            List<File> path = new ArrayList<>();
            path.add(module.classes().toFile());
            classPath.forEach(entry -> path.add(entry.toFile()));
            Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                    .filter(entry -> entry.contains("annotations"))
                    .forEach(entry -> path.add(new File(entry)));
            files.setLocation(StandardLocation.CLASS_PATH, path);
            files.setLocation(
                    StandardLocation.CLASS_OUTPUT, List.of(module.classes().toFile()));
            files.setLocation(
                    StandardLocation.SOURCE_OUTPUT, List.of(module.generated().toFile()));
            List<String> arguments = new ArrayList<>(this == JAVAC ? List.of("--release", "17") : List.of("-17"));
            arguments.addAll(List.of(options));
            if (Arrays.stream(options).noneMatch(option -> option.startsWith("-Adbmigrate.rules"))) {
                arguments.add(SILENT);
            }
            JavaCompiler.CompilationTask task = compiler.getTask(
                    null, files, collector, arguments, null, files.getJavaFileObjectsFromPaths(sources));
            task.setProcessors(List.<Processor>of(new MigrationProcessor(), new AnnotationClaim()));
            boolean success = task.call();
            return new Outcome(
                    success,
                    collector.getDiagnostics().stream()
                            .map(TestCompiler::message)
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Message message(Diagnostic<? extends JavaFileObject> diagnostic) {
        String file = diagnostic.getSource() == null
                ? ""
                : Path.of(diagnostic.getSource().toUri()).getFileName().toString();
        return new Message(diagnostic.getKind(), file, diagnostic.getLineNumber(), diagnostic.getMessage(Locale.ROOT));
    }
}
