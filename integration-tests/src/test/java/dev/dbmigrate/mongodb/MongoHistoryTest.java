package dev.dbmigrate.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbmigrate.runtime.spi.HistoryChange.Event;
import dev.dbmigrate.runtime.spi.HistoryEvent;
import dev.dbmigrate.runtime.spi.HistoryRow;
import dev.dbmigrate.runtime.spi.HistoryRow.State;
import dev.dbmigrate.runtime.spi.HistoryStore;
import dev.dbmigrate.runtime.spi.HistoryStore.LeaseResult;
import dev.dbmigrate.runtime.spi.Lease;
import dev.dbmigrate.runtime.spi.LeaseLostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class MongoHistoryTest {

    private static final Duration EXPIRED = Duration.ofMillis(-1);

    private final MongoFixture mongo = new MongoFixture();

    @AfterEach
    void close() {
        mongo.close();
    }

    private HistoryStore history() {
        return mongo.target().history().orElseThrow();
    }

    @Test
    void anEmptyDatabaseHasNoHistory() {
        HistoryStore history = history();

        assertThat(history.head()).isEmpty();
        assertThat(history.rows()).isEmpty();
        assertThat(history.events(0)).isEmpty();
        assertThat(mongo.database.listCollectionNames().into(new ArrayList<>())).isEmpty();
    }

    @Test
    void manyMayInitialiseAtOnceAndGetOneHistory() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            HistoryStore history = history();
            all.add(threads.submit(() -> {
                start.await();
                history.initialise();
                return null;
            }));
        }
        start.countDown();
        for (Future<?> one : all) {
            one.get();
        }
        threads.shutdown();

        assertThat(mongo.collection("migration_lock").countDocuments()).isEqualTo(1);
        String id = MongoFixture.acquire(history(), "a", MongoFixture.LONG).historyId();
        assertThat(id).matches("[0-9a-f]{8}");
        history().initialise();
        assertThat(mongo.collection("migration_lock").find().first().getString("historyId"))
                .isEqualTo(id);
    }

    @Test
    void ofManyThatAskAtOnceOneGetsTheLease() throws Exception {
        history().initialise();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<LeaseResult>> asked = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String name = "runner" + i;
            HistoryStore history = history();
            asked.add(threads.submit(() -> {
                start.await();
                return history.acquire(MongoFixture.runner(name), MongoFixture.LONG);
            }));
        }
        start.countDown();
        int winners = 0;
        for (Future<LeaseResult> one : asked) {
            winners += one.get() instanceof LeaseResult.Acquired ? 1 : 0;
        }
        threads.shutdown();

        assertThat(winners).isEqualTo(1);
    }

    @Test
    void aHeldLeaseNamesItsHolder() {
        HistoryStore history = history();
        history.initialise();
        MongoFixture.acquire(history, "first", MongoFixture.LONG);

        LeaseResult second = history().acquire(MongoFixture.runner("second"), MongoFixture.LONG);

        assertThat(second).isInstanceOfSatisfying(LeaseResult.Held.class, held -> {
            assertThat(held.holder().runner()).isEqualTo(MongoFixture.runner("first"));
            assertThat(held.holder().expiresAt()).isAfter(held.holder().since());
        });
        assertThat(history.head().orElseThrow().holder()).isNotNull();
    }

    @Test
    void anExpiredLeaseIsTakenOverWithAHigherToken() {
        HistoryStore old = history();
        old.initialise();
        Lease first = MongoFixture.acquire(old, "first", EXPIRED);
        assertThat(old.head().orElseThrow().holder()).isNull();

        HistoryStore young = history();
        LeaseResult result = young.acquire(MongoFixture.runner("second"), MongoFixture.LONG);

        assertThat(result).isInstanceOfSatisfying(LeaseResult.Acquired.class, acquired -> {
            assertThat(acquired.lease().token()).isGreaterThan(first.token());
            assertThat(acquired.lease().historyId()).isEqualTo(first.historyId());
            assertThat(acquired.takenOverFrom()).isNotNull();
            assertThat(acquired.takenOverFrom().runner().id()).isEqualTo("first");
        });
        assertThat(old.renew(first)).isFalse();
        assertThatThrownBy(() -> old.record(first, MongoFixture.change("001_a", State.APPLIED, Event.APPLIED)))
                .isInstanceOf(LeaseLostException.class);
        old.release(first, "digest");
        assertThat(young.head().orElseThrow().holder()).isNotNull();
        assertThat(young.rows()).isEmpty();
        assertThat(young.events(0)).isEmpty();
    }

    @Test
    void aReleasedLeaseIsFreeAndKeepsTheDigestUntilTheNextOneTakesIt() {
        HistoryStore history = history();
        history.initialise();
        Lease first = MongoFixture.acquire(history, "first", MongoFixture.LONG);
        assertThat(history.renew(first)).isTrue();
        history.release(first, "digest");

        assertThat(history.head().orElseThrow())
                .isEqualTo(new HistoryStore.Head(HistoryStore.CURRENT_FORMAT, "digest", null));
        LeaseResult next = history.acquire(MongoFixture.runner("second"), MongoFixture.LONG);
        assertThat(((LeaseResult.Acquired) next).takenOverFrom()).isNull();
        assertThat(history.head().orElseThrow().appliedDigest()).isNull();
    }

    @Test
    void rowsAreReplacedAndEventsAreKept() {
        HistoryStore history = history();
        history.initialise();
        Lease lease = MongoFixture.acquire(history, "r", MongoFixture.LONG);
        history.record(lease, MongoFixture.change("001_a", State.STARTED, Event.STARTED));
        history.record(lease, MongoFixture.change("002_b", State.APPLIED, Event.APPLIED));
        history.record(lease, MongoFixture.change("001_a", State.APPLIED, Event.APPLIED));

        assertThat(history().rows()).extracting(HistoryRow::migrationId).containsExactly("002_b", "001_a");
        assertThat(history().rows()).allMatch(row -> row.success() && row.appliedAt() != null);
        assertThat(history().events(0)).extracting(HistoryEvent::sequence).containsExactly(1L, 2L, 3L);
        assertThat(history().events(2))
                .singleElement()
                .satisfies(event -> assertThat(event.event()).isEqualTo(Event.APPLIED));
        Document row = mongo.collection("migration_history")
                .find(new Document("migration_id", "001_a"))
                .first();
        assertThat(row)
                .containsEntry("migration_name", "name of 001_a")
                .containsEntry("database_name", "mongodb")
                .containsEntry("version", "1.2.0")
                .containsEntry("applied_by", "tester")
                .containsEntry("checksum", "v1:abc")
                .containsEntry("success", true)
                .containsEntry("error_message", null)
                .containsEntry("rollback_available", true)
                .containsKeys("id", "applied_at");
    }

    @Test
    void aChangeWhoseCopyWasCutShortIsSeenAtOnceAndFinishedByTheNextOwner() {
        HistoryStore history = history();
        history.initialise();
        Lease lease = MongoFixture.acquire(history, "r", EXPIRED);
        history.record(lease, MongoFixture.change("001_a", State.APPLIED, Event.APPLIED));
        // what a crash between the decision and its copies leaves
        Document row = mongo.collection("migration_history").find().first();
        Document event = mongo.collection("migration_events").find().first();
        mongo.collection("migration_history").drop();
        mongo.collection("migration_events").drop();
        mongo.collection("migration_lock")
                .updateOne(
                        new Document("_id", "lease"),
                        new Document(
                                "$set",
                                new Document(
                                        "pending",
                                        new Document("sequence", row.get("id"))
                                                .append("at", row.get("applied_at"))
                                                .append("row", row)
                                                .append("event", without(event, "_id", "at")))));

        assertThat(history().rows())
                .singleElement()
                .extracting(HistoryRow::state)
                .isEqualTo(State.APPLIED);
        assertThat(history().events(0)).hasSize(1);
        Lease next = MongoFixture.acquire(history(), "next", MongoFixture.LONG);
        assertThat(next.token()).isGreaterThan(lease.token());
        assertThat(mongo.collection("migration_history").countDocuments()).isEqualTo(1);
        assertThat(mongo.collection("migration_events").countDocuments()).isEqualTo(1);
        assertThat(history().rows()).hasSize(1);
        assertThat(history().events(0)).hasSize(1);
    }

    private static Document without(Document document, String... fields) {
        Document copy = new Document(document);
        List.of(fields).forEach(copy::remove);
        return copy;
    }

    @Test
    void severalThreadsRecordWithoutLosingAnything() throws Exception {
        HistoryStore history = history();
        history.initialise();
        Lease lease = MongoFixture.acquire(history, "r", MongoFixture.LONG);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String id = "%03d_m".formatted(i);
            all.add(threads.submit(() -> history.record(lease, MongoFixture.change(id, State.APPLIED, Event.APPLIED))));
        }
        for (Future<?> one : all) {
            one.get();
        }
        threads.shutdown();

        assertThat(history.rows()).hasSize(20);
        assertThat(history.events(0))
                .extracting(HistoryEvent::sequence)
                .doesNotHaveDuplicates()
                .hasSize(20);
    }
}
