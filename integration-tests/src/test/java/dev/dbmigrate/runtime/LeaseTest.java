package dev.dbmigrate.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbmigrate.postgres.PostgresMigration;
import dev.dbmigrate.postgres.Sql;
import dev.dbmigrate.runtime.spi.HistoryStore;
import dev.dbmigrate.support.PostgresQueries;
import dev.dbmigrate.support.TcpProxy;
import dev.dbmigrate.support.TestManifest;
import dev.dbmigrate.testkit.TestDatabases;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One runner at a time, whatever happens to it. */
class LeaseTest {

    private TestDatabases databases;
    private TargetConfig postgres;

    @BeforeEach
    void openDatabase() {
        databases = TestDatabases.open();
        postgres = databases.postgres();
    }

    @AfterEach
    void closeDatabase() {
        databases.close();
    }

    private static TestManifest counters(int count) {
        TestManifest manifest = new TestManifest()
                .add(Sql.entry("000_counter"), Sql.of("CREATE TABLE counter (id text)", "DROP TABLE counter"));
        for (int i = 1; i <= count; i++) {
            String id = "%03d_count".formatted(i);
            manifest.add(
                    Sql.entry(id).dependsOn("000_counter"),
                    Sql.of("INSERT INTO counter VALUES ('" + id + "'); SELECT pg_sleep(0.01)", "SELECT 1"));
        }
        return manifest;
    }

    private DbMigrate migrate(TestManifest manifest, Duration timeToLive, Duration wait) {
        return migrate(postgres, manifest, timeToLive, wait);
    }

    private static DbMigrate migrate(TargetConfig target, TestManifest manifest, Duration timeToLive, Duration wait) {
        return DbMigrate.builder(new Configuration(List.of(target), null, timeToLive, wait, "tester"))
                .manifests(List.of(manifest))
                .build();
    }

