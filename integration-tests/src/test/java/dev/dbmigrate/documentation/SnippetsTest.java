package dev.dbmigrate.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbmigrate.processor.AnnotationClaim;
import dev.dbmigrate.processor.MigrationProcessor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the pages show compiles, with the processor, or fails with the diagnostic that they name. */
class SnippetsTest {

    private static final Path PROJECT = Path.of("..");

    /** Its examples are fragments of lines, made to be compared; DiagnosticsTest of the processor compiles its own. */
    private static final String FRAGMENTS = "diagnostics-compile.md";

    @TempDir
    Path folder;

    static List<Snippet> snippets() throws IOException {
        List<Snippet> snippets = new ArrayList<>(Snippet.of(PROJECT.resolve("README.md")));
        try (Stream<Path> pages = Files.walk(PROJECT.resolve("docs"))) {
            for (Path page : pages.filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> !file.endsWith(FRAGMENTS))
                    .sorted()
                    .toList()) {
                snippets.addAll(Snippet.of(page));
            }
        }
        return snippets;
    }

    @ParameterizedTest
    @MethodSource("snippets")
    void compiles(Snippet snippet) throws IOException {
        List<String> errors = errors(SnippetSource.files(snippet));
        if (snippet.info().isEmpty()) {
            assertThat(errors).as("%s", snippet).isEmpty();
        } else {
            assertThat(errors)
                    .as("%s", snippet)
                    .isNotEmpty()
                    .allMatch(error -> error.contains("[" + snippet.info() + "]"));
        }
    }

    @Test
    void whatDoesNotCompileIsSeen() throws IOException {
        Snippet wrong = new Snippet(Path.of("redis.md"), 1, "", "", "db.keys(\"a:*\").unlink();\n");
        assertThat(errors(SnippetSource.files(wrong)))
                .singleElement()
                .asString()
                .contains("cannot find symbol");
        Snippet refused = new Snippet(Path.of("postgres.md"), 1, "", "", """
                @Migration(id = "add users", description = "Users", version = "1.0.0")
                public final class AddUsers implements PostgresMigration {
                  @Override public void up(PostgresContext db) {}
                }
                """);
        assertThat(errors(SnippetSource.files(refused)))
                .singleElement()
                .asString()
                .contains("[DBM-C002]");
    }

    private List<String> errors(Map<String, String> sources) throws IOException {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        try (StandardJavaFileManager files =
                javac.getStandardFileManager(diagnostics, Locale.ROOT, StandardCharsets.UTF_8)) {
            List<Path> paths = new ArrayList<>();
            sources.forEach((file, text) -> paths.add(write(file, text)));
            Path classes = Files.createDirectories(folder.resolve("classes"));
            JavaCompiler.CompilationTask task = javac.getTask(
                    null,
                    files,
                    diagnostics,
                    List.of(
                            "--release",
                            "17",
                            "-classpath",
                            System.getProperty("java.class.path"),
                            "-d",
                            classes.toString()),
                    null,
                    files.getJavaFileObjectsFromPaths(paths));
            task.setProcessors(List.of(new MigrationProcessor(), new AnnotationClaim()));
            task.call();
        }
        return diagnostics.getDiagnostics().stream()
                .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                .map(diagnostic -> diagnostic.getLineNumber() + ": " + diagnostic.getMessage(Locale.ROOT))
                .toList();
    }

    private Path write(String file, String text) {
        try {
            Path path = folder.resolve("src").resolve(file);
            Files.createDirectories(path.getParent());
            return Files.writeString(path, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
