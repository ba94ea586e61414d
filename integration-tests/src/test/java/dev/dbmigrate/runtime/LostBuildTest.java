package dev.dbmigrate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbmigrate.postgres.Sql;
import dev.dbmigrate.runtime.launch.Launcher;
import dev.dbmigrate.support.TestManifest;
import dev.dbmigrate.testkit.TestDatabases;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A build that has lost its migrations, on a database that knows them: said loudly, every time. */
class LostBuildTest {

    private static final String LOUD = "this build has no migrations at all, but the history has 2 applied (the last is"
            + " 002_orders): it was built without them.";

    private TestDatabases databases;
    private TargetConfig postgres;

    @BeforeEach
    void applyWithTheWholeBuild() {
        databases = TestDatabases.open();
        postgres = databases.postgres();
        migrate(new TestManifest()
                        .add(Sql.entry("001_users"), Sql.of("CREATE TABLE users (id int)", "DROP TABLE users"))
                        .add(Sql.entry("002_orders"), Sql.of("CREATE TABLE orders (id int)", "DROP TABLE orders")))
                .apply();
    }

    @AfterEach
    void closeDatabase() {
        databases.close();
    }

    private DbMigrate migrate(TestManifest manifest) {
        return DbMigrate.builder(Configuration.of(List.of(postgres)))
                .manifests(List.of(manifest))
                .build();
    }

    @Test
    void everyApplyWarnsAndValidateFails() {
        DbMigrate lost = migrate(new TestManifest());

        for (int night = 1; night <= 2; night++) {
            RunResult result = lost.apply();
            assertThat(result.parts()).isEmpty();
            assertThat(result.warnings()).singleElement().asString().startsWith(LOUD);
        }
        assertThat(lost.plan(Selection.ALL).warnings())
                .singleElement()
                .asString()
                .startsWith(LOUD);
        assertThat(lost.validate().valid()).isFalse();
        assertThat(lost.validate().findings())
                .extracting(ValidationReport.Finding::state)
                .containsExactly(MigrationState.MISSING, MigrationState.MISSING);
    }

    @Test
    void aBuildThatHasLostOneWarnsEveryTimeToo() {
        DbMigrate lost = migrate(new TestManifest()
                .add(Sql.entry("001_users"), Sql.of("CREATE TABLE users (id int)", "DROP TABLE users")));

        for (int night = 1; night <= 2; night++) {
            assertThat(lost.apply().warnings())
                    .singleElement()
                    .asString()
                    .startsWith(
                            "002_orders on postgres: it is in the history, but its class is in none of the manifests");
        }
    }

    @Test
    void theGoalsSayItToo() {
        Map<String, String> parameters = new HashMap<>(Map.of(
                "dbmigrate.postgres.url", postgres.url(),
                "dbmigrate.postgres.user", String.valueOf(postgres.user())));
        Secret password = postgres.password();
        if (password != null) {
            parameters.put("dbmigrate.postgres.password", password.reveal());
        }
        List<String> lines = new ArrayList<>();

        assertThat(run("apply", parameters, lines)).containsEntry("exitCode", 0);
        assertThat(lines).anyMatch(line -> line.startsWith("WARN " + LOUD));
        assertThat(run("validate", parameters, lines)).containsEntry("exitCode", 3);
        assertThat(lines).contains("MISSING 001_users on postgres", "MISSING 002_orders on postgres");
    }

    private static Map<String, Object> run(String command, Map<String, String> parameters, List<String> lines) {
        Map<String, Object> io = new HashMap<>();
        io.put("info", (Consumer<String>) lines::add);
        io.put("warn", (Consumer<String>) line -> lines.add("WARN " + line));
        io.put("error", (Consumer<String>) lines::add);
        io.put("out", new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
        io.put("terminal", false);
        io.put("colour", false);
        io.put("width", 93);
        io.put("directory", ".");
        io.put("sources", "src");
        io.put("classes", List.of());
        io.put("defaultPackage", "com.acme");
        return Launcher.run(command, parameters, io);
    }
}
