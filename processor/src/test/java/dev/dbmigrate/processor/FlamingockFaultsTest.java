package dev.dbmigrate.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbmigrate.processor.TestCompiler.Module;
import dev.dbmigrate.processor.TestCompiler.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What Flamingock 1.4, the nearest peer, lets through at compile time, one test each: here the compilation fails, or the build
 * notices. What it lets through at run time (two runners at once, a frozen one that goes on, {@code kill -9}) are tests of
 * {@code integration-tests}: RealFaultsTest, LeaseTest, InterruptedRunTest.
 */
class FlamingockFaultsTest {

    private static final Pattern CHECKSUM = Pattern.compile("v1:[0-9a-f]{64}");

    @TempDir
    Path folder;

    private Module module(String name) {
        return Sources.withKinds(new Module(folder.resolve(name)));
    }

    private static void refused(Outcome outcome, String id, String text) {
        assertThat(outcome.success()).isFalse();
        assertThat(outcome.ours())
                .anySatisfy(message ->
                        assertThat(message.text()).startsWith("[" + id + "]").contains(text));
    }

    @ParameterizedTest
    @EnumSource
    void twoChangesWithTheSameIdAreAnErrorAndNoneIsDropped(TestCompiler compiler) {
        Module module = module("ids");
        Sources.add(module, "A", "001_users", "1.0.0", "");
        Sources.add(module, "B", "001_users", "1.0.0", "");

        refused(compiler.compile(module), "DBM-C003", "the id 001_users is taken by com.acme.A");
    }

    @ParameterizedTest
    @EnumSource
    void aClassWithNothingToApplyDoesNotCompile(TestCompiler compiler) {
        Module module = module("nothing");
        module.write(
                "com/acme/A.java",
                Sources.HEAD
                        + "@Migration(id = \"001_a\", description = \"d\", version = \"1.0.0\")\npublic class A {}\n");

        refused(compiler.compile(module), "DBM-C017", "A implements no kind of migration");
    }

    @ParameterizedTest
    @EnumSource
    void aMissingUpIsTheCompilersOwnError(TestCompiler compiler) {
        Module module = module("up");
        module.write(
                "com/acme/A.java",
                Sources.HEAD + "@Migration(id = \"001_a\", description = \"d\", version = \"1.0.0\")\n"
                        + "public class A implements PostgresMigration {}\n");

        Outcome outcome = compiler.compile(module);
        assertThat(outcome.success()).isFalse();
        assertThat(outcome.messages())
                .anySatisfy(message -> assertThat(message.text()).contains("up(kinds.PostgresContext)"));
    }

    @ParameterizedTest
    @EnumSource
    void anAbstractClassIsAnError(TestCompiler compiler) {
        Module module = module("abstract");
        module.write(
                "com/acme/A.java",
                Sources.migration("A", "001_a", "1.0.0", "").replace("final class", "abstract class"));

        refused(compiler.compile(module), "DBM-C011", "A is abstract, so it cannot be run");
    }

    @ParameterizedTest
    @EnumSource
    void anUnknownTargetIsAnError(TestCompiler compiler) {
        Module module = module("target");
        Sources.add(module, "A", "001_a", "1.0.0", ", database = \"redis\"");
        refused(
                compiler.compile(module),
                "DBM-C052",
                "is the name of the redis database, but A implements PostgresMigration");

        Module typo = module("typo");
        Sources.add(typo, "A", "001_a", "1.0.0", ", database = \"postgers\"");
        assertThat(compiler.compile(typo).ours())
                .singleElement()
                .satisfies(message -> assertThat(message.text()).startsWith("[DBM-C053]"));
    }

    @ParameterizedTest
    @EnumSource
    void theCompilersOwnErrorsAreNeverHidden(TestCompiler compiler) {
        Module module = module("errors");
        Sources.add(module, "A", "not an id", "1", "");
        module.write("com/acme/Other.java", "package com.acme;\nclass Other { int a = \"text\"; }\n");

        Outcome outcome = compiler.compile(module);
        assertThat(outcome.ours()).hasSize(2);

        Sources.add(module, "A", "001_a", "1.0.0", "");
        assertThat(compiler.compile(module).messages())
                .anySatisfy(message ->
                        assertThat(message.file() + ":" + message.line()).isEqualTo("Other.java:2"));
    }

