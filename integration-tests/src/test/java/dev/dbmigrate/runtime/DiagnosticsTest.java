package dev.dbmigrate.runtime;

import static dev.dbmigrate.support.Failures.everything;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dbmigrate.model.ManifestEntry;
import dev.dbmigrate.postgres.PostgresMigration;
import dev.dbmigrate.postgres.Sql;
import dev.dbmigrate.runtime.report.Console;
import dev.dbmigrate.runtime.report.ProgressLines;
import dev.dbmigrate.runtime.report.Style;
import dev.dbmigrate.support.PostgresQueries;
import dev.dbmigrate.support.TcpProxy;
import dev.dbmigrate.support.TestManifest;
import dev.dbmigrate.testkit.ServerKind;
import dev.dbmigrate.testkit.TestDatabases;
import dev.dbmigrate.testkit.ThrowawayServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** The errors that need a server to go away, to be another's, or to be of the wrong sort: what people read then. */
class DiagnosticsTest {

    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private TestDatabases databases;
    private TargetConfig postgres;

    @BeforeEach
    void openDatabase() {
        databases = TestDatabases.open();
        postgres = databases.postgres();
    }

    @AfterEach
    void closeDatabase() {
        thread.shutdownNow();
        databases.close();
    }

    private static DbMigrate migrate(TargetConfig target, TestManifest manifest, Duration life, Duration wait) {
        return migrate(target, manifest, life, wait, RunListener.NONE);
    }

    private static DbMigrate migrate(
            TargetConfig target, TestManifest manifest, Duration life, Duration wait, RunListener listener) {
        return DbMigrate.builder(new Configuration(List.of(target), null, life, wait, "tester"))
                .manifests(List.of(manifest))
                .listener(listener)
                .build();
    }

    private static void assertSays(DbMigrateException failure, String id, int exitCode, String... texts) {
        assertThat(failure.diagnostic().id()).as(everything(failure)).isEqualTo(id);
        assertThat(failure.diagnostic().exitCode().code()).isEqualTo(exitCode);
        assertThat(failure.getMessage()).startsWith("[" + id + "] ").contains(texts);
    }

    @Test
    void aServerThatGoesInTheMiddleOfTheCommit() throws Exception {
        int port = Integer.parseInt(postgres.url().replaceAll(".*:(\\d+)/.*", "$1"));
        TestManifest first =
                new TestManifest().add(Sql.entry("001_table"), Sql.of("CREATE TABLE things (id int)", "SELECT 1"));
        // the fence and the table are there; what is cut is the second migration's commit
        migrate(postgres, first, Duration.ofSeconds(30), Duration.ofMinutes(1)).apply();
        try (TcpProxy proxy = new TcpProxy(port)) {
            TargetConfig throughProxy = new TargetConfig(
                    "postgres",
                    "postgres",
                    postgres.url().replace(":" + port + "/", ":" + proxy.port() + "/"),
                    postgres.user(),
                    postgres.password(),
                    postgres.options());
            PostgresMigration last = db -> {
                db.execute("INSERT INTO things VALUES (1)");
                proxy.refuseNew();
                // the runner's other connections go too: by one of them it would have read the outcome
                proxy.cutWhen(
                        bytes -> {
                            boolean commit = new String(bytes, StandardCharsets.ISO_8859_1).contains("COMMIT");
                            if (commit) {
                                proxy.cutAll();
                            }
                            return commit;
                        },
                        TcpProxy.Cut.BEFORE_SERVER_SEES_IT);
            };
            TestManifest manifest = first.add(Sql.entry("002_insert").dependsOn("001_table"), () -> last);

            DbMigrateException failure = catchThrowableOfType(
                    DbMigrateException.class,
                    () -> migrate(throughProxy, manifest, Duration.ofSeconds(2), Duration.ofMinutes(1))
                            .apply());

            assertSays(
                    failure,
                    "DBM-R013",
                    6,
                    "002_insert (test/002_insert.java:7) failed on postgres:",
                    "The connection was lost before the outcome was known. It stands on the database: run mvn"
                            + " dbmigrate:apply again when the server is back");
        }
        TestManifest again = new TestManifest()
                .add(Sql.entry("001_table"), Sql.of("SELECT 1", "SELECT 1"))
                .add(Sql.entry("002_insert").dependsOn("001_table"), Sql.of("INSERT INTO things VALUES (1)", ""));
        migrate(postgres, again, Duration.ofSeconds(2), Duration.ofMinutes(1)).apply();
        assertThat(new PostgresQueries(postgres).strings("SELECT count(*)::text FROM things"))
                .as("as the message says: it is read there, and not guessed")
                .containsExactly("1");
    }

