package dev.dbmigrate.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.dbmigrate.redis.internal.RedisAdapter;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.spi.HistoryChange;
import dev.dbmigrate.runtime.spi.HistoryRow;
import dev.dbmigrate.runtime.spi.HistoryStore;
import dev.dbmigrate.runtime.spi.HistoryStore.LeaseResult;
import dev.dbmigrate.runtime.spi.Lease;
import dev.dbmigrate.runtime.spi.LeaseLostException;
import dev.dbmigrate.runtime.spi.Marker;
import dev.dbmigrate.runtime.spi.Target;
import dev.dbmigrate.runtime.spi.VersionChange;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.AbstractTransaction;

/**
 * An owner is frozen until its lease has expired and another one has claimed the target, and then goes on as if nothing had
 * happened: nothing of what it does may be written, here or in the history.
 */
@Timeout(60)
class RedisFrozenOwnerTest {

    private static final String ID = "007_frozen";

    private final RedisRig rig = new RedisRig();
    private final Target next = new RedisAdapter().open(rig.config);
    private Lease old;
    private Lease newer;
    private Map<String, String> asLeft = Map.of();

    /** A migration that is frozen somewhere: it runs the given code there. */
    interface Frozen {
        void up(RedisContext db, Runnable freeze) throws Exception;
    }

    @BeforeEach
    void begin() {
        rig.history().initialise();
        old = acquire(rig.history(), "old", Duration.ofMillis(600));
        rig.target.claim(old);
        for (int i = 0; i < 3; i++) {
            rig.redis.set("user_state:" + i, "v1");
        }
    }

    @AfterEach
    void close() {
        next.close();
        rig.close();
    }

    private static Lease acquire(HistoryStore history, String runner, Duration timeToLive) {
        while (true) {
            if (history.acquire(RedisRig.runner(runner), timeToLive) instanceof LeaseResult.Acquired acquired) {
                return acquired.lease();
            }
            Thread.onSpinWait();
        }
    }

    private void freeze() {
        newer = acquire(next.history().orElseThrow(), "new", Duration.ofMinutes(5));
        next.claim(newer);
        asLeft = everything();
    }

    /** Every key of the database with all that it holds. */
    private Map<String, String> everything() {
        Map<String, String> all = new TreeMap<>();
        for (String key : rig.redis.keys("*")) {
            all.put(key, HexFormat.of().formatHex(rig.redis.dump(key)));
        }
        return all;
    }

    static Stream<Arguments> migrations() {
        return Stream.of(
                of("before its first write", (db, freeze) -> {
                    freeze.run();
                    db.client().set("x", "late");
                }),
                of("after a direct write", (db, freeze) -> {
                    db.client().set("x", "1");
                    freeze.run();
                    db.client().set("x", "late");
                }),
                of("and swallows the failure of its write", (db, freeze) -> {
                    freeze.run();
                    catchThrowable(() -> db.client().set("x", "late"));
                }),
                of(
                        "while it queues an atomic step",
                        (db, freeze) -> db.atomically(tx -> {
                            tx.set("x", "late");
                            freeze.run();
                        })),
                of("before an atomic step", (db, freeze) -> {
                    db.client().get("x");
                    freeze.run();
                    db.atomically(tx -> tx.set("x", "late"));
                }),
                of("between two atomic steps", (db, freeze) -> {
                    db.atomically("one", tx -> tx.set("x", "1"));
                    freeze.run();
                    db.atomically("two", tx -> tx.set("x", "late"));
                }),
                of(
                        "within a step",
                        (db, freeze) -> db.step("one", () -> {
                            freeze.run();
                            db.client().set("x", "late");
                        })),
                of(
                        "at the end of a step, before its record",
                        (db, freeze) -> db.step("one", () -> {
                            db.client().set("x", "1");
                            freeze.run();
                        })),
                of(
                        "within an idempotent step",
                        (db, freeze) -> db.idempotentStep("one", () -> {
                            db.client().set("x", "1");
                            freeze.run();
                            db.client().set("x", "late");
                        })),
                of(
                        "with commands in a pipeline",
                        (db, freeze) -> db.step("one", () -> {
                            try (AbstractPipeline pipeline = db.client().pipelined()) {
                                pipeline.set("x", "late");
                                freeze.run();
                                pipeline.sync();
                            }
                        })),
                of(
                        "with commands in a transaction of its own",
                        (db, freeze) -> db.step("one", () -> {
                            try (AbstractTransaction transaction = db.client().multi()) {
                                transaction.set("x", "late");
                                freeze.run();
                                transaction.exec();
                            }
                        })),
                of("in the middle of a key family", (db, freeze) -> {
                    boolean[] frozen = {false};
                    db.keys("user_state:*").batchSize(1).move("user_state_v2:*", value -> {
                        if (!frozen[0]) {
                            frozen[0] = true;
                            freeze.run();
                        }
                        return "late";
                    });
                }),
                of("before it deletes a key family", (db, freeze) -> {
                    freeze.run();
                    db.keys("user_state:*").delete();
                }),
                of("when all is done but the last record", (db, freeze) -> {
                    db.atomically(tx -> tx.set("x", "1"));
                    freeze.run();
                }));
    }

