package dev.dbmigrate.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dbmigrate.redis.internal.RedisAdapter;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.Direction;
import dev.dbmigrate.runtime.spi.LeaseLostException;
import dev.dbmigrate.runtime.spi.Marker;
import dev.dbmigrate.runtime.spi.PartFailedException;
import dev.dbmigrate.runtime.spi.PartFailedException.Effect;
import dev.dbmigrate.runtime.spi.PartOutcome;
import dev.dbmigrate.runtime.spi.StepRecord;
import dev.dbmigrate.runtime.spi.Target;
import dev.dbmigrate.runtime.spi.TargetState;
import dev.dbmigrate.runtime.spi.VersionChange;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.AbstractTransaction;

@Timeout(60)
class RedisTargetTest {

    private static final String ID = "004_redis_feature_flags";

    private final RedisRig rig = new RedisRig();

    @AfterEach
    void close() {
        rig.close();
    }

    private PartFailedException failing(RedisMigration migration) {
        return catchThrowableOfType(PartFailedException.class, () -> rig.up(ID, migration, RedisRig.lease(1)));
    }

    @Test
    void anUntouchedDatabaseIsEmptyAndReadingItWritesNothing() {
        assertThat(rig.target.read()).isEqualTo(TargetState.EMPTY);
        assertThat(rig.redis.dbSize()).isZero();
    }

    @Test
    void claimingRaisesTheTokenAndNeverLowersIt() {
        assertThat(rig.claim(3).token()).isEqualTo(3);
        assertThat(rig.claim(3).initialised()).isTrue();
        assertThat(rig.claim(5).token()).isEqualTo(5);

        assertThatThrownBy(() -> rig.claim(4)).isInstanceOf(LeaseLostException.class);
        assertThat(rig.target.read().token()).isEqualTo(5);
    }

    @Test
    void aTargetOfAnotherHistoryIsLeftAsItIs() {
        rig.target.claim(RedisRig.lease("ffffffff", 9));

        assertThat(rig.claim(10).historyId()).isEqualTo("ffffffff");
        assertThat(rig.target.read().token()).isEqualTo(9);
    }

    @Test
    void configurationHashesAndNamespaceMarkersInOneTransaction() {
        rig.claim(1);
        RedisMigration migration = new RedisMigration() {
            @Override
            public void up(RedisContext db) {
                db.atomically(tx -> {
                    tx.hset("config:features", Map.of("new_feature_enabled", "true", "cache_ttl_extended", "7200"));
                    tx.hset("app:namespaces", "cache:extended", "initialized");
                });
            }

            @Override
            public void down(RedisContext db) {
                db.atomically(tx -> {
                    tx.hdel("config:features", "new_feature_enabled", "cache_ttl_extended");
                    tx.hdel("app:namespaces", "cache:extended");
                });
            }
        };

        VersionChange reached =
                new VersionChange(List.of(new VersionChange.Reached("1.2.0", "flags", false)), List.of(), "1.2.0");
        assertThat(rig.target.run(rig.part(ID, Direction.UP, migration, RedisRig.lease(1), reached)))
                .isEqualTo(PartOutcome.MARKED_ON_TARGET);

        assertThat(rig.redis.hget("config:features", "cache_ttl_extended")).isEqualTo("7200");
        assertThat(rig.redis.hget("app:metadata", "schema_version")).isEqualTo("1.2.0");
        TargetState state = rig.target.read();
        assertThat(state.schemaVersion()).isEqualTo("1.2.0");
        assertThat(state.markers().get(ID)).isEqualTo(new Marker(ID, Marker.State.APPLIED, "v1:abc", 1, List.of()));
        assertThat(rig.redis.keys("dbmigrate:*")).containsExactlyInAnyOrder("dbmigrate:fence", "dbmigrate:markers");

        VersionChange left = new VersionChange(List.of(), List.of("1.2.0"), null);
        rig.target.run(rig.part(ID, Direction.DOWN, migration, RedisRig.lease(1), left));

        assertThat(rig.redis.exists("config:features", "app:namespaces", "app:metadata"))
                .isZero();
        assertThat(rig.target.read().markers()).isEmpty();
    }