    @Test
    void eightFirstRunsAtOnceApplyEachMigrationOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        CountDownLatch go = new CountDownLatch(1);
        List<Future<RunResult>> runs = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            runs.add(threads.submit(() -> {
                go.await();
                return migrate(counters(20), Duration.ofSeconds(30), Duration.ofMinutes(2))
                        .apply();
            }));
        }
        go.countDown();
        int applied = 0;
        for (Future<RunResult> run : runs) {
            applied += run.get(3, TimeUnit.MINUTES).parts().size();
        }
        threads.shutdown();

        assertThat(applied).isEqualTo(21);
        assertThat(new PostgresQueries(postgres).strings("SELECT count(*) || ' ' || count(DISTINCT id) FROM counter"))
                .containsExactly("20 20");
    }

    @Test
    void aWaitingRunnerSaysWhoHoldsTheLeaseAndGivesUp() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        PostgresMigration waits = db -> {
            inside.countDown();
            leave.await();
        };
        TestManifest manifest = new TestManifest().add(Sql.entry("001_waits"), () -> waits);
        ExecutorService thread = Executors.newSingleThreadExecutor();
        Future<RunResult> first = thread.submit(() ->
                migrate(manifest, Duration.ofSeconds(30), Duration.ofMinutes(1)).apply());
        inside.await();

        assertThatThrownBy(() -> migrate(manifest, Duration.ofSeconds(30), Duration.ofMillis(1))
                        .apply())
                .isInstanceOfSatisfying(
                        DbMigrateException.class,
                        e -> assertThat(e.diagnostic().exitCode()).isEqualTo(ExitCode.LEASE_HELD))
                .hasMessageContaining("pid " + ProcessHandle.current().pid());
        leave.countDown();
        assertThat(first.get(1, TimeUnit.MINUTES).parts()).hasSize(1);
        thread.shutdown();
    }

    @Test
    void anOwnerThatLostItsLeaseInTheMiddleOfAMigrationWritesNothing() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        PostgresMigration frozen = db -> {
            db.execute("INSERT INTO counter VALUES ('frozen')");
            if (calls.incrementAndGet() == 1) {
                inside.countDown();
                leave.await();
            }
        };
        TestManifest manifest = counters(0).add(Sql.entry("001_frozen").dependsOn("000_counter"), () -> frozen);
        ExecutorService thread = Executors.newSingleThreadExecutor();
        Future<RunResult> first = thread.submit(() ->
                migrate(manifest, Duration.ofHours(1), Duration.ofMinutes(1)).apply());
        inside.await();
        // its clock says an hour; the server's says that it is over
        new PostgresQueries(postgres)
                .execute("UPDATE migration_lock SET expires_at = clock_timestamp() - interval '1 second'");

        assertThat(migrate(manifest, Duration.ofSeconds(30), Duration.ofMinutes(1))
                        .apply()
                        .parts())
                .hasSize(1);
        leave.countDown();
        assertThatThrownBy(() -> first.get(1, TimeUnit.MINUTES)).hasMessageContaining("DBM-R");
        thread.shutdown();

        assertThat(new PostgresQueries(postgres).strings("SELECT id FROM counter"))
                .containsExactly("frozen");
        assertThat(new PostgresQueries(postgres)
                        .strings("SELECT state FROM migration_history WHERE migration_id = '001_frozen'"))
                .containsExactly("APPLIED");
    }

    @ParameterizedTest
    @EnumSource(TcpProxy.Cut.class)
    void aCommitThatIsCutOffIsNeitherLostNorDoubled(TcpProxy.Cut cut) throws Exception {
        int port = Integer.parseInt(postgres.url().replaceAll(".*:(\\d+)/.*", "$1"));
        try (TcpProxy proxy = new TcpProxy(port)) {
            TargetConfig throughProxy = new TargetConfig(
                    "postgres",
                    "postgres",
                    postgres.url().replace(":" + port + "/", ":" + proxy.port() + "/"),
                    postgres.user(),
                    postgres.password(),
                    postgres.options());
            migrate(throughProxy, counters(0), Duration.ofSeconds(30), Duration.ofMinutes(1))
                    .apply();
            AtomicInteger armed = new AtomicInteger();
            PostgresMigration last = db -> {
                db.execute("INSERT INTO counter VALUES ('once')");
                if (armed.getAndIncrement() == 0) {
                    proxy.cutWhen(bytes -> new String(bytes, StandardCharsets.ISO_8859_1).contains("COMMIT"), cut);
                }
            };
            TestManifest manifest = counters(0).add(Sql.entry("001_once").dependsOn("000_counter"), () -> last);
            DbMigrate runner = migrate(throughProxy, manifest, Duration.ofSeconds(30), Duration.ofMinutes(1));

            if (cut == TcpProxy.Cut.BEFORE_CLIENT_SEES_THE_ANSWER) {
                assertThat(runner.apply().parts())
                        .extracting(ExecutedPart::outcome)
                        .containsExactly(ExecutedPart.Outcome.APPLIED);
            } else {
                assertThatThrownBy(runner::apply).hasMessageContaining("lost before the COMMIT took effect");
                runner.apply();
            }

            assertThat(proxy.cuts()).isEqualTo(1);
            assertThat(new PostgresQueries(postgres).strings("SELECT id FROM counter"))
                    .containsExactly("once");
        }
    }

    @Test
    void unlockRefusesALivingLeaseAndForcedEndsItsRunner() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        PostgresMigration slow = db -> {
            db.execute("CREATE TABLE half_done (id int)");
            inside.countDown();
            db.execute("SELECT pg_sleep(60)");
        };
        TestManifest manifest = new TestManifest().add(Sql.entry("001_slow"), () -> slow);
        DbMigrate migrate = migrate(manifest, Duration.ofMinutes(5), Duration.ofSeconds(1));
        assertThat(migrate.unlock(false).holder()).isNull();
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            Future<RunResult> run = threads.submit(() -> migrate.apply());
            assertThat(inside.await(1, TimeUnit.MINUTES)).isTrue();

            assertThatThrownBy(() -> migrate.unlock(false))
                    .hasMessageContaining("[DBM-R020]")
                    .hasMessageContaining("pid " + ProcessHandle.current().pid())
                    .hasMessageContaining("-Ddbmigrate.force=true");
            UnlockReport report = migrate.unlock(true);

            assertThat(report.unlocked()).isTrue();
            assertThatThrownBy(() -> run.get(1, TimeUnit.MINUTES)).isNotNull();
            assertThat(new PostgresQueries(postgres).strings("SELECT to_regclass('half_done')::text"))
                    .containsExactly((String) null);
            assertThat(migrate.unlock(false).holder()).isNull();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void whoWaitsIsToldWhoHoldsTheLeaseAndWhatRuns() throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        PostgresMigration slow = db -> {
            if (!told.await(1, TimeUnit.MINUTES)) {
                throw new IllegalStateException("nobody was told");
            }
        };
        TestManifest manifest = new TestManifest().add(Sql.entry("001_slow"), () -> slow);
        CountDownLatch begun = new CountDownLatch(1);
        RunListener starts = new RunListener() {
            @Override
            public void partStarted(PlannedPart part) {
                begun.countDown();
            }
        };
        RunListener waits = new RunListener() {
            @Override
            public void waitingForLease(HistoryStore.Holder holder, Duration waited) {
                if ("001_slow on postgres".equals(holder.working())
                        && holder.runner().pid() == ProcessHandle.current().pid()) {
                    told.countDown();
                }
            }
        };
        Configuration configuration =
                new Configuration(List.of(postgres), null, Duration.ofSeconds(3), Duration.ofMinutes(2), "tester");
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            Future<RunResult> run = threads.submit(() -> DbMigrate.builder(configuration)
                    .manifests(List.of(manifest))
                    .listener(starts)
                    .build()
                    .apply());
            assertThat(begun.await(1, TimeUnit.MINUTES)).isTrue();

            assertThat(DbMigrate.builder(configuration)
                            .manifests(List.of(manifest))
                            .listener(waits)
                            .build()
                            .apply()
                            .parts())
                    .isEmpty();
            assertThat(run.get(1, TimeUnit.MINUTES).parts()).hasSize(1);
        } finally {
            threads.shutdownNow();
        }
    }
}
