package dev.dbmigrate.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbmigrate.runtime.Configuration;
import dev.dbmigrate.runtime.DbMigrate;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.ExecutedPart;
import dev.dbmigrate.runtime.RollbackRequest;
import dev.dbmigrate.runtime.RunResult;
import dev.dbmigrate.runtime.Selection;
import dev.dbmigrate.runtime.TargetConfig;
import dev.dbmigrate.support.PostgresQueries;
import dev.dbmigrate.support.TestManifest;
import dev.dbmigrate.testkit.ServerKind;
import dev.dbmigrate.testkit.ThrowawayServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What has to hold on every supported version of PostgreSQL; all other tests run on the embedded default, 17. */
class PostgresVersionsTest {

    private static final String VERSION = "dbmigrate.embedded.postgres.version";

    private TargetConfig target;
    private PostgresQueries queries;

    @ParameterizedTest
    @ValueSource(strings = {"15.18.0", "16.14.0", "18.6.0"})
    void theProtocolHolds(String version, @TempDir Path directory) throws Exception {
        String before = System.getProperty(VERSION);
        System.setProperty(VERSION, version);
        try (ThrowawayServer server = ThrowawayServer.start(ServerKind.POSTGRES, directory)) {
            target = server.target();
            queries = new PostgresQueries(target);
            String running = queries.strings("SHOW server_version").get(0);
            assertThat(version).startsWith(running.replaceFirst(" .*", ""));

            appliesAndDoesNothingTheSecondTime();
            journalsWhatNeedsNoTransaction();
            takesOverFromAnOwnerInTheMiddleOfAStatement();
            rollsEverythingBack();
        } finally {
            if (before == null) {
                System.clearProperty(VERSION);
            } else {
                System.setProperty(VERSION, before);
            }
        }
    }

    private static TestManifest things() {
        return new TestManifest()
                .add(Sql.entry("001_things"), Sql.of("CREATE TABLE things (id int, name text)", "DROP TABLE things"))
                .add(
                        Sql.entry("002_rows").dependsOn("001_things"),
                        Sql.of("INSERT INTO things VALUES (1, 'a'), (2, 'a')", "DELETE FROM things"));
    }

    private static TestManifest indexed() {
        return things().add(
                        Sql.entry("003_index").dependsOn("002_rows").transactional(false),
                        Sql.of(
                                "UPDATE things SET name = 'b' WHERE id = 2;"
                                        + " CREATE UNIQUE INDEX CONCURRENTLY idx_name ON things (name)",
                                "DROP INDEX CONCURRENTLY idx_name; UPDATE things SET name = 'a'"));
    }

    private static TestManifest slow(int seconds) {
        return indexed()
                .add(
                        Sql.entry("004_slow").dependsOn("003_index").transactional(false),
                        Sql.of(
                                "INSERT INTO things SELECT 3, 'c' FROM pg_sleep(" + seconds + ")",
                                "DELETE FROM things WHERE id = 3"));
    }

    private DbMigrate migrate(TestManifest manifest, Duration timeToLive) {
        return DbMigrate.builder(new Configuration(List.of(target), null, timeToLive, Duration.ofMinutes(2), "tester"))
                .manifests(List.of(manifest))
                .build();
    }

    private DbMigrate migrate(TestManifest manifest) {
        return migrate(manifest, Duration.ofSeconds(30));
    }

    private void appliesAndDoesNothingTheSecondTime() throws Exception {
        assertThat(migrate(things()).apply().parts()).hasSize(2);
        assertThat(migrate(things()).apply().parts()).isEmpty();
        assertThat(queries.strings("SELECT migration_id || ' ' || state FROM migration_history ORDER BY event_id"))
                .containsExactly("001_things APPLIED", "002_rows APPLIED");
    }

    private void journalsWhatNeedsNoTransaction() throws Exception {
        TestManifest doubled = things().add(
                        Sql.entry("003_index").dependsOn("002_rows").transactional(false),
                        Sql.of("CREATE UNIQUE INDEX CONCURRENTLY idx_name ON things (name)", "SELECT 1"));
        assertThatThrownBy(() -> migrate(doubled).apply()).hasMessageContaining("could not create unique index");
        assertThat(queries.strings("SELECT to_regclass('idx_name')::text")).containsExactly((String) null);
        queries.execute("DELETE FROM migration_step");

        assertThat(migrate(indexed()).apply().parts()).hasSize(1);
        assertThat(queries.strings("SELECT indisvalid::text FROM pg_index WHERE indexrelid = 'idx_name'::regclass"))
                .containsExactly("true");
    }

    private void takesOverFromAnOwnerInTheMiddleOfAStatement() throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        Future<RunResult> old =
                thread.submit(() -> migrate(slow(300), Duration.ofHours(1)).apply());
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (queries.strings("SELECT pid::text FROM pg_stat_activity WHERE wait_event = 'PgSleep'")
                .isEmpty()) {
            assertThat(System.nanoTime()).as("the statement has begun").isLessThan(deadline);
            Thread.sleep(50);
        }
        queries.execute("UPDATE migration_lock SET expires_at = clock_timestamp() - interval '1 second'");

        assertThat(migrate(slow(0)).apply().parts())
                .extracting(ExecutedPart::outcome)
                .containsExactly(ExecutedPart.Outcome.APPLIED);

        assertThatThrownBy(() -> old.get(1, TimeUnit.MINUTES)).hasCauseInstanceOf(DbMigrateException.class);
        thread.shutdown();
        assertThat(queries.strings("SELECT count(*)::text FROM things WHERE id = 3"))
                .containsExactly("1");
    }

    private void rollsEverythingBack() throws Exception {
        migrate(slow(0)).rollback(new RollbackRequest(new Selection(List.of("001_things"), null, List.of()), 0, true));

        assertThat(queries.strings("SELECT to_regclass('things')::text")).containsExactly((String) null);
        assertThat(queries.strings("SELECT DISTINCT state FROM migration_history"))
                .containsExactly("ROLLED_BACK");
        assertThat(queries.strings(
                        "SELECT migration_id FROM migration_marker UNION ALL SELECT name FROM migration_step"))
                .isEmpty();
    }
}
