package dev.dbmigrate.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbmigrate.processor.TestCompiler.Module;
import dev.dbmigrate.processor.TestCompiler.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The compiler's own errors are neither hidden (as Flamingock's processor does by throwing) nor repeated. */
class CompilerErrorsTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void aMissingDependencyIsTheCompilersToReport(TestCompiler compiler) {
        Outcome outcome =
                compile(compiler, Sources.migration("Subject", "001_a", "1.0.0", ", dependsOn = Missing.class"));
        assertThat(outcome.success()).isFalse();
        assertThat(outcome.ours()).isEmpty();
        assertThat(outcome.messages())
                .anySatisfy(message -> assertThat(message.text()).contains("Missing"));
    }

    @ParameterizedTest
    @EnumSource
    void bothKindsOfErrorsAreReportedTogether(TestCompiler compiler) {
        Outcome outcome = compile(
                compiler, Sources.migration("Subject", "a b", "1", ", dependsOn = {Missing.class, String.class}"));
        assertThat(outcome.messages())
                .anySatisfy(message -> assertThat(message.text()).contains("Missing"));
        assertThat(outcome.ours())
                .extracting(message -> message.text().substring(0, 10))
                .containsExactlyInAnyOrder("[DBM-C002]", "[DBM-C020]", "[DBM-C030]");
    }

    @ParameterizedTest
    @EnumSource
    void missingAndWrongAnnotationValuesAreTheCompilersToReport(TestCompiler compiler) {
        Outcome outcome = compile(
                compiler,
                Sources.HEAD + "@Migration(id = 3, version = NO)\npublic final class Subject implements"
                        + " PostgresMigration {\n" + Sources.UP + "}");
        assertThat(outcome.success()).isFalse();
        assertThat(outcome.ours()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aMissingUpIsTheCompilersToReport(TestCompiler compiler) {
        Outcome outcome = compile(
                compiler,
                Sources.HEAD + "@Migration(id = \"001_a\", description = \"d\", version = \"1.0.0\")\n"
                        + "public final class Subject implements PostgresMigration {}");
        assertThat(outcome.success()).isFalse();
        assertThat(outcome.ours()).isEmpty();
    }

    private Outcome compile(TestCompiler compiler, String source) {
        Module module = Sources.withKinds(new Module(folder));
        module.write("com/acme/Subject.java", source);
        return compiler.compile(module);
    }
}