    @Test
    void readsAreNeverJournaledAndAFailureAfterThemChangedNothing() {
        rig.claim(1);
        rig.redis.set("a", "1");

        PartFailedException failure = failing(db -> {
            assertThat(db.client().get("a")).isEqualTo("1");
            db.client().scan("0");
            throw new IllegalStateException("no luck");
        });

        assertThat(failure.effect()).isEqualTo(Effect.NONE);
        assertThat(failure).hasMessageContaining("no luck");
        assertThat(rig.target.read().markers()).isEmpty();
    }

    @Test
    void aFirstWriteThatTheServerRefusesChangedNothing() {
        rig.claim(1);
        rig.redis.set("config:features", "a string");

        PartFailedException failure = failing(db -> db.client().hset("config:features", "x", "1"));

        assertThat(failure.effect()).isEqualTo(Effect.NONE);
        assertThat(failure).hasMessageContaining("WRONGTYPE");
        assertThat(rig.target.read().markers()).isEmpty();
        assertThat(rig.redis.exists("dbmigrate:steps:" + ID)).isFalse();
    }

    @Test
    void aFailureAfterADirectWriteIsInDoubtAndSaysWhatWasWritten() {
        rig.claim(1);

        PartFailedException failure = failing(db -> {
            db.client().hset("config:features", "x", "secret-value");
            db.client().set("b", "2");
            throw new IllegalStateException("no luck");
        });

        assertThat(failure.effect()).isEqualTo(Effect.IN_DOUBT);
        assertThat(failure)
                .hasMessageContaining("HSET config:features, SET b")
                .hasMessageContaining("atomically")
                .hasMessageNotContaining("secret-value");
        Marker marker = rig.target.read().markers().get(ID);
        assertThat(marker.state()).isEqualTo(Marker.State.RUNNING_UP);

        PartFailedException again = failing(db -> {
            throw new AssertionError("must not run");
        });
        assertThat(again.effect()).isEqualTo(Effect.IN_DOUBT);
        assertThat(again).hasMessageContaining("HSET config:features");

        rig.target.settle(RedisRig.lease(1), ID, null, VersionChange.NONE);
        assertThat(rig.target.read().markers()).isEmpty();
        rig.up(ID, db -> db.client().set("b", "3"), RedisRig.lease(1));
        assertThat(rig.target.read().markers().get(ID).state()).isEqualTo(Marker.State.APPLIED);
    }

    @Test
    void theRecordPrecedesTheFirstWriteOnEveryWayThroughTheClient() {
        for (RedisMigration write : List.<RedisMigration>of(
                db -> db.client().set("k", "1"),
                db -> db.client()
                        .executeCommand(new redis.clients.jedis.CommandObject<>(
                                new redis.clients.jedis.CommandArguments(redis.clients.jedis.Protocol.Command.SET)
                                        .key("k")
                                        .add("1"),
                                redis.clients.jedis.BuilderFactory.STRING)),
                db -> {
                    try (AbstractPipeline pipeline = db.client().pipelined()) {
                        pipeline.set("k", "1");
                    }
                },
                db -> {
                    try (AbstractTransaction transaction = db.client().multi()) {
                        transaction.set("k", "1");
                        transaction.exec();
                    }
                },
                db -> db.client().eval("return redis.call('SET', KEYS[1], '1')", List.of("k"), List.of()))) {
            rig.redis.flushDB();
            rig.claim(1);
            rig.up(
                    ID,
                    db -> {
                        write.up(db);
                        Marker marker = rig.target.read().markers().get(ID);
                        assertThat(marker.state()).isEqualTo(Marker.State.RUNNING_UP);
                        assertThat(marker.steps()).hasSize(1);
                    },
                    RedisRig.lease(1));
            assertThat(rig.redis.get("k")).isEqualTo("1");
            assertThat(rig.target.read().markers().get(ID).state()).isEqualTo(Marker.State.APPLIED);
        }
    }