    private static Arguments of(String name, Frozen migration) {
        return Arguments.of(name, migration);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("migrations")
    void nothingOfAMigrationIsWrittenAnyMore(String name, Frozen migration) {
        assertThatThrownBy(() -> rig.up(ID, db -> migration.up(db, this::freeze), old))
                .as(name)
                .isInstanceOf(LeaseLostException.class);
        assertThat(everything()).isEqualTo(asLeft).isNotEmpty();
    }

    /** The token alone protects whatever dbmigrate itself writes, also before the old sessions are ended. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("fenced")
    void theTokenAloneIsEnoughForWhatIsFenced(String name, Frozen migration) {
        Runnable raise = () -> {
            rig.redis.hset("dbmigrate:fence", "token", Long.toString(old.token() + 1));
            asLeft = everything();
        };
        assertThatThrownBy(() -> rig.up(ID, db -> migration.up(db, raise), old))
                .as(name)
                .isInstanceOf(LeaseLostException.class);
        assertThat(everything()).isEqualTo(asLeft).isNotEmpty();
    }

    static Stream<Arguments> fenced() {
        List<String> fenced = List.of(
                "before its first write",
                "while it queues an atomic step",
                "before an atomic step",
                "between two atomic steps",
                "at the end of a step, before its record",
                "in the middle of a key family",
                "before it deletes a key family",
                "when all is done but the last record");
        return migrations()
                .filter(arguments -> fenced.contains((String) arguments.get()[0]));
    }

    @Test
    void nothingOfTheHistoryIsWrittenAnyMore() {
        HistoryStore history = rig.history();
        history.record(old, RedisRig.change(ID, HistoryRow.State.STARTED, HistoryChange.Event.STARTED, old));
        freeze();

        assertThatThrownBy(() -> history.record(
                        old, RedisRig.change(ID, HistoryRow.State.APPLIED, HistoryChange.Event.APPLIED, old)))
                .isInstanceOf(LeaseLostException.class);
        assertThat(history.renew(old)).isFalse();
        history.release(old, "a digest of yesterday");
        assertThatThrownBy(() -> rig.target.claim(old)).isInstanceOf(LeaseLostException.class);
        Marker applied = new Marker(ID, Marker.State.APPLIED, null, old.token(), List.of());
        assertThatThrownBy(() -> rig.target.settle(old, ID, applied, VersionChange.NONE))
                .isInstanceOfAny(LeaseLostException.class, DbMigrateException.class);

        assertThat(everything()).isEqualTo(asLeft);
        assertThat(history.head().orElseThrow().holder()).isNotNull();
        assertThat(history.renew(newer)).isTrue();
    }

    @Test
    void aCleanlyReleasedOwnersSessionsAreEndedToo() {
        rig.up(ID, db -> db.client().get("x"), old);
        rig.history().renew(old);
        rig.history().release(old, null);
        assertThat(rig.sessionNames()).contains(old.sessionName());
        freeze();
        assertThat(rig.sessionNames()).doesNotContain(old.sessionName());
    }
}
