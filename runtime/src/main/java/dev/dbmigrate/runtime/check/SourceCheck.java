package dev.dbmigrate.runtime.check;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.check.SourceFinding.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/** Compiles sources as far as the annotation processors, and collects what is said. Writes nothing that stays. Stateless. */
public final class SourceCheck {

    private static final Pattern OURS = Pattern.compile("(?s)\\[(DBM-[CR]\\d+)] (.*)");

    private SourceCheck() {}

    /**
     * What came of it.
     *
     * @param sources how many files were read
     * @param findings the messages, by file and line
     */
    public record Result(int sources, List<SourceFinding> findings) {

        public Result {
            findings = List.copyOf(findings);
        }

        /** How many messages are so grave. */
        public int count(Severity severity) {
            return (int) findings.stream()
                    .filter(finding -> finding.severity() == severity)
                    .count();
        }
    }

    /**
     * Checks sources.
     *
     * @param request what and how
     * @return all messages of the processors, and the compiler's own errors
     * @throws DbMigrateException with {@code DBM-R001} if there is no compiler, or if it refuses its options
     */
    public static Result check(CheckRequest request) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new DbMigrateException(
                    Diagnostic.CONFIGURATION,
                    "this Java has no compiler (" + System.getProperty("java.home")
                            + "): run with a JDK, JAVA_HOME=/path/to/jdk");
        }
        List<Path> sources = sources(request.sourceRoots());
        if (sources.isEmpty()) {
            return new Result(0, List.of());
        }
        Path output = null;
        try {
            output = Files.createTempDirectory("dbmigrate-check");
            return new Result(sources.size(), compile(compiler, request, sources, output));
        } catch (IOException e) {
            throw new DbMigrateException(Diagnostic.CONFIGURATION, "the sources cannot be compiled: " + e, e);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new DbMigrateException(
                    Diagnostic.CONFIGURATION,
                    "the compiler refuses its options " + request.options() + ": " + e.getMessage()
                            + "\nThey are those of maven-compiler-plugin in the POM; correct them there",
                    e);
        } finally {
            if (output != null) {
                delete(output);
            }
        }
    }

    private static List<SourceFinding> compile(
            JavaCompiler compiler, CheckRequest request, List<Path> sources, Path output) throws IOException {
        DiagnosticCollector<JavaFileObject> collector = new DiagnosticCollector<>();
        try (StandardJavaFileManager files =
                compiler.getStandardFileManager(collector, Locale.ROOT, request.encoding())) {
            files.setLocationFromPaths(StandardLocation.CLASS_PATH, request.classPath());
            files.setLocationFromPaths(StandardLocation.ANNOTATION_PROCESSOR_PATH, request.processorPath());
            files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(output));
            files.setLocationFromPaths(StandardLocation.SOURCE_OUTPUT, List.of(output));
            if (sources.stream().anyMatch(source -> source.endsWith("module-info.java"))) {
                files.setLocationFromPaths(StandardLocation.MODULE_PATH, request.classPath());
            }
            List<String> options = new ArrayList<>(request.options());
            options.addAll(List.of("-proc:only", "-Xmaxerrs", "100000", "-Xmaxwarns", "100000"));
            boolean compiled = compiler.getTask(
                            null, files, collector, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call();
            List<SourceFinding> findings = findings(collector, new Places(request), request);
            if (!compiled && findings.stream().noneMatch(finding -> finding.severity() == Severity.ERROR)) {
                throw new IllegalStateException("it failed without a message");
            }
            return findings;
        }
    }

    private static List<SourceFinding> findings(
            DiagnosticCollector<JavaFileObject> collector, Places places, CheckRequest request) {
        // one mistake is told once, also where the compiler comes by it in several rounds
        Set<SourceFinding> findings = new LinkedHashSet<>();
        for (javax.tools.Diagnostic<? extends JavaFileObject> diagnostic : collector.getDiagnostics()) {
            Matcher ours = OURS.matcher(diagnostic.getMessage(Locale.ROOT));
            boolean isOurs = ours.matches();
            Severity severity = severity(diagnostic.getKind());
            if (isOurs || severity == Severity.ERROR) {
                Places.Placed placed =
                        places.place(diagnostic, isOurs ? ours.group(2) : diagnostic.getMessage(Locale.ROOT));
                Path file = placed.file();
                findings.add(new SourceFinding(
                        isOurs ? ours.group(1) : String.valueOf(diagnostic.getCode()),
                        severity,
                        file == null
                                ? null
                                : request.repository()
                                        .relativize(file)
                                        .toString()
                                        .replace('\\', '/'),
                        placed.line(),
                        placed.column(),
                        placed.message()));
            }
        }
        return findings.stream()
                .sorted(Comparator.comparing((SourceFinding finding) -> finding.file() == null ? "" : finding.file())
                        .thenComparing(SourceFinding::line)
                        .thenComparing(SourceFinding::column))
                .toList();
    }

    private static Severity severity(javax.tools.Diagnostic.Kind kind) {
        return switch (kind) {
            case ERROR -> Severity.ERROR;
            case WARNING, MANDATORY_WARNING -> Severity.WARNING;
            case NOTE, OTHER -> Severity.NOTE;
        };
    }

    private static List<Path> sources(List<Path> roots) {
        List<Path> sources = new ArrayList<>();
        for (Path root : roots) {
            if (Files.isDirectory(root)) {
                try (Stream<Path> files = Files.walk(root)) {
                    files.filter(file -> file.toString().endsWith(".java"))
                            .sorted()
                            .forEach(sources::add);
                } catch (IOException e) {
                    throw new DbMigrateException(
                            Diagnostic.CONFIGURATION, "cannot read the sources in " + root + ": " + e, e);
                }
            }
        }
        return sources;
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException leftBehind) {
            // a folder in the system's place for temporary files, which it empties itself
            folder.toFile().deleteOnExit();
        }
    }
}
