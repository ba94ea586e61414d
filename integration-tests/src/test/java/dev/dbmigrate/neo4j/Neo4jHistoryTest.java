package dev.dbmigrate.neo4j;

import static dev.dbmigrate.neo4j.Neo4jFixture.LONG;
import static dev.dbmigrate.neo4j.Neo4jFixture.acquire;
import static dev.dbmigrate.neo4j.Neo4jFixture.change;
import static dev.dbmigrate.neo4j.Neo4jFixture.runner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbmigrate.runtime.spi.HistoryChange.Event;
import dev.dbmigrate.runtime.spi.HistoryEvent;
import dev.dbmigrate.runtime.spi.HistoryRow;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Neo4j as home of the history. */
class Neo4jHistoryTest {

    private static final Duration GONE_AT_ONCE = Duration.ofMillis(1);

    private Neo4jFixture neo4j;
    private HistoryStore history;

    @BeforeEach
    void open() {
        neo4j = new Neo4jFixture();
        history = neo4j.target().history().orElseThrow();
    }

    @AfterEach
    void close() {
        neo4j.close();
    }

    @Test
    void anEmptyDatabaseHasNoHistory() {
        assertThat(history.head()).isEmpty();
        assertThat(history.rows()).isEmpty();
        assertThat(history.events(0)).isEmpty();
    }

    @Test
    void itIsInitialisedOnceHoweverManyDoIt() throws Exception {
        int runners = 6;
        ExecutorService threads = Executors.newFixedThreadPool(runners);
        CountDownLatch go = new CountDownLatch(1);
        List<Future<?>> done = new ArrayList<>();
        for (int i = 0; i < runners; i++) {
            HistoryStore own = neo4j.target().history().orElseThrow();
            done.add(threads.submit(() -> {
                go.await();
                own.initialise();
                own.initialise();
                return true;
            }));
        }
        go.countDown();
        for (Future<?> one : done) {
            one.get();
        }
        threads.shutdown();

        assertThat(neo4j.count("(l:__DbMigrateLease)")).isEqualTo(1);
        assertThat(neo4j.ask(
                        "SHOW CONSTRAINTS YIELD name WHERE name STARTS WITH 'dbmigrate' RETURN name ORDER BY name"))
                .extracting(row -> row.get("name").asString())
                .contains("dbmigrate_lease", "dbmigrate_history", "dbmigrate_event", "dbmigrate_event_uid");
        assertThat(history.head().orElseThrow().holder()).isNull();
    }

    @Test
    void onlyOneOfManyTakesTheLease() throws Exception {
        history.initialise();
        int runners = 6;
        ExecutorService threads = Executors.newFixedThreadPool(runners);
        CountDownLatch go = new CountDownLatch(1);
        List<Future<LeaseResult>> results = new ArrayList<>();
        for (int i = 0; i < runners; i++) {
            HistoryStore own = neo4j.target().history().orElseThrow();
            String id = "runner-" + i;
            results.add(threads.submit(() -> {
                go.await();
                return own.acquire(runner(id), LONG);
            }));
        }
        go.countDown();
        int acquired = 0;
        for (Future<LeaseResult> result : results) {
            acquired += result.get() instanceof LeaseResult.Acquired ? 1 : 0;
        }
        threads.shutdown();

        assertThat(acquired).isEqualTo(1);
        assertThat(neo4j.ask("MATCH (l:__DbMigrateLease) RETURN l.token AS token")
                        .get(0)
                        .get("token")
                        .asLong())
                .isEqualTo(1);
    }

    @Test
    void aHeldLeaseNamesItsHolder() {
        history.initialise();
        acquire(history, "first", LONG);

        LeaseResult result = neo4j.target().history().orElseThrow().acquire(runner("second"), LONG);

        assertThat(result).isInstanceOf(LeaseResult.Held.class);
        HistoryStore.Holder holder = ((LeaseResult.Held) result).holder();
        assertThat(holder.runner()).isEqualTo(runner("first"));
        assertThat(holder.expiresAt()).isAfter(holder.since());
        assertThat(history.head().orElseThrow().holder()).isEqualTo(holder);
    }

    @Test
    void anExpiredLeaseIsTakenOverWithAHigherToken() {
        history.initialise();
        Lease old = acquire(history, "first", GONE_AT_ONCE);
        HistoryStore other = neo4j.target().history().orElseThrow();

        LeaseResult.Acquired taken = (LeaseResult.Acquired) other.acquire(runner("second"), LONG);

        assertThat(taken.lease().token()).isEqualTo(old.token() + 1);
        assertThat(taken.lease().historyId()).isEqualTo(old.historyId()).matches("[0-9a-f]{8}");
        assertThat(taken.takenOverFrom().runner().id()).isEqualTo("first");
        assertThat(history.renew(old)).isFalse();
        assertThatThrownBy(() -> history.record(old, change("001_a", HistoryRow.State.APPLIED, Event.APPLIED)))
                .isInstanceOf(LeaseLostException.class);
        history.release(old, "sha256:old");
        assertThat(other.rows()).isEmpty();
        assertThat(other.events(0)).isEmpty();
        assertThat(other.head().orElseThrow().appliedDigest()).isNull();
        assertThat(other.renew(taken.lease())).isTrue();
    }

    @Test
    void aReleasedLeaseIsFreeAndLeavesTheDigest() {
        history.initialise();
        Lease lease = acquire(history, "first", LONG);
        history.release(lease, "sha256:abc");

        assertThat(history.head().orElseThrow().holder()).isNull();
        assertThat(history.head().orElseThrow().appliedDigest()).isEqualTo("sha256:abc");

        LeaseResult.Acquired next = (LeaseResult.Acquired) history.acquire(runner("second"), LONG);
        assertThat(next.takenOverFrom()).isNull();
        assertThat(next.lease().token()).isEqualTo(lease.token() + 1);
        assertThat(history.head().orElseThrow().appliedDigest()).isNull();
    }

    @Test
    void rowsAreReplacedAndEventsAreKept() {
        history.initialise();
        Lease lease = acquire(history, "first", LONG);
        history.record(lease, change("001_a", HistoryRow.State.STARTED, Event.STARTED));
        history.record(lease, change("002_b", HistoryRow.State.APPLIED, Event.APPLIED));
        history.record(lease, change("001_a", HistoryRow.State.APPLIED, Event.APPLIED));

        assertThat(history.rows())
                .extracting(HistoryRow::migrationId, HistoryRow::state)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("002_b", HistoryRow.State.APPLIED),
                        org.assertj.core.groups.Tuple.tuple("001_a", HistoryRow.State.APPLIED));
        HistoryRow row = history.rows().get(1);
        assertThat(row.appliedAt()).isNotNull();
        assertThat(row.checksum()).isEqualTo("v1:abc");
        assertThat(row.executionMillis()).isEqualTo(7);
        assertThat(row.order()).isEqualTo(3);
        List<HistoryEvent> events = history.events(0);
        assertThat(events).extracting(HistoryEvent::event).containsExactly(Event.STARTED, Event.APPLIED, Event.APPLIED);
        assertThat(events).extracting(HistoryEvent::sequence).containsExactly(1L, 2L, 3L);
        assertThat(events).extracting(HistoryEvent::token).containsOnly(lease.token());
        assertThat(history.events(2)).hasSize(1);
    }
}
