package dev.dbmigrate.neo4j;

import static dev.dbmigrate.neo4j.Neo4jFixture.LONG;
import static dev.dbmigrate.neo4j.Neo4jFixture.acquire;
import static dev.dbmigrate.neo4j.Neo4jFixture.change;
import static dev.dbmigrate.neo4j.Neo4jFixture.part;
import static dev.dbmigrate.neo4j.Neo4jFixture.runner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.TargetConfig;
import dev.dbmigrate.runtime.spi.HistoryChange.Event;
import dev.dbmigrate.runtime.spi.HistoryRow.State;
import dev.dbmigrate.runtime.spi.HistoryStore;
import dev.dbmigrate.runtime.spi.HistoryStore.LeaseResult;
import dev.dbmigrate.runtime.spi.Lease;
import dev.dbmigrate.runtime.spi.LeaseLostException;
import dev.dbmigrate.runtime.spi.PartFailedException;
import dev.dbmigrate.runtime.spi.Target;
import dev.dbmigrate.runtime.spi.VersionChange;
import dev.dbmigrate.support.TcpProxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An owner that sleeps through its lease with its connections open, and then wakes up: nothing of it may be written. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class Neo4jFrozenOwnerTest {

    private static final Duration SHORT = Duration.ofMillis(600);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch frozen = new CountDownLatch(1);
    private final AtomicBoolean asleep = new AtomicBoolean();
    private final CountDownLatch awake = new CountDownLatch(1);
    private Neo4jFixture neo4j;

    @BeforeEach
    void open() {
        neo4j = new Neo4jFixture();
    }

    @AfterEach
    void close() {
        awake.countDown();
        threads.shutdownNow();
        neo4j.close();
    }

    private void sleepThroughTheLease() {
        frozen.countDown();
        try {
            awake.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Lease takeOver(HistoryStore history) throws InterruptedException {
        while (true) {
            LeaseResult result = history.acquire(runner("newer"), LONG);
            if (result instanceof LeaseResult.Acquired acquired) {
                return acquired.lease();
            }
            Thread.sleep(50);
        }
    }

    private TargetConfig through(TcpProxy proxy) {
        return new TargetConfig(
                "neo4j",
                "neo4j",
                "bolt://localhost:" + proxy.port(),
                neo4j.config.user(),
                neo4j.config.password(),
                Map.of());
    }

    /** What the owner is about to do when it falls asleep, or does first when it wakes up. */
    enum Kind implements Neo4jMigration {
        DATA {
            @Override
            public void up(Neo4jContext db) {
                db.run("CREATE (:Late)");
            }
        },
        SCHEMA {
            @Override
            public void up(Neo4jContext db) {
                db.run("CREATE INDEX late FOR (l:Late) ON (l.n)");
            }
        },
        STEP {
            @Override
            public void up(Neo4jContext db) {
                db.idempotentStep("late", () -> db.run("CREATE (:Late)"));
            }
        },
        IN_PARTS {
            @Override
            public void up(Neo4jContext db) {
                db.run("UNWIND range(1, 10) AS n CALL { WITH n CREATE (:Late {n: n}) } IN TRANSACTIONS OF 5 ROWS");
            }
        },
        NOTHING {
            @Override
            public void up(Neo4jContext db) {
                db.log().info("nothing to do");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whatItDoesWhenItWakesUpIsRefused(Kind kind) throws Exception {
        Target old = neo4j.target();
        HistoryStore oldHistory = old.history().orElseThrow();
        oldHistory.initialise();
        Lease lease = acquire(oldHistory, "old", SHORT);
        old.claim(lease);
        Future<Throwable> outcome = threads.submit(() -> catchThrowable(() -> old.run(part(lease, db -> {
                    db.run("CREATE (:Late)");
                    sleepThroughTheLease();
                    kind.up(db);
                })
                .build())));
        frozen.await();

        Target newer = neo4j.target();
        Lease next = takeOver(newer.history().orElseThrow());
        newer.claim(next);
        awake.countDown();

        assertThat(outcome.get()).isInstanceOf(LeaseLostException.class);
        assertThat(oldHistory.renew(lease)).isFalse();
        oldHistory.release(lease, "sha256:old");
        assertThatThrownBy(() -> oldHistory.record(lease, change("001_test", State.APPLIED, Event.APPLIED)))
                .isInstanceOf(LeaseLostException.class);
        assertThatThrownBy(() -> old.settle(lease, "001_test", null, VersionChange.NONE))
                .isInstanceOf(LeaseLostException.class);
        assertThat(neo4j.count("(l:Late)")).isZero();
        assertThat(neo4j.indexes()).isEmpty();
        assertThat(newer.read().markers()).isEmpty();
        assertThat(newer.history().orElseThrow().rows()).isEmpty();
        assertThat(newer.history()
                        .orElseThrow()
                        .head()
                        .orElseThrow()
                        .holder()
                        .runner()
                        .id())
                .isEqualTo("newer");
        assertThat(newer.history().orElseThrow().renew(next)).isTrue();
    }

    /** It holds the lock of the lease's node, which a new owner must not wait for. */
    @Test
    void asleepBetweenItsRecordAndItsCommitItStandsInNobodysWay() throws Exception {
        Target old = neo4j.target();
        HistoryStore oldHistory = old.history().orElseThrow();
        oldHistory.initialise();
        Lease lease = acquire(oldHistory, "old", SHORT);
        old.claim(lease);
        Neo4jFixture.QuietMonitor monitor = new Neo4jFixture.QuietMonitor() {
            private int asked;

            @Override
            public void checkMayContinue() {
                asked++;
                if (asked == 2) { // before the statement, and before the commit
                    sleepThroughTheLease();
                }
            }
        };
        Future<Throwable> outcome = threads.submit(() -> catchThrowable(() -> old.run(
                part(lease, db -> db.run("CREATE (:Late)")).monitor(monitor).build())));
        frozen.await();

        Target newer = neo4j.target();
        takeOver(newer.history().orElseThrow());
        awake.countDown();

        assertThat(outcome.get())
                .isInstanceOfSatisfying(
                        PartFailedException.class,
                        e -> assertThat(e.effect()).isEqualTo(PartFailedException.Effect.UNKNOWN));
        assertThat(neo4j.count("(l:Late)")).isZero();
        assertThat(newer.history().orElseThrow().rows()).isEmpty();
    }

    @Test
    void asleepInTheMiddleOfWritingTheHistoryItStandsInNobodysWay() throws Exception {
        try (TcpProxy proxy = new TcpProxy(URI.create(neo4j.config.url()).getPort())) {
            HistoryStore oldHistory = neo4j.target(through(proxy)).history().orElseThrow();
            oldHistory.initialise();
            Lease lease = acquire(oldHistory, "old", SHORT);
            proxy.cutWhen(
                    message -> {
                        if (isCommit(message)) {
                            sleepThroughTheLease();
                            return true;
                        }
                        return false;
                    },
                    TcpProxy.Cut.BEFORE_CLIENT_SEES_THE_ANSWER);
            Future<Throwable> outcome = threads.submit(() ->
                    catchThrowable(() -> oldHistory.record(lease, change("001_a", State.APPLIED, Event.APPLIED))));
            frozen.await();

            HistoryStore newer = neo4j.target().history().orElseThrow();
            takeOver(newer);
            awake.countDown();

            assertThat(outcome.get()).isInstanceOf(LeaseLostException.class);
            assertThat(newer.rows()).isEmpty();
            assertThat(newer.events(0)).isEmpty();
        }
    }

    /** Somebody holds the lock of the lease's node: the heartbeat must notice that it does not get through. */
    @Test
    void aRenewThatIsBlockedDoesNotHang() {
        HistoryStore history = neo4j.target().history().orElseThrow();
        history.initialise();
        Lease lease = acquire(history, "r", SHORT);
        try (var driver = org.neo4j.driver.GraphDatabase.driver(
                        neo4j.config.url(),
                        neo4j.config.password() == null
                                ? org.neo4j.driver.AuthTokens.none()
                                : org.neo4j.driver.AuthTokens.basic(
                                        neo4j.config.user(),
                                        neo4j.config.password().reveal()));
                var session = driver.session();
                var transaction = session.beginTransaction()) {
            transaction.run("MATCH (l:__DbMigrateLease) SET l.locked_by = 'x'").consume();

            assertThatThrownBy(() -> history.renew(lease)).isInstanceOf(DbMigrateException.class);
        }
        assertThat(history.renew(lease)).isTrue();
    }

    /** A long commit of an owner that lives: who waits goes on polling, and is told who it is. */
    @Test
    void aLockOfALivingOwnerIsNotWaitedForWithoutEnd() {
        HistoryStore history = neo4j.target().history().orElseThrow();
        history.initialise();
        acquire(history, "r", LONG);
        try (var driver = org.neo4j.driver.GraphDatabase.driver(
                        neo4j.config.url(),
                        neo4j.config.password() == null
                                ? org.neo4j.driver.AuthTokens.none()
                                : org.neo4j.driver.AuthTokens.basic(
                                        neo4j.config.user(),
                                        neo4j.config.password().reveal()));
                var session = driver.session();
                var transaction = session.beginTransaction()) {
            transaction.run("MATCH (l:__DbMigrateLease) SET l.locked_by = 'x'").consume();

            LeaseResult result = neo4j.target().history().orElseThrow().acquire(runner("other"), LONG);

            assertThat(result)
                    .isInstanceOfSatisfying(
                            LeaseResult.Held.class,
                            held -> assertThat(held.holder().runner().id()).isEqualTo("r"));
            transaction.rollback();
        }
    }

    @Test
    void aRenewThatIsNeverAnsweredDoesNotHang() throws Exception {
        try (TcpProxy proxy = new TcpProxy(URI.create(neo4j.config.url()).getPort())) {
            HistoryStore history = neo4j.target(through(proxy)).history().orElseThrow();
            history.initialise();
            Lease lease = acquire(history, "r", SHORT);
            proxy.cutWhen(
                    message -> {
                        if (new String(message, StandardCharsets.UTF_8).contains("SET l.expires_at")
                                && asleep.compareAndSet(false, true)) {
                            sleepThroughTheLease();
                            return true;
                        }
                        return false;
                    },
                    TcpProxy.Cut.BEFORE_SERVER_SEES_IT);

            assertThatThrownBy(() -> history.renew(lease)).isInstanceOf(DbMigrateException.class);
            assertThat(history.renew(lease)).isTrue();
        }
    }

    @Test
    void aLeaseWhoseOwnerCannotFenceTheDatabaseIsGivenBack() {
        HistoryStore history = neo4j.target().history().orElseThrow();
        history.initialise();
        history.release(acquire(history, "first", LONG), null);
        neo4j.ask("MATCH (f:__DbMigrateFence) SET f.token = 100");

        assertThatThrownBy(() -> history.acquire(runner("second"), LONG)).isInstanceOf(LeaseLostException.class);

        assertThat(history.head().orElseThrow().holder()).isNull();
    }

    private static boolean isCommit(byte[] message) {
        for (int i = 0; i + 3 < message.length; i++) {
            if (message[i] == 0 && message[i + 1] == 2 && (message[i + 2] & 0xff) == 0xb0 && message[i + 3] == 0x12) {
                return true;
            }
        }
        return false;
    }
}
