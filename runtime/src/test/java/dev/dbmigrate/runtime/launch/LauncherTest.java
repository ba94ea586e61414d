package dev.dbmigrate.runtime.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherTest {

    @TempDir
    Path directory;

    private final List<String> lines = new ArrayList<>();
    private final Map<String, Object> io = new HashMap<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void noMigrationsAtAllIsNoError() {
        Map<String, Object> result = run("apply", Map.of());

        assertThat(result).containsEntry("exitCode", 0);
        assertThat(lines).anyMatch(line -> line.startsWith("No migrations here"));
    }

    @Test
    void migrationsWithoutAManifestAreAnErrorWithTheSnippet() throws Exception {
        Path classes = Files.createDirectories(directory.resolve("classes/com/acme"));
        Files.writeString(classes.resolve("AddUsers.class"), "\0Ldev/dbmigrate/annotations/Migration;\0");

        Map<String, Object> result = run("status", Map.of());

        assertThat(result).containsEntry("exitCode", 2);
        assertThat(String.valueOf(result.get("error")))
                .contains("[DBM-R004] com.acme.AddUsers carries @Migration")
                .contains("<annotationProcessorPaths>")
                .contains("-proc:full");
    }

    @Test
    void aFormatThatDoesNotExistSaysWhichDo() {
        Map<String, Object> result = run("status", Map.of("dbmigrate.format", "xml"));

        assertThat(result).containsEntry("exitCode", 2);
        assertThat(result).containsEntry("error", "[DBM-R001] dbmigrate.format=xml cannot be read: write text or json");
        assertThat(result).doesNotContainKey("cause");
    }

    @Test
    void rollbackNeverGuessesWhatToUndo() {
        Map<String, Object> none = run("new", Map.of());
        assertThat(String.valueOf(none.get("error"))).contains("-Ddbmigrate.name=add_user_preferences");

        Parameters parameters = new Parameters(Map.of("dbmigrate.last", "1", "dbmigrate.to", "1.0.0"));
        assertThat(parameters.count("dbmigrate.last")).isEqualTo(1);
        for (Map<String, String> values :
                List.of(Map.<String, String>of(), Map.of("dbmigrate.last", "1", "dbmigrate.to", "1.0.0"))) {
            assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> new RollbackCommand()
                            .run(new Invocation(
                                    new Parameters(values),
                                    null,
                                    null,
                                    getClass().getClassLoader(),
                                    false,
                                    null))))
                    .hasMessageContaining("[DBM-R001]")
                    .hasMessageContaining("-Ddbmigrate.last=1")
                    .hasMessageContaining("-Ddbmigrate.migration=ID");
        }
    }

    @Test
    void anErrorIsOneJsonDocumentOnTheOutput() throws Exception {
        Map<String, Object> result = run("new", Map.of("dbmigrate.format", "json"));

        JsonNode document = new ObjectMapper().readTree(out.toString(StandardCharsets.UTF_8));
        assertThat(document.get("formatVersion").asInt()).isEqualTo(1);
        assertThat(document.get("success").asBoolean()).isFalse();
        assertThat(document.get("error").get("id").asText()).isEqualTo("DBM-R001");
        assertThat(document.get("error").get("message").asText()).isEqualTo(result.get("error"));
        assertThat(document.get("error").get("exitCode").asInt()).isEqualTo(2);
        assertThat(lines).isEmpty();
    }

    @Test
    void theFileHoldsTheSameDocumentAndNothingIsLeftBeside() throws Exception {
        run("apply", Map.of("dbmigrate.format", "json", "dbmigrate.outputFile", "reports/apply.json"));

        Path file = directory.resolve("reports/apply.json");
        assertThat(new ObjectMapper().readTree(file.toFile()).get("success").asBoolean())
                .isTrue();
        assertThat(file.getParent().toFile().list()).containsExactly("apply.json");
        assertThat(out.size()).isZero();
    }

    @Test
    void aFileThatCannotBeWrittenIsAnError() throws Exception {
        Files.createDirectories(directory.resolve("taken"));

        Map<String, Object> result = run("apply", Map.of("dbmigrate.outputFile", "taken"));

        assertThat(result).containsEntry("exitCode", 2);
        assertThat(String.valueOf(result.get("error"))).contains("cannot write dbmigrate.outputFile=");
    }

    @Test
    void anUnknownCommandSaysWhichThereAre() {
        assertThat(String.valueOf(run("aply", Map.of()).get("error")))
                .contains("there is no command 'aply'", "apply, baseline, check, health, lock");
    }

    @Test
    void newWritesAClass() {
        Map<String, Object> result =
                run("new", Map.of("dbmigrate.name", "add_user_preferences", "dbmigrate.kind", "postgres"));

        assertThat(result).containsEntry("exitCode", 0);
        assertThat(lines).contains("Created src/com/acme/migrations/AddUserPreferences.java");
        assertThat(directory.resolve("src/com/acme/migrations/AddUserPreferences.java"))
                .exists();
    }

    @Test
    void whatWasAskedForIsWrittenEvenQuietly() {
        io.put("quiet", true);
        io.put("info", (Consumer<String>) line -> {});

        run("plan", Map.of());
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("No migrations here");
        out.reset();
        run("apply", Map.of());
        assertThat(out.size()).isZero();
        run("apply", Map.of("dbmigrate.dryRun", "true"));
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("No migrations here");
    }

    @Test
    void aFailureBeforeTheRunIsADocumentTooWhereOneWasAskedFor() throws Exception {
        DbMigrateException failure = new DbMigrateException(Diagnostic.CONFIGURATION, "not compiled");

        Launcher.stopped("status", Map.of("dbmigrate.format", "json"), io(), failure);
        JsonNode document = new ObjectMapper().readTree(out.toString(StandardCharsets.UTF_8));
        assertThat(document.get("goal").asText()).isEqualTo("status");
        assertThat(document.get("error").get("id").asText()).isEqualTo("DBM-R001");

        Launcher.stopped("status", Map.of("dbmigrate.format", "xml"), io(), failure);
        assertThat(failure.getSuppressed()[0]).hasMessageContaining("dbmigrate.format=xml cannot be read");
    }

    @Test
    void aMistakeOfOursHasAStackTraceAndAsksForAReport() {
        io.put("sources", 42);

        Map<String, Object> result = run("status", Map.of());

        assertThat(result).containsEntry("exitCode", 70).containsEntry("id", "DBM-R999");
        assertThat(String.valueOf(result.get("error")))
                .startsWith("[DBM-R999] a mistake in dbmigrate: java.lang.ClassCastException")
                .endsWith("Please report it with the stack trace (mvn -e)");
        assertThat(result.get("cause")).isInstanceOf(DbMigrateException.class);
    }

    @Test
    void whatANewMigrationDependsOnFitsTheLines() {
        List.of("postgres", "mongodb", "neo4j", "redis")
                .forEach(kind -> run("new", Map.of("dbmigrate.name", "first_one_for_" + kind, "dbmigrate.kind", kind)));
        lines.clear();

        run("new", Map.of("dbmigrate.name", "all_of_them_together", "dbmigrate.kind", "all"));

        assertThat(String.join(" ", lines).replaceAll(" +", " "))
                .contains("depends on com.acme.migrations.FirstOneForPostgres,")
                .contains("com.acme.migrations.FirstOneForRedis");
        assertThat(lines).allMatch(line -> line.length() <= 93);
    }

    private Map<String, Object> run(String command, Map<String, String> parameters) {
        return Launcher.run(command, parameters, io());
    }

    private Map<String, Object> io() {
        Map<String, Object> all = new HashMap<>(defaults());
        all.putAll(io);
        return all;
    }

    private Map<String, Object> defaults() {
        Map<String, Object> defaults = new HashMap<>();
        defaults.put("info", (Consumer<String>) lines::add);
        defaults.put("warn", (Consumer<String>) lines::add);
        defaults.put("error", (Consumer<String>) lines::add);
        defaults.put("out", new PrintStream(out, true, StandardCharsets.UTF_8));
        defaults.put("terminal", false);
        defaults.put("colour", false);
        defaults.put("width", 93);
        defaults.put("directory", directory.toString());
        defaults.put("sources", directory.resolve("src").toString());
        defaults.put("classes", List.of(directory.resolve("classes").toString()));
        defaults.put("defaultPackage", "com.acme.migrations");
        return defaults;
    }
}