    @Test
    void aCommandThatFailsWithinExecIsToldExactly() {
        rig.claim(1);
        rig.redis.set("config:features", "a string");

        PartFailedException failure = failing(db -> db.atomically("flags", tx -> {
            tx.set("before", "1");
            tx.hset("config:features", "x", "1");
            tx.set("after", "1");
        }));

        assertThat(failure.effect()).isEqualTo(Effect.IN_DOUBT);
        assertThat(failure)
                .hasMessageContaining("Failed: HSET config:features (WRONGTYPE")
                .hasMessageContaining("Stands: SET before, SET after");
        Marker marker = rig.target.read().markers().get(ID);
        assertThat(marker.state()).isEqualTo(Marker.State.RUNNING_UP);
        assertThat(marker.steps()).containsExactly(new StepRecord(0, "flags", StepRecord.State.RUNNING));
        assertThat(failing(db -> {}).effect()).isEqualTo(Effect.IN_DOUBT);
    }

    @Test
    void anExecOfWhichEveryCommandFailedChangedNothing() {
        rig.claim(1);
        rig.redis.set("config:features", "a string");

        PartFailedException failure = failing(db -> db.atomically(tx -> tx.hset("config:features", "x", "1")));

        assertThat(failure.effect()).isEqualTo(Effect.NONE);
        assertThat(rig.target.read().markers()).isEmpty();
    }

    @Test
    void anExecThatTheServerDiscardsChangedNothing() {
        rig.claim(1);

        PartFailedException failure = failing(db -> db.atomically(tx -> {
            tx.set("a", "1");
            tx.sendCommand(redis.clients.jedis.Protocol.Command.SET, "only-a-key");
        }));

        assertThat(failure.effect()).isEqualTo(Effect.NONE);
        assertThat(failure).hasMessageContaining("EXECABORT");
        assertThat(rig.redis.exists("a")).isFalse();
        assertThat(rig.target.read().markers()).isEmpty();
    }

    @Test
    void anExceptionWhileCommandsAreQueuedGivesTheTransactionUp() {
        rig.claim(1);

        PartFailedException failure = failing(db -> db.atomically(tx -> {
            tx.set("a", "1");
            throw new IllegalStateException("changed my mind");
        }));

        assertThat(failure.effect()).isEqualTo(Effect.NONE);
        assertThat(rig.redis.exists("a")).isFalse();
        rig.up(ID, db -> db.atomically(tx -> tx.set("a", "2")), RedisRig.lease(1));
        assertThat(rig.redis.get("a")).isEqualTo("2");
    }

    @Test
    void aScriptThatDealsWithItsOwnErrorIsNoFailure() {
        rig.claim(1);
        rig.redis.set("text", "x");

        rig.up(
                ID,
                db -> db.atomically(tx -> tx.eval(
                        "redis.pcall('HSET', KEYS[1], 'a', 'b') return redis.call('SET', KEYS[2], '1')",
                        List.of("text", "done"),
                        List.of())),
                RedisRig.lease(1));

        assertThat(rig.redis.get("done")).isEqualTo("1");
        assertThat(rig.target.read().markers().get(ID).state()).isEqualTo(Marker.State.APPLIED);
    }

    @Test
    void stepsThatAreDoneAreSkippedAfterAFailure() {
        rig.claim(1);

        PartFailedException failure = failing(db -> {
            db.step("one", () -> db.client().incr("n"));
            db.atomically("two", tx -> tx.incr("n"));
            throw new IllegalStateException("later");
        });
        assertThat(failure.effect()).isEqualTo(Effect.STEPS_DONE);

        rig.up(
                ID,
                db -> {
                    db.step("one", () -> db.client().incr("n"));
                    db.atomically("two", tx -> tx.incr("n"));
                    db.step("three", () -> db.client().incr("n"));
                },
                RedisRig.lease(1));

        assertThat(rig.redis.get("n")).isEqualTo("3");
        assertThat(rig.recorder.steps).contains("SKIPPED one", "SKIPPED two", "DONE three");
    }

