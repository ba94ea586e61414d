package dev.dbmigrate.runtime.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic.Kind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a processor of its own: the real one is another module's, and has its real build in the plugin. */
class SourceCheckTest {

    @TempDir
    Path repository;

    private Path project;

    /** Says about each deprecated class what its name says. */
    public static final class Reporting extends AbstractProcessor {

        @Override
        public Set<String> getSupportedAnnotationTypes() {
            return Set.of("*");
        }

        @Override
        public SourceVersion getSupportedSourceVersion() {
            return SourceVersion.latestSupported();
        }

        @Override
        public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
            for (Element each : round.getElementsAnnotatedWith(Deprecated.class)) {
                Kind kind = each.getSimpleName().toString().startsWith("Wrong") ? Kind.ERROR : Kind.WARNING;
                processingEnv.getMessager().printMessage(kind, "[DBM-C900] on the class", each);
                processingEnv
                        .getMessager()
                        .printMessage(kind, "[DBM-C901] inside (at " + each.getSimpleName() + ".java:7:3)", each);
                processingEnv.getMessager().printMessage(kind, "[DBM-C902] a file (at dbmigrate.lock:2:1)");
                processingEnv.getMessager().printMessage(kind, "[DBM-C903] another (at Absent.sql:2:1)", each);
                processingEnv.getMessager().printMessage(Kind.WARNING, "of somebody else", each);
            }
            return false;
        }
    }

    @BeforeEach
    void project() throws IOException {
        project = Files.createDirectories(repository.resolve("app"));
        write("src/main/resources/META-INF/dbmigrate.lock", "x\n");
        write("processors/META-INF/services/javax.annotation.processing.Processor", Reporting.class.getName());
        Path classFile = Path.of(Reporting.class.getName().replace('.', '/') + ".class");
        try (var in = Reporting.class.getClassLoader().getResourceAsStream(classFile.toString())) {
            Path copy = project.resolve("processors").resolve(classFile);
            Files.createDirectories(copy.getParent());
            Files.write(copy, in.readAllBytes());
        }
    }

    private void write(String file, String text) throws IOException {
        Path path = project.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private SourceCheck.Result check(String... options) {
        return SourceCheck.check(new CheckRequest(
                List.of(project.resolve("src/main/java"), project.resolve("absent")),
                List.of(),
                List.of(project.resolve("processors")),
                List.of(options),
                StandardCharsets.UTF_8,
                repository,
                project,
                "0"));
    }

    @Test
    void everyMessageHasItsMostExactPlace() throws IOException {
        write("src/main/java/a/Wrong.java", "package a;\n\n\t@Deprecated public class Wrong {}\n");

        assertThat(check("--release", "17").findings())
                .extracting(SourceFinding::text)
                .containsExactly(
                        "app/src/main/java/a/Wrong.java:3:21: error: [DBM-C900] on the class",
                        "app/src/main/java/a/Wrong.java:3:21: error: [DBM-C903] another (at Absent.sql:2:1)",
                        "app/src/main/java/a/Wrong.java:7:3: error: [DBM-C901] inside",
                        "app/src/main/resources/META-INF/dbmigrate.lock:2:1: error: [DBM-C902] a file");
    }

    @Test
    void theCompilersOwnErrorsCountAndItsNoiseDoesNot() throws IOException {
        write("src/main/java/a/Broken.java", "package a;\npublic class Broken { int x = ; }\n");
        assertThat(check().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.id()).isEqualTo("compiler.err.illegal.start.of.expr");
            assertThat(finding.file()).isEqualTo("app/src/main/java/a/Broken.java");
            assertThat(finding.line()).isEqualTo(2);
        });
    }

    @Test
    void nothingIsLeftBehind() throws IOException {
        write("src/main/java/a/Fine.java", "package a;\npublic class Fine {}\n");
        try (Stream<Path> before = Files.walk(repository)) {
            long files = before.count();
            assertThat(check()).isEqualTo(new SourceCheck.Result(1, List.of()));
            try (Stream<Path> after = Files.walk(repository)) {
                assertThat(after.count()).isEqualTo(files);
            }
        }
    }

    @Test
    void anOptionThatTheCompilerRefusesIsNamed() throws IOException {
        write("src/main/java/a/Fine.java", "package a;\npublic class Fine {}\n");
        assertThatThrownBy(() -> check("--release", "3"))
                .hasMessageStartingWith("[DBM-R001] the compiler refuses its options [--release, 3]");
    }
}