    @ParameterizedTest
    @EnumSource
    void theOutputIsReproducible(TestCompiler compiler) {
        Module first = module("first");
        Sources.add(first, "A", "001_a", "1.0.0", "");
        Sources.add(first, "B", "002_b", "1.0.0", ", dependsOn = A.class");
        compiler.compile(first).succeeded();
        Module second = module("second").withSourcesOf(first);
        compiler.compile(second).succeeded();

        Map<String, String> generated = Module.contents(first.generated(), ".java");
        assertThat(generated).isNotEmpty().isEqualTo(Module.contents(second.generated(), ".java"));
        assertThat(Module.contents(first.classes(), ".class")).isEqualTo(Module.contents(second.classes(), ".class"));
    }

    @ParameterizedTest
    @EnumSource(names = "JAVAC")
    void anEditIsSeenByItsChecksumAndFormattingIsNot(TestCompiler compiler) throws IOException {
        String written = Sources.migration("A", "001_a", "1.0.0", "")
                .replace("up(PostgresContext db) {}", "up(PostgresContext db) { String sql = \"SELECT 1\"; }");
        String checksum = checksum(compiler, "written", written);

        assertThat(checksum(compiler, "formatted", written.replace("{ String", "{ // a comment\n\n      String")))
                .isEqualTo(checksum);
        assertThat(checksum(compiler, "edited", written.replace("SELECT 1", "SELECT 2")))
                .isNotEqualTo(checksum);
    }

    @ParameterizedTest
    @EnumSource(names = "JAVAC")
    void replacesMayBecomeReplacesIdsWithoutANewChecksum(TestCompiler compiler) throws IOException {
        String none = checksum(compiler, "none", Sources.migration("A", "010_a", "1.0.0", ""));

        assertThat(checksum(
                        compiler,
                        "ids",
                        Sources.migration("A", "010_a", "1.0.0", ", replacesIds = {\"001_x\", \"002_y\"}")))
                .isEqualTo(none);
        assertThat(checksum(
                        compiler,
                        "first",
                        Sources.migration("A", "010_a", "1.0.0", "")
                                .replace("@Migration(", "@Migration(replacesIds = \"001_x\", ")))
                .isEqualTo(none);
        assertThat(checksum(compiler, "other", Sources.migration("A", "010_a", "1.0.0", ", transactional = false")))
                .isNotEqualTo(none);
    }

    private String checksum(TestCompiler compiler, String name, String source) throws IOException {
        Module module = module(name);
        module.write("com/acme/A.java", source);
        compiler.compile(module).succeeded();
        try (Stream<Path> files = Files.walk(module.generated())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Matcher matcher = CHECKSUM.matcher(Files.readString(file));
                if (matcher.find()) {
                    return matcher.group();
                }
            }
        }
        throw new AssertionError("no checksum in what was generated");
    }

    @ParameterizedTest
    @EnumSource
    void dependenciesAreAGraphThatTheCompilerChecks(TestCompiler compiler) {
        Module module = module("graph");
        Sources.add(module, "A", "001_a", "1.0.0", ", dependsOn = B.class");
        Sources.add(module, "B", "002_b", "1.0.0", ", dependsOn = A.class");
        refused(compiler.compile(module), "DBM-C022", "001_a (com.acme.A) → 002_b (com.acme.B) → 001_a (com.acme.A)");

        Module unknown = module("unknown");
        Sources.add(unknown, "A", "001_a", "1.0.0", ", dependsOn = String.class");
        refused(compiler.compile(unknown), "DBM-C020", "dependsOn names java.lang.String");
    }

    @ParameterizedTest
    @EnumSource
    void aChangeThatCannotBeUndoneSaysSo(TestCompiler compiler) {
        Module module = module("undo");
        module.write(
                "com/acme/A.java", Sources.migration("A", "001_a", "1.0.0", "").replace(Sources.DOWN, ""));

        assertThat(compiler.compile(module, TestCompiler.ALL_RULES).ours())
                .singleElement()
                .satisfies(
                        message -> assertThat(message.text()).startsWith("[DBM-C054] A cannot be undone on postgres"));
    }

    @ParameterizedTest
    @EnumSource
    void aChangeWhoseAnnotationWasForgottenIsSeen(TestCompiler compiler) {
        Module module = module("forgotten");
        module.write(
                "com/acme/A.java",
                Sources.HEAD + "public class A implements PostgresMigration {\n" + Sources.UP + "}\n");

        assertThat(compiler.compile(module).ours())
                .singleElement()
                .satisfies(message -> assertThat(message.text())
                        .startsWith("[DBM-C057] A implements PostgresMigration but is no migration"));
    }
}
