package dev.dbmigrate.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbmigrate.redis.internal.RedisAdapter;
import dev.dbmigrate.runtime.spi.HistoryChange;
import dev.dbmigrate.runtime.spi.HistoryEvent;
import dev.dbmigrate.runtime.spi.HistoryRow;
import dev.dbmigrate.runtime.spi.HistoryStore;
import dev.dbmigrate.runtime.spi.HistoryStore.LeaseResult;
import dev.dbmigrate.runtime.spi.Lease;
import dev.dbmigrate.runtime.spi.LeaseLostException;
import dev.dbmigrate.runtime.spi.Marker;
import dev.dbmigrate.runtime.spi.PartOutcome;
import dev.dbmigrate.runtime.spi.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RedisHistoryTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    private final RedisRig rig = new RedisRig();
    private final HistoryStore history = rig.history();

    @AfterEach
    void close() {
        rig.close();
    }

    private Lease acquired(String runner, Duration timeToLive) {
        while (true) {
            if (history.acquire(RedisRig.runner(runner), timeToLive) instanceof LeaseResult.Acquired acquired) {
                return acquired.lease();
            }
            Thread.onSpinWait();
        }
    }

    @Test
    void thereIsNoHeadBeforeTheHistoryIsInitialised() {
        assertThat(history.head()).isEmpty();
        assertThat(history.rows()).isEmpty();
        assertThat(history.events(0)).isEmpty();
        assertThat(rig.redis.dbSize()).isZero();
    }

    @Test
    void manyInitialiseAtOnceAndThereIsOneHistory() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Void>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                all.add(() -> {
                    try (Target target = new RedisAdapter().open(rig.config)) {
                        target.history().orElseThrow().initialise();
                    }
                    return null;
                });
            }
            for (Future<Void> future : threads.invokeAll(all)) {
                future.get();
            }
        } finally {
            threads.shutdown();
        }
        String id = rig.redis.hget("dbmigrate:history", "id");
        assertThat(id).matches("[0-9a-f]{8}");
        Lease lease = acquired("a", LONG);
        history.initialise();
        assertThat(rig.redis.hget("dbmigrate:history", "id")).isEqualTo(id);
        assertThat(lease.historyId()).isEqualTo(id);
        assertThat(lease.token()).isEqualTo(1);
        assertThat(history.head().orElseThrow().formatVersion()).isEqualTo(HistoryStore.CURRENT_FORMAT);
    }

    @Test
    void oneOfManyGetsTheLease() throws Exception {
        history.initialise();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<LeaseResult>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String name = "r" + i;
                all.add(() -> history.acquire(RedisRig.runner(name), LONG));
            }
            int won = 0;
            for (Future<LeaseResult> future : threads.invokeAll(all)) {
                won += future.get() instanceof LeaseResult.Acquired ? 1 : 0;
            }
            assertThat(won).isEqualTo(1);
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void aHeldLeaseNamesItsHolderAndAReleasedOneIsFree() {
        history.initialise();
        Lease first = acquired("a", LONG);

        LeaseResult second = history.acquire(RedisRig.runner("b"), LONG);
        assertThat(second)
                .isInstanceOfSatisfying(
                        LeaseResult.Held.class,
                        held -> assertThat(held.holder().runner()).isEqualTo(RedisRig.runner("a")));
        assertThat(history.head().orElseThrow().holder()).isNotNull();

        history.release(first, "digest-1");
        assertThat(history.head().orElseThrow().holder()).isNull();
        assertThat(history.head().orElseThrow().appliedDigest()).isEqualTo("digest-1");

        LeaseResult.Acquired third = (LeaseResult.Acquired) history.acquire(RedisRig.runner("b"), LONG);
        assertThat(third.takenOverFrom()).isNull();
        assertThat(third.lease().token()).isEqualTo(first.token() + 1);
        assertThat(history.head().orElseThrow().appliedDigest()).isNull();
        history.release(first, "stale");
        assertThat(history.head().orElseThrow().holder()).isNotNull();
        assertThat(history.head().orElseThrow().appliedDigest()).isNull();
    }

    @Test
    void anExpiredLeaseIsTakenOverAndItsOwnerIsFenced() {
        history.initialise();
        Lease old = acquired("a", Duration.ofMillis(50));
        assertThat(history.renew(old)).isTrue();
        try (Target other = new RedisAdapter().open(rig.config)) {
            HistoryStore newer = other.history().orElseThrow();
            LeaseResult result = newer.acquire(RedisRig.runner("b"), LONG);
            while (result instanceof LeaseResult.Held) {
                result = newer.acquire(RedisRig.runner("b"), LONG);
            }
            LeaseResult.Acquired acquired = (LeaseResult.Acquired) result;
            assertThat(acquired.lease().token()).isEqualTo(old.token() + 1);
            assertThat(acquired.takenOverFrom()).isNotNull();
            assertThat(acquired.takenOverFrom().runner()).isEqualTo(RedisRig.runner("a"));
            assertThat(rig.sessionNames()).doesNotContain(old.sessionName());

            assertThat(history.renew(old)).isFalse();
            assertThatThrownBy(() -> history.record(
                            old, RedisRig.change("001_a", HistoryRow.State.APPLIED, HistoryChange.Event.APPLIED, old)))
                    .isInstanceOf(LeaseLostException.class)
                    .hasMessageContaining("not recorded");
            assertThat(history.rows()).isEmpty();
            assertThat(history.events(0)).isEmpty();
        }
    }

    @Test
    void renewWorksWhileTheServerIsBusyWithAMigrationOnAnotherConnection() {
        history.initialise();
        Lease lease = acquired("a", LONG);
        rig.target.claim(lease);
        rig.up("001_a", db -> assertThat(history.renew(lease)).isTrue(), lease);
    }

    @Test
    void rowsAndEventsComeBackAsTheyWereWritten() {
        history.initialise();
        Lease lease = acquired("a", LONG);
        history.record(lease, RedisRig.change("002_b", HistoryRow.State.STARTED, HistoryChange.Event.STARTED, lease));
        history.record(lease, RedisRig.change("001_a", HistoryRow.State.APPLIED, HistoryChange.Event.APPLIED, lease));
        HistoryRow failed = RedisRig.row("002_b", HistoryRow.State.FAILED, lease.token())
                .with(HistoryRow.State.FAILED, "line 1\nzwei «ü»", 12);
        history.record(lease, new HistoryChange(failed, HistoryChange.Event.FAILED, lease.owner()));

        List<HistoryRow> rows = history.rows();
        assertThat(rows).extracting(HistoryRow::migrationId).containsExactly("001_a", "002_b");
        HistoryRow row = rows.get(1);
        assertThat(row.appliedAt()).isNotNull();
        assertThat(row)
                .usingRecursiveComparison()
                .ignoringFields("order", "appliedAt")
                .isEqualTo(failed);
        assertThat(rows.get(0).order()).isLessThan(row.order());

        List<HistoryEvent> events = history.events(0);
        assertThat(events)
                .extracting(HistoryEvent::event)
                .containsExactly(HistoryChange.Event.STARTED, HistoryChange.Event.APPLIED, HistoryChange.Event.FAILED);
        assertThat(events.get(2).message()).isEqualTo("line 1\nzwei «ü»");
        assertThat(events.get(0).message()).isNull();
        assertThat(events.get(0).host()).isEqualTo("host-a");
        assertThat(history.events(events.get(1).sequence())).containsExactly(events.get(2));
    }

    @Test
    void atHomeTheRowIsWrittenWithTheEffectAndNoMarkerStays() {
        history.initialise();
        Lease lease = acquired("a", LONG);
        rig.target.claim(lease);

        PartOutcome outcome = rig.up("001_a", db -> db.atomically(tx -> tx.set("x", "1")), lease);

        assertThat(outcome).isEqualTo(PartOutcome.RECORDED_IN_HISTORY);
        assertThat(rig.target.read().markers()).isEmpty();
        assertThat(history.rows())
                .singleElement()
                .satisfies(row -> assertThat(row.state()).isEqualTo(HistoryRow.State.APPLIED));
        assertThat(history.events(0)).extracting(HistoryEvent::event).containsExactly(HistoryChange.Event.APPLIED);

        assertThat(rig.down(
                        "001_a",
                        new RedisMigration() {
                            @Override
                            public void up(RedisContext db) {}

                            @Override
                            public void down(RedisContext db) {
                                db.atomically(tx -> tx.del("x"));
                            }
                        },
                        lease))
                .isEqualTo(PartOutcome.RECORDED_IN_HISTORY);
        assertThat(history.rows())
                .singleElement()
                .satisfies(row -> assertThat(row.state()).isEqualTo(HistoryRow.State.ROLLED_BACK));
    }

    @Test
    void atHomeAnInterruptedMigrationIsKnownByItsMarker() {
        history.initialise();
        Lease lease = acquired("a", LONG);
        rig.target.claim(lease);
        assertThatThrownBy(() -> rig.up(
                        "001_a",
                        db -> {
                            db.atomically("one", tx -> tx.set("x", "1"));
                            throw new IllegalStateException("stop");
                        },
                        lease))
                .hasMessageContaining("stop");
        assertThat(rig.target.read().markers().get("001_a").state()).isEqualTo(Marker.State.RUNNING_UP);
    }

    @Test
    void abortLeavesTheHistoryUsable() {
        history.initialise();
        Lease lease = acquired("a", LONG);
        rig.target.claim(lease);
        rig.target.abort();
        assertThatCode(() -> {
                    history.record(
                            lease,
                            RedisRig.change("001_a", HistoryRow.State.FAILED, HistoryChange.Event.FAILED, lease));
                    history.release(lease, null);
                })
                .doesNotThrowAnyException();
    }
}