    @Test
    void aStepThatFailedAfterAWriteIsInDoubtAndAnIdempotentOneIsRepeated() {
        rig.claim(1);
        RedisMigration halfway = db -> db.step("count", () -> {
            db.client().incr("n");
            throw new IllegalStateException("halfway");
        });
        assertThat(failing(halfway).effect()).isEqualTo(Effect.IN_DOUBT);
        assertThat(failing(halfway).effect()).isEqualTo(Effect.IN_DOUBT);
        assertThat(rig.redis.get("n")).isEqualTo("1");
        rig.target.settle(RedisRig.lease(1), ID, null, VersionChange.NONE);

        RedisMigration repeatable = db -> db.idempotentStep("set", () -> {
            db.client().set("flag", "on");
            if (!rig.redis.exists("mended")) {
                throw new IllegalStateException("halfway");
            }
        });
        assertThat(failing(repeatable).effect()).isEqualTo(Effect.STEPS_DONE);
        rig.redis.set("mended", "yes");
        assertThat(rig.up(ID, repeatable, RedisRig.lease(1))).isEqualTo(PartOutcome.MARKED_ON_TARGET);
    }

    @Test
    void aStepThatFailedBeforeItWroteAnythingLeavesNothing() {
        rig.claim(1);
        PartFailedException failure = failing(db -> db.step("check", () -> {
            db.client().get("x");
            throw new Exception("checked");
        }));
        assertThat(failure.effect()).isEqualTo(Effect.NONE);
        assertThat(rig.target.read().markers()).isEmpty();
    }

    @Test
    void commandsThatHarmOthersAreRefused() {
        rig.claim(1);
        assertThat(failing(db -> db.client().keys("user_state:*")))
                .hasMessageContaining("KEYS is refused")
                .hasMessageContaining("SCAN")
                .hasMessageContaining("keys(")
                .extracting(Throwable::getCause)
                .isInstanceOfSatisfying(
                        DbMigrateException.class,
                        e -> assertThat(e.diagnostic()).isEqualTo(Diagnostic.STATEMENT_REFUSED));
        assertThat(failing(db -> db.client().flushDB())).hasMessageContaining("FLUSHDB is refused");
        assertThat(failing(db -> db.client().flushAll())).hasMessageContaining("FLUSHALL is refused");
        assertThat(failing(db -> db.client().configSet("maxmemory", "1"))).hasMessageContaining("CONFIG is refused");
        assertThat(failing(db -> db.client()
                        .executeCommand(new redis.clients.jedis.CommandObject<>(
                                new redis.clients.jedis.CommandArguments(redis.clients.jedis.Protocol.Command.SELECT)
                                        .add("0"),
                                redis.clients.jedis.BuilderFactory.STRING))))
                .hasMessageContaining("SELECT is refused");
        assertThat(failing(db -> db.atomically(tx -> tx.sendCommand(redis.clients.jedis.Protocol.Command.KEYS, "*"))))
                .hasMessageContaining("KEYS is refused");
        assertThat(failing(db -> db.atomically(AbstractTransaction::exec))).hasMessageContaining("exec() is refused");
        assertThat(rig.target.read().markers()).isEmpty();
    }

    @Test
    void aNewOwnerEndsTheSessionsOfTheOldOneAndRefusesItsWrites() {
        rig.claim(1);
        try (Target newer = new RedisAdapter().open(rig.config)) {
            assertThatThrownBy(() -> rig.up(
                            ID,
                            db -> {
                                db.client().get("x");
                                assertThat(rig.sessionNames())
                                        .contains(RedisRig.lease(1).sessionName());
                                newer.claim(RedisRig.lease(2));
                                assertThat(rig.sessionNames())
                                        .doesNotContain(RedisRig.lease(1).sessionName());
                                db.client().set("x", "late");
                            },
                            RedisRig.lease(1)))
                    .isInstanceOf(LeaseLostException.class);
        }
        assertThat(rig.redis.exists("x")).isFalse();
        assertThat(rig.target.read().markers()).isEmpty();
    }

