package dev.dbmigrate.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbmigrate.processor.AnnotationClaim;
import dev.dbmigrate.processor.MigrationProcessor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** The README shows what the compiler says of the example's folder of wrong migrations: that, and nothing else. */
class MistakesTest {

    private static final Path PROJECT = Path.of("..");
    private static final Path MISTAKES = PROJECT.resolve("example/src/mistakes/java");
    private static final Pattern SHOWN = Pattern.compile("(?s)<!-- mistakes -->\n```\n(.*?)```");

    @Test
    void theReadmeShowsWhatTheCompilerSays() throws IOException {
        Matcher shown = SHOWN.matcher(Files.readString(PROJECT.resolve("README.md")));
        assertThat(shown.find()).isTrue();
        assertThat(compile()).isEqualTo(shown.group(1));
    }

    /** The errors in the wrong migrations, in the form of {@code javac}. */
    private static String compile() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> collector = new DiagnosticCollector<>();
        List<Path> sources = new ArrayList<>(sources(PROJECT.resolve("example/src/main/java")));
        sources.addAll(sources(MISTAKES));
        try (StandardJavaFileManager files =
                compiler.getStandardFileManager(collector, Locale.ROOT, StandardCharsets.UTF_8)) {
            JavaCompiler.CompilationTask task = compiler.getTask(
                    null,
                    files,
                    collector,
                    List.of("-proc:only", "-classpath", System.getProperty("java.class.path")),
                    null,
                    files.getJavaFileObjectsFromPaths(sources));
            task.setProcessors(List.of(new MigrationProcessor(), new AnnotationClaim()));
            task.call();
        }
        return collector.getDiagnostics().stream()
                .filter(message -> message.getKind() == Diagnostic.Kind.ERROR)
                .filter(message -> message.getSource() != null
                        && message.getSource().getName().contains("mistakes"))
                .map(message -> Path.of(message.getSource().getName()).getFileName() + ":" + message.getLineNumber()
                        + ": error: " + message.getMessage(Locale.ROOT) + "\n")
                .sorted()
                .collect(Collectors.joining());
    }

    private static List<Path> sources(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        }
    }
}