    @Test
    void aReplicaIsNoPlaceForMigrations(@TempDir Path directory) throws Exception {
        try (ThrowawayServer server = ThrowawayServer.start(ServerKind.REDIS, directory)) {
            TargetConfig redis = server.target();
            try (Jedis jedis = new Jedis(URI.create(redis.url()))) {
                jedis.replicaof("127.0.0.1", 1);
            }
            TestManifest manifest = new TestManifest()
                    .add(
                            ManifestEntry.of("001_config", "test.Config")
                                    .part("redis", redis.name(), true)
                                    .source("test/Config.java", 9),
                            Object::new);

            assertSays(
                    catchThrowableOfType(
                            DbMigrateException.class,
                            () -> migrate(redis, manifest, Duration.ofSeconds(30), Duration.ofSeconds(1))
                                    .apply()),
                    "DBM-R014",
                    6,
                    "this server is a read-only replica. Give the address of the primary: redis-cli -h ",
                    " info replication");
        }
    }

    @Test
    void whoWaitsIsToldForWhomAndSinceWhen() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        PostgresMigration waits = db -> {
            inside.countDown();
            leave.await();
        };
        TestManifest manifest = new TestManifest().add(Sql.entry("001_waits"), () -> waits);
        Future<RunResult> holder =
                thread.submit(() -> migrate(postgres, manifest, Duration.ofSeconds(30), Duration.ofMinutes(1))
                        .apply());
        assertThat(inside.await(1, TimeUnit.MINUTES)).isTrue();
        PostgresQueries queries = new PostgresQueries(postgres);
        String since = queries.strings("SELECT to_char(acquired_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS')"
                        + " FROM migration_lock")
                .get(0);
        String host = queries.strings("SELECT owner_host FROM migration_lock").get(0);
        String who = queries.strings("SELECT owner_user FROM migration_lock").get(0) + "@" + host;
        long pid = ProcessHandle.current().pid();
        ByteArrayOutputStream terminal = new ByteArrayOutputStream();
        Console console = new Console(
                line -> {},
                line -> {},
                line -> {},
                new PrintStream(terminal, true, StandardCharsets.UTF_8),
                true,
                new Style(false, 200));

        DbMigrateException failure;
        try (ProgressLines progress = new ProgressLines(console)) {
            failure = catchThrowableOfType(
                    DbMigrateException.class,
                    () -> migrate(postgres, manifest, Duration.ofSeconds(30), Duration.ofSeconds(1), progress)
                            .apply());
        }