    @Test
    void anAtomicStepOfAnOldOwnerWritesNothing() {
        rig.claim(1);
        assertThatThrownBy(() -> rig.up(
                        ID,
                        db -> db.atomically(tx -> {
                            tx.set("x", "late");
                            // as if the new owner had not ended this session yet
                            rig.redis.hset("dbmigrate:fence", "token", "2");
                        }),
                        RedisRig.lease(1)))
                .isInstanceOf(LeaseLostException.class);
        assertThat(rig.redis.exists("x")).isFalse();
        assertThatThrownBy(() -> rig.target.settle(RedisRig.lease(1), ID, null, VersionChange.NONE))
                .isInstanceOf(LeaseLostException.class);
    }

    @Test
    void everyConnectionBearsTheLeasesName() {
        rig.claim(7);
        rig.up(
                ID,
                db -> {
                    try (AbstractPipeline pipeline = db.client().pipelined()) {
                        pipeline.get("a");
                        db.client().get("b");
                        assertThat(rig.sessionNames())
                                .filteredOn(name -> name.equals("dbmigrate-" + RedisRig.HISTORY + "-7"))
                                .hasSizeGreaterThanOrEqualTo(2);
                    }
                },
                RedisRig.lease(7));
    }

    @Test
    void abortStopsAMigrationAndAllFurtherUse() {
        rig.claim(1);
        PartFailedException failure = failing(db -> {
            rig.target.abort();
            db.client().get("x");
        });
        assertThat(failure.effect()).isEqualTo(Effect.NONE);
        assertThatThrownBy(() -> rig.claim(2)).isInstanceOf(DbMigrateException.class);
        assertThat(rig.history().head()).isEmpty();
    }

    @Test
    void abortAfterAWriteLeavesTheOutcomeToTheServer() {
        rig.claim(1);
        PartFailedException failure = failing(db -> {
            db.client().set("x", "1");
            rig.target.abort();
            db.client().set("y", "1");
        });
        assertThat(failure.effect()).isEqualTo(Effect.UNKNOWN);
        try (Target next = new RedisAdapter().open(rig.config)) {
            assertThat(next.read().markers().get(ID).state()).isEqualTo(Marker.State.RUNNING_UP);
        }
    }

    @Test
    void aFailedVerifyFailsTheMigration() {
        rig.claim(1);
        PartFailedException failure = failing(new RedisMigration() {
            @Override
            public void up(RedisContext db) {
                db.atomically(tx -> tx.set("a", "1"));
            }

            @Override
            public void verify(RedisContext db) {
                throw new IllegalStateException("a must be 2");
            }
        });
        assertThat(failure.effect()).isEqualTo(Effect.STEPS_DONE);
        assertThat(failure).hasMessageContaining("a must be 2");
        assertThat(failure.getCause())
                .isInstanceOfSatisfying(
                        DbMigrateException.class,
                        e -> assertThat(e.diagnostic()).isEqualTo(Diagnostic.VERIFY_FAILED));
    }

    @Test
    void aServerWithoutMemoryRefusesTheWholeExec() {
        rig.claim(1);
        rig.redis.set("old", "x");
        String before = rig.redis.configGet("maxmemory").get("maxmemory");
        PartFailedException failure;
        try {
            rig.redis.configSet("maxmemory", "1");
            failure = failing(db -> db.atomically(tx -> tx.del("old")));
        } finally {
            rig.redis.configSet("maxmemory", before);
        }
        assertThat(failure.effect()).isEqualTo(Effect.NONE);
        assertThat(rig.redis.get("old")).isEqualTo("x");
        assertThat(rig.target.read().markers()).isEmpty();
    }

    @Test
    void aMetadataKeyOfAnotherTypeIsToldBeforeAnythingIsRun() {
        rig.redis.set("app:metadata", "1.0");
        assertThatThrownBy(() -> rig.claim(1))
                .isInstanceOfSatisfying(
                        DbMigrateException.class,
                        e -> assertThat(e.diagnostic()).isEqualTo(Diagnostic.CONFIGURATION))
                .hasMessageContaining("app:metadata is a string");
        assertThat(rig.target.read().initialised()).isFalse();
    }
}
