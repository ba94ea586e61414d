package dev.dbmigrate.mongodb;

import static dev.dbmigrate.mongodb.MongoFixture.LONG;
import static dev.dbmigrate.mongodb.MongoFixture.acquire;
import static dev.dbmigrate.mongodb.MongoFixture.change;
import static dev.dbmigrate.mongodb.MongoFixture.part;
import static dev.dbmigrate.mongodb.MongoFixture.runner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.mongodb.ConnectionString;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.TargetConfig;
import dev.dbmigrate.runtime.spi.HistoryChange.Event;
import dev.dbmigrate.runtime.spi.HistoryRow.State;
import dev.dbmigrate.runtime.spi.HistoryStore;
import dev.dbmigrate.runtime.spi.HistoryStore.LeaseResult;
import dev.dbmigrate.runtime.spi.Lease;
import dev.dbmigrate.runtime.spi.LeaseLostException;
import dev.dbmigrate.runtime.spi.Target;
import dev.dbmigrate.runtime.spi.VersionChange;
import dev.dbmigrate.support.TcpProxy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An owner that sleeps through its lease with its connections open, and then wakes up: nothing of it may be written. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MongoFrozenOwnerTest {

    private static final Duration SHORT = Duration.ofMillis(600);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch frozen = new CountDownLatch(1);
    private final AtomicBoolean asleep = new AtomicBoolean();
    private final CountDownLatch awake = new CountDownLatch(1);
    private final MongoFixture mongo = new MongoFixture();

    @AfterEach
    void close() {
        awake.countDown();
        threads.shutdownNow();
        mongo.close();
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

    private TcpProxy proxy() throws IOException {
        // A replica set tells the driver its members' own addresses, which lead around the proxy.
        Assumptions.assumeFalse(mongo.hasTransactions(), "needs a standalone server or the embedded one");
        String host = host();
        int colon = host.indexOf(':');
        Assumptions.assumeTrue(
                host.startsWith("127.0.0.1") || host.startsWith("localhost"), "needs a server on this machine");
        return new TcpProxy(Integer.parseInt(colon < 0 ? "27017" : host.substring(colon + 1)));
    }

    private String host() {
        return new ConnectionString(mongo.config.url()).getHosts().get(0);
    }

    private TargetConfig through(TcpProxy proxy) {
        return new TargetConfig(
                "mongodb",
                "mongodb",
                mongo.config.url().replace(host(), "127.0.0.1:" + proxy.port()),
                mongo.config.user(),
                mongo.config.password(),
                mongo.config.options());
    }

    /** Falls asleep on the wire, so that the server gets the message when somebody else is the owner. */
    private Predicate<byte[]> asleepAt(String... words) {
        return message -> {
            String text = new String(message, StandardCharsets.ISO_8859_1);
            for (String word : words) {
                if (!text.contains(word)) {
                    return false;
                }
            }
            if (!asleep.compareAndSet(false, true)) {
                return false;
            }
            sleepThroughTheLease();
            return true;
        };
    }

    private static void insert(MongoContext db, int id) {
        db.database().getCollection("late").insertOne(new Document("_id", id));
    }

    /** What the owner does first when it wakes up, without its own clock's help. */
    enum Kind implements MongoMigration {
        WRITE {
            @Override
            public void up(MongoContext db) {
                insert(db, 1);
            }
        },
        STEP {
            @Override
            public void up(MongoContext db) {
                db.step("late", () -> insert(db, 1));
            }
        },
        REPEATABLE_STEP {
            @Override
            public void up(MongoContext db) {
                db.idempotentStep("late", () -> insert(db, 1));
            }
        },
        NOTHING {
            @Override
            public void up(MongoContext db) {
                db.log().info("nothing to do");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whatItDoesWhenItWakesUpIsRefused(Kind kind) throws Exception {
        Target old = mongo.target();
        HistoryStore oldHistory = old.history().orElseThrow();
        oldHistory.initialise();
        Lease lease = acquire(oldHistory, "old", SHORT);
        old.claim(lease);
        Future<Throwable> outcome = threads.submit(() -> catchThrowable(() -> old.run(part(lease, db -> {
                    sleepThroughTheLease();
                    kind.up(db);
                })
                .notTransactional()
                .build())));
        frozen.await();

        Target newer = mongo.target();
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
        assertThat(mongo.collection("late").countDocuments()).isZero();
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

    /** The record of the end is on the wire when the owner changes. */
    @Test
    void theRecordOfTheEndThatArrivesLateIsRefused() throws Exception {
        try (TcpProxy proxy = proxy();
                Target old = MongoFixture.adapter().open(through(proxy))) {
            Lease lease = MongoFixture.lease(1);
            old.claim(lease);
            proxy.cutWhen(asleepAt("dbmigrate_fence", "DONE_UP"), TcpProxy.Cut.BEFORE_CLIENT_SEES_THE_ANSWER);
            Future<Throwable> outcome = threads.submit(() ->
                    catchThrowable(() -> old.run(part(lease, db -> db.idempotentStep("one", () -> insert(db, 1)))
                            .notTransactional()
                            .build())));
            frozen.await();
            Target newer = mongo.target();
            newer.claim(MongoFixture.lease(2));
            awake.countDown();

            assertThat(outcome.get()).isNotNull();
            assertThat(newer.read().markers().get("001_test").state())
                    .isEqualTo(dev.dbmigrate.runtime.spi.Marker.State.RUNNING_UP);
        }
    }

    /** The copy of a version that a newer owner has left since. */
    @Test
    void aCopyThatArrivesLateDoesNotBringBackWhatWasRolledBack() throws Exception {
        VersionChange reached =
                new VersionChange(List.of(new VersionChange.Reached("1.2.0", "things", false)), List.of(), "1.2.0");
        MongoMigration migration = new MongoMigration() {
            @Override
            public void up(MongoContext db) {
                db.log().info("nothing");
            }

            @Override
            public void down(MongoContext db) {
                db.log().info("nothing");
            }
        };
        try (TcpProxy proxy = proxy();
                Target old = MongoFixture.adapter().open(through(proxy))) {
            Lease lease = MongoFixture.lease(1);
            old.claim(lease);
            proxy.cutWhen(
                    asleepAt("schema_versions", "1.2.0", "breakingChanges"),
                    TcpProxy.Cut.BEFORE_CLIENT_SEES_THE_ANSWER);
            Future<Throwable> outcome = threads.submit(() -> catchThrowable(() -> old.run(
                    part(lease, migration).notTransactional().version(reached).build())));
            frozen.await();
            Target newer = mongo.target();
            Lease next = MongoFixture.lease(2);
            newer.claim(next);
            newer.run(part(next, migration)
                    .notTransactional()
                    .down()
                    .version(new VersionChange(List.of(), List.of("1.2.0"), null))
                    .build());
            awake.countDown();
            outcome.get();

            assertThat(mongo.collection("schema_versions").countDocuments(new Document("version", "1.2.0")))
                    .isZero();
            assertThat(newer.read().schemaVersion()).isNull();
            assertThat(newer.read().markers()).isEmpty();
        }
    }

    @Test
    void aRecordThatArrivesLateIsRefused() throws Exception {
        try (TcpProxy proxy = proxy();
                Target old = MongoFixture.adapter().open(through(proxy))) {
            HistoryStore oldHistory = old.history().orElseThrow();
            oldHistory.initialise();
            Lease lease = acquire(oldHistory, "old", SHORT);
            proxy.cutWhen(asleepAt("migration_lock", "pending"), TcpProxy.Cut.BEFORE_CLIENT_SEES_THE_ANSWER);
            Future<Throwable> outcome = threads.submit(() ->
                    catchThrowable(() -> oldHistory.record(lease, change("001_a", State.APPLIED, Event.APPLIED))));
            frozen.await();
            HistoryStore newer = mongo.target().history().orElseThrow();
            takeOver(newer);
            awake.countDown();

            assertThat(outcome.get()).isNotNull();
            assertThat(newer.rows()).isEmpty();
            assertThat(newer.events(0)).isEmpty();
        }
    }

    /** The answer to the heartbeat never comes, and the connection stays open. */
    @Test
    void aRenewThatIsNeverAnsweredDoesNotHang() throws Exception {
        try (TcpProxy proxy = proxy();
                Target target = MongoFixture.adapter().open(through(proxy))) {
            HistoryStore history = target.history().orElseThrow();
            history.initialise();
            Lease lease = acquire(history, "r", Duration.ofSeconds(12));
            proxy.cutWhen(asleepAt("migration_lock", "expiresAt", "update"), TcpProxy.Cut.BEFORE_SERVER_SEES_IT);

            assertThatThrownBy(() -> history.renew(lease)).isInstanceOf(DbMigrateException.class);
            assertThat(history.head().orElseThrow().holder())
                    .as("the failure must be noticed while the lease still lives")
                    .isNotNull();
            assertThat(history.renew(lease)).isTrue();
        }
    }

    @Test
    void aLeaseWhoseOwnerCannotFenceTheDatabaseIsGivenBack() {
        HistoryStore history = mongo.target().history().orElseThrow();
        history.initialise();
        history.release(acquire(history, "first", LONG), null);
        mongo.collection("dbmigrate_fence")
                .updateMany(new Document(), new Document("$set", new Document("token", 100L)));

        assertThatThrownBy(() -> history.acquire(runner("second"), LONG)).isInstanceOf(LeaseLostException.class);

        assertThat(history.head().orElseThrow().holder()).isNull();
    }
}