        assertThat(terminal.toString(StandardCharsets.UTF_8))
                .contains("waiting for " + who + " (pid " + pid + "), who holds the lease since " + since + "Z");
        assertSays(
                failure,
                "DBM-R020",
                4,
                "another runner holds the lease: " + who + ", pid " + pid + ", since " + since,
                "-Ddbmigrate.lease.wait=10m",
                "If that process is dead, its lease expires at 2");
        leave.countDown();
        assertThat(holder.get(1, TimeUnit.MINUTES).parts()).hasSize(1);
    }

    @Test
    void whoIsInterruptedWhileItWaitsHasChangedNothing() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        PostgresMigration waits = db -> {
            inside.countDown();
            leave.await();
        };
        TestManifest manifest = new TestManifest().add(Sql.entry("001_waits"), () -> waits);
        Future<RunResult> holder =
                thread.submit(() -> migrate(postgres, manifest, Duration.ofSeconds(30), Duration.ofMinutes(1))
                        .apply());
        assertThat(inside.await(1, TimeUnit.MINUTES)).isTrue();
        AtomicBoolean waiting = new AtomicBoolean();
        Thread self = Thread.currentThread();
        RunListener interrupts = new RunListener() {
            @Override
            public void waitingForLease(dev.dbmigrate.runtime.spi.HistoryStore.Holder lease, Duration waited) {
                if (waiting.compareAndSet(false, true)) {
                    self.interrupt();
                }
            }
        };

        DbMigrateException failure = catchThrowableOfType(
                DbMigrateException.class,
                () -> migrate(postgres, manifest, Duration.ofSeconds(30), Duration.ofMinutes(1), interrupts)
                        .apply());

        assertThat(Thread.interrupted()).as("the caller's flag stays set").isTrue();
        assertSays(failure, "DBM-R022", 130, "interrupted while waiting for the lease; nothing was changed");
        leave.countDown();
        assertThat(holder.get(1, TimeUnit.MINUTES).parts()).hasSize(1);
    }

    @Test
    void aRunnerWhoseLeaseWasTakenOverSaysWhatItHasDone() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        PostgresMigration freezes = db -> {
            inside.countDown();
            leave.await();
            db.execute("INSERT INTO things VALUES (1)");
        };
        TestManifest manifest = new TestManifest()
                .add(Sql.entry("001_things"), Sql.of("CREATE TABLE things (id int)", "DROP TABLE things"))
                .add(Sql.entry("002_freezes").dependsOn("001_things"), () -> freezes);
        Future<RunResult> displaced =
                thread.submit(() -> migrate(postgres, manifest, Duration.ofHours(1), Duration.ofMinutes(1))
                        .apply());
        assertThat(inside.await(1, TimeUnit.MINUTES)).isTrue();
        PostgresQueries queries = new PostgresQueries(postgres);
        queries.execute("UPDATE migration_lock SET expires_at = clock_timestamp() - interval '1 second'");
        TestManifest other = new TestManifest()
                .add(Sql.entry("001_things"), Sql.of("CREATE TABLE things (id int)", "DROP TABLE things"))
                .add(
                        Sql.entry("002_freezes").dependsOn("001_things"),
                        Sql.of("INSERT INTO things VALUES (2)", "DELETE FROM things"));
        assertThat(migrate(postgres, other, Duration.ofSeconds(30), Duration.ofMinutes(1))
                        .apply()
                        .parts())
                .extracting(ExecutedPart::id)
                .containsExactly("002_freezes");
        leave.countDown();

        DbMigrateException failure = (DbMigrateException) catchThrowableOfType(
                        java.util.concurrent.ExecutionException.class, () -> displaced.get(1, TimeUnit.MINUTES))
                .getCause();

        assertSays(
                failure,
                "DBM-R021",
                4,
                "this runner has stopped: ",
                "1 part was done before; nothing was written since",
                "mvn dbmigrate:status shows what stands");
        assertThat(failure.result().orElseThrow().parts())
                .extracting(part -> part.id() + " " + part.outcome())
                .contains("001_things APPLIED")
                .doesNotContain("002_freezes APPLIED");
        assertThat(queries.strings("SELECT id::text FROM things")).containsExactly("2");
    }

    @Test
    void whatIsInDoubtNamesTheStep() {
        PostgresMigration half = db -> db.step("copy the users", () -> {
            throw new IllegalStateException("the power went");
        });
        TestManifest manifest = new TestManifest().add(Sql.entry("001_half").transactional(false), () -> half);

        DbMigrate migrate = migrate(postgres, manifest, Duration.ofSeconds(30), Duration.ofMinutes(1));
        for (int i = 1; i <= 2; i++) {
            assertSays(
                    catchThrowableOfType(DbMigrateException.class, migrate::apply),
                    "DBM-R031",
                    5,
                    "step 1 'copy the users' failed, and nobody can know how far it came: IllegalStateException: the power"
                            + " went",
                    "-Ddbmigrate.migration=001_half -Ddbmigrate.only=postgres");
        }
    }

    @Test
    void aMistakeOfOursAsksForAReport() {
        RunListener broken = new RunListener() {
            @Override
            public void runStarted(List<PlannedPart> parts) {
                throw new IllegalStateException("not foreseen");
            }
        };
        TestManifest manifest = new TestManifest().add(Sql.entry("001_a"), Sql.of("SELECT 1", "SELECT 1"));

        DbMigrateException failure = catchThrowableOfType(
                DbMigrateException.class,
                () -> migrate(postgres, manifest, Duration.ofSeconds(30), Duration.ofSeconds(1), broken)
                        .apply());

        assertSays(
                failure,
                "DBM-R999",
                70,
                "this should not have happened; please report it: java.lang.IllegalStateException: not foreseen");
        assertThat(failure.getCause()).isInstanceOf(IllegalStateException.class);
    }
}
