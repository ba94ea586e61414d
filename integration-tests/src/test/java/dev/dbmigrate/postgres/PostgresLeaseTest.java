package dev.dbmigrate.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbmigrate.runtime.Configuration;
import dev.dbmigrate.runtime.DbMigrate;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.ExecutedPart;
import dev.dbmigrate.runtime.RunResult;
import dev.dbmigrate.runtime.spi.HistoryStore;
import dev.dbmigrate.runtime.spi.Lease;
import dev.dbmigrate.runtime.spi.Target;
import dev.dbmigrate.support.TcpProxy;
import dev.dbmigrate.support.TestManifest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lease while statements run long, connections hang and others wait. */
class PostgresLeaseTest {

    private static final String SLOW =
            "WITH slow AS MATERIALIZED (SELECT pg_sleep(%d))" + " INSERT INTO effects SELECT 1 FROM slow";

    private PostgresFixture fixture;
    private ExecutorService threads;

    @BeforeEach
    void open() {
        fixture = new PostgresFixture();
        threads = Executors.newCachedThreadPool();
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        fixture.close();
    }

    private DbMigrate migrate(TestManifest manifest, Duration timeToLive) {
        return DbMigrate.builder(
                        new Configuration(List.of(fixture.config), null, timeToLive, Duration.ofMinutes(2), "tester"))
                .manifests(List.of(manifest))
                .build();
    }

    private static TestManifest slow(boolean transactional, int seconds) {
        return new TestManifest()
                .add(Sql.entry("001_effects"), Sql.of("CREATE TABLE effects (id int)", "DROP TABLE effects"))
                .add(
                        Sql.entry("002_slow").dependsOn("001_effects").transactional(transactional),
                        Sql.of(SLOW.formatted(seconds), "DELETE FROM effects"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aStatementMayTakeLongerThanTheLeaseLives(boolean transactional) throws Exception {
        migrate(new TestManifest().add(Sql.entry("000_home"), Sql.of("SELECT 1", "SELECT 1")), PostgresFixture.LONG)
                .apply();
        Future<RunResult> first = threads.submit(
                () -> migrate(slow(transactional, 6), Duration.ofSeconds(2)).apply());
        awaitSleep();
        Future<RunResult> second = threads.submit(
                () -> migrate(slow(transactional, 6), Duration.ofSeconds(2)).apply());

        assertThat(first.get(2, TimeUnit.MINUTES).parts())
                .extracting(ExecutedPart::outcome)
                .containsOnly(ExecutedPart.Outcome.APPLIED);
        assertThat(second.get(2, TimeUnit.MINUTES).parts()).isEmpty();
        assertThat(fixture.queries.strings("SELECT id::text FROM effects")).containsExactly("1");
        assertThat(fixture.queries.strings("SELECT token::text FROM migration_lock"))
                .containsExactly("3");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTakeOverEndsTheOldOwnersStatement(boolean transactional) throws Exception {
        migrate(new TestManifest().add(Sql.entry("000_home"), Sql.of("SELECT 1", "SELECT 1")), PostgresFixture.LONG)
                .apply();
        Future<RunResult> old = threads.submit(
                () -> migrate(slow(transactional, 120), Duration.ofHours(1)).apply());
        awaitSleep();
        fixture.queries.execute("UPDATE migration_lock SET expires_at = clock_timestamp() - interval '1 second'");

        assertThat(migrate(slow(transactional, 0), PostgresFixture.LONG).apply().parts())
                .extracting(ExecutedPart::outcome)
                .containsOnly(ExecutedPart.Outcome.APPLIED);

        assertThatThrownBy(() -> old.get(1, TimeUnit.MINUTES)).hasCauseInstanceOf(DbMigrateException.class);
        assertThat(fixture.queries.strings("SELECT id::text FROM effects")).containsExactly("1");
        assertThat(fixture.queries.strings("SELECT state FROM migration_history WHERE migration_id = '002_slow'"))
                .containsExactly("APPLIED");
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

    @Test
    void aHungRenewEndsAndIsTriedAgainOnANewConnection() throws Exception {
        try (TcpProxy proxy = new TcpProxy(PostgresFixture.port(fixture.config))) {
            Target target = fixture.target(fixture.behind(proxy));
            HistoryStore history = PostgresFixture.home(target);
            Lease lease = PostgresFixture.acquire(history, "first", Duration.ofSeconds(6));
            assertThat(history.renew(lease)).isTrue();
            proxy.swallowAll();

            Future<Boolean> hung = threads.submit(() -> history.renew(lease));

            assertThatThrownBy(() -> hung.get(1, TimeUnit.MINUTES)).hasCauseInstanceOf(DbMigrateException.class);
            assertThat(threads.submit(() -> history.renew(lease)).get(1, TimeUnit.MINUTES))
                    .isTrue();
            // and what else the history has to say goes on too, on a new connection of its own
            assertThatThrownBy(() -> threads.submit(history::rows).get(1, TimeUnit.MINUTES))
                    .hasCauseInstanceOf(DbMigrateException.class);
            assertThat(threads.submit(history::rows).get(1, TimeUnit.MINUTES)).isEmpty();
        }
    }

    @Test
    void aHistoryThatWaitsForALockDoesNotKeepTheHeartbeatWaiting() throws Exception {
        Target target = fixture.target();
        HistoryStore history = PostgresFixture.home(target);
        Lease lease = PostgresFixture.acquire(history, "first", PostgresFixture.LONG);
        try (java.sql.Connection blocker = fixture.queries.connect();
                java.sql.Statement lock = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            lock.execute("LOCK TABLE migration_history IN ACCESS EXCLUSIVE MODE");
            Future<?> waiting = threads.submit(history::rows);
            long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
            while (fixture.queries
                    .strings("SELECT pid::text FROM pg_locks WHERE NOT granted")
                    .isEmpty()) {
                assertThat(System.nanoTime()).as("rows() waits").isLessThan(deadline);
                Thread.sleep(20);
            }

            assertThat(threads.submit(() -> history.renew(lease)).get(30, TimeUnit.SECONDS))
                    .isTrue();

            blocker.rollback();
            waiting.get(1, TimeUnit.MINUTES);
        }
    }
}
