package dev.dbmigrate.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dbmigrate.runtime.Configuration;
import dev.dbmigrate.runtime.DbMigrate;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.ExecutedPart;
import dev.dbmigrate.runtime.RollbackRequest;
import dev.dbmigrate.runtime.RunResult;
import dev.dbmigrate.runtime.Selection;
import dev.dbmigrate.support.PgBouncer;
import dev.dbmigrate.support.TestManifest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Behind PgBouncer in transaction mode, where each transaction may get another session of the server. */
class PgBouncerTest {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private PostgresFixture fixture;
    private PgBouncer bouncer;

    @BeforeEach
    void open(@TempDir Path directory) throws Exception {
        Path program = PgBouncer.program().orElse(null);
        assumeTrue(program != null, "this machine has no pgbouncer (Debian: apt-get install pgbouncer)");
        fixture = new PostgresFixture();
        bouncer = PgBouncer.start(program, fixture.config, directory);
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        if (bouncer != null) {
            bouncer.close();
        }
        if (fixture != null) {
            fixture.close();
        }
    }

    private DbMigrate migrate(TestManifest manifest, Duration timeToLive) {
        return DbMigrate.builder(
                        new Configuration(List.of(bouncer.target()), null, timeToLive, Duration.ofMinutes(2), "tester"))
                .manifests(List.of(manifest))
                .build();
    }

    private static TestManifest counters(int count) {
        TestManifest manifest = new TestManifest()
                .add(Sql.entry("000_counter"), Sql.of("CREATE TABLE counter (id int)", "DROP TABLE counter"));
        for (int i = 1; i <= count; i++) {
            manifest.add(
                    Sql.entry("%03d_count".formatted(i))
                            .dependsOn("000_counter")
                            .transactional(i % 3 != 0),
                    Sql.of("INSERT INTO counter VALUES (" + i + ")", "DELETE FROM counter WHERE id = " + i));
        }
        return manifest;
    }

    private static TestManifest slow(boolean transactional, int seconds) {
        return new TestManifest()
                .add(Sql.entry("000_counter"), Sql.of("CREATE TABLE counter (id int)", "DROP TABLE counter"))
                .add(
                        Sql.entry("001_slow").dependsOn("000_counter").transactional(transactional),
                        Sql.of("INSERT INTO counter SELECT 1 FROM pg_sleep(" + seconds + ")", "DELETE FROM counter"));
    }

    @Test
    void eightRunnersApplyEachMigrationOnce() throws Exception {
        List<Future<RunResult>> runs = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            runs.add(threads.submit(
                    () -> migrate(counters(30), Duration.ofSeconds(30)).apply()));
        }
        int applied = 0;
        for (Future<RunResult> run : runs) {
            applied += run.get(3, TimeUnit.MINUTES).parts().size();
        }

        assertThat(applied).isEqualTo(31);
        assertThat(fixture.queries.strings("SELECT count(*) || ' ' || count(DISTINCT id) FROM counter"))
                .containsExactly("30 30");
        migrate(counters(30), Duration.ofSeconds(30))
                .rollback(new RollbackRequest(new Selection(List.of("000_counter"), null, List.of()), 0, true));
        assertThat(fixture.queries.strings("SELECT to_regclass('counter')::text"))
                .containsExactly((String) null);
    }

    @Test
    void anIndexIsBuiltConcurrentlyWhileAnotherRunnerWaits() throws Exception {
        TestManifest manifest = counters(3)
                .add(
                        Sql.entry("900_index").dependsOn("000_counter").transactional(false),
                        Sql.of(
                                "CREATE INDEX CONCURRENTLY idx_counter ON counter (id)",
                                "DROP INDEX CONCURRENTLY idx_counter"));
        Future<RunResult> one =
                threads.submit(() -> migrate(manifest, Duration.ofSeconds(30)).apply());
        Future<RunResult> two =
                threads.submit(() -> migrate(manifest, Duration.ofSeconds(30)).apply());

        assertThat(one.get(2, TimeUnit.MINUTES).parts().size()
                        + two.get(2, TimeUnit.MINUTES).parts().size())
                .isEqualTo(5);
        assertThat(fixture.queries.strings(
                        "SELECT indisvalid::text FROM pg_index WHERE indexrelid = 'idx_counter'::regclass"))
                .containsExactly("true");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theLeaseIsRenewedWhileAStatementRuns(boolean transactional) throws Exception {
        migrate(new TestManifest().add(Sql.entry("000_home"), Sql.of("SELECT 1", "SELECT 1")), PostgresFixture.LONG)
                .apply();
        // long enough for more beats than the driver sends before it would prepare the statement
        Future<RunResult> first = threads.submit(
                () -> migrate(slow(transactional, 7), Duration.ofSeconds(2)).apply());
        awaitSleep();

        assertThat(migrate(slow(transactional, 7), Duration.ofSeconds(2))
                        .apply()
                        .parts())
                .isEmpty();
        assertThat(first.get(2, TimeUnit.MINUTES).parts())
                .extracting(ExecutedPart::outcome)
                .containsOnly(ExecutedPart.Outcome.APPLIED);
        assertThat(fixture.queries.strings("SELECT id::text FROM counter")).containsExactly("1");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTakeOverEndsTheOldOwnersStatement(boolean transactional) throws Exception {
        Future<RunResult> old = threads.submit(
                () -> migrate(slow(transactional, 120), Duration.ofHours(1)).apply());
        awaitSleep();
        fixture.queries.execute("UPDATE migration_lock SET expires_at = clock_timestamp() - interval '1 second'");

        assertThat(migrate(slow(transactional, 0), PostgresFixture.LONG).apply().parts())
                .extracting(ExecutedPart::outcome)
                .containsExactly(ExecutedPart.Outcome.APPLIED);

        assertThatThrownBy(() -> old.get(1, TimeUnit.MINUTES)).hasCauseInstanceOf(DbMigrateException.class);
        assertThat(fixture.queries.strings("SELECT id::text FROM counter")).containsExactly("1");
    }

    private void awaitSleep() throws Exception {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (fixture.queries
                .strings("SELECT pid::text FROM pg_stat_activity WHERE wait_event = 'PgSleep'"
                        + " AND datname = current_database()")
                .isEmpty()) {
            assertThat(System.nanoTime()).as("the statement has begun").isLessThan(deadline);
            Thread.sleep(50);
        }
    }
}
