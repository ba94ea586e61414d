package dev.dbmigrate.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.Direction;
import dev.dbmigrate.runtime.spi.HistoryStore.LeaseResult;
import dev.dbmigrate.runtime.spi.Lease;
import dev.dbmigrate.runtime.spi.LeaseLostException;
import dev.dbmigrate.runtime.spi.Marker;
import dev.dbmigrate.runtime.spi.PartFailedException;
import dev.dbmigrate.runtime.spi.PartFailedException.Effect;
import dev.dbmigrate.runtime.spi.StepRecord;
import dev.dbmigrate.runtime.spi.VersionChange;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the journal promises: nothing that may stand is run again unseen, nothing is called done that is not. */
@Timeout(60)
class RedisProtocolTest {

    private static final String ID = "005_protocol";

    private final RedisRig rig = new RedisRig();

    @AfterEach
    void close() {
        rig.close();
    }

    private PartFailedException failing(RedisMigration migration) {
        return catchThrowableOfType(PartFailedException.class, () -> rig.up(ID, migration, RedisRig.lease(1)));
    }

    private static Marker marker(Marker.State state, StepRecord... steps) {
        return new Marker(ID, state, "v1:abc", 1, List.of(steps));
    }

    private static StepRecord done(int index, String name) {
        return new StepRecord(index, name, StepRecord.State.DONE);
    }

    private static RedisMigration reversible(RedisMigration up, RedisMigration down) {
        return new RedisMigration() {
            @Override
            public void up(RedisContext db) throws Exception {
                up.up(db);
            }

            @Override
            public void down(RedisContext db) throws Exception {
                down.up(db);
            }
        };
    }

    @Test
    void aDecisionReplacesMarkerStepsAndVersionAtOnce() {
        rig.claim(1);
        assertThat(failing(db -> {
                            db.atomically("one", tx -> tx.incr("n"));
                            db.step("two", () -> {
                                db.client().incr("n");
                                throw new IllegalStateException("halfway");
                            });
                        })
                        .effect())
                .isEqualTo(Effect.IN_DOUBT);

        VersionChange reached =
                new VersionChange(List.of(new VersionChange.Reached("1.2.0", "x", false)), List.of(), "1.2.0");
        Marker decided = marker(Marker.State.RUNNING_UP, done(0, "one"), done(1, "two"));
        rig.target.settle(RedisRig.lease(1), ID, decided, reached);

        assertThat(rig.target.read().markers().get(ID)).isEqualTo(decided);
        assertThat(rig.target.read().schemaVersion()).isEqualTo("1.2.0");
        rig.up(
                ID,
                db -> {
                    db.atomically("one", tx -> tx.incr("n"));
                    db.step("two", () -> db.client().incr("n"));
                    db.step("three", () -> db.client().incr("n"));
                },
                RedisRig.lease(1));
        assertThat(rig.redis.get("n")).isEqualTo("3");
        assertThat(rig.recorder.steps).contains("SKIPPED one", "SKIPPED two", "DONE three");
    }

    @Test
    void aDecisionToTryAgainBeginsWithTheStepThatIsNotDone() {
        rig.claim(1);
        RedisMigration migration = db -> {
            db.step("one", () -> db.client().incr("one"));
            db.step("two", () -> {
                db.client().incr("two");
                if (!rig.redis.exists("mended")) {
                    throw new IllegalStateException("halfway");
                }
            });
        };
        PartFailedException inDoubt = failing(migration);
        assertThat(inDoubt.effect()).isEqualTo(Effect.IN_DOUBT);
        assertThat(inDoubt)
                .hasMessageContaining(
                        "step 2 'two' failed, and nobody can know how far it came: IllegalStateException: halfway");
        rig.redis.set("mended", "yes");

        rig.target.settle(RedisRig.lease(1), ID, marker(Marker.State.RUNNING_UP, done(0, "one")), VersionChange.NONE);
        rig.up(ID, migration, RedisRig.lease(1));

        assertThat(rig.redis.mget("one", "two")).containsExactly("1", "2");
        assertThat(rig.target.read().markers().get(ID)).isEqualTo(marker(Marker.State.APPLIED));
    }

    @Test
    void aDecisionAppliedOrNothingAtAllLeavesNoJournal() {
        rig.claim(1);
        failing(db -> {
            db.client().incr("n");
            throw new IllegalStateException("halfway");
        });

        rig.target.settle(RedisRig.lease(1), ID, marker(Marker.State.APPLIED), VersionChange.NONE);
        assertThat(rig.target.read().markers().get(ID)).isEqualTo(marker(Marker.State.APPLIED));
        assertThat(rig.redis.keys("dbmigrate:steps:*")).isEmpty();

        VersionChange left = new VersionChange(List.of(), List.of("1.2.0"), null);
        rig.redis.hset("app:metadata", "schema_version", "1.2.0");
        rig.target.settle(RedisRig.lease(1), ID, null, left);
        assertThat(rig.target.read().markers()).isEmpty();
        assertThat(rig.redis.hexists("app:metadata", "schema_version")).isFalse();
    }

    @Test
    void atHomeADecisionLeavesNoMarkerOfWhatIsAppliedForTheRowIsIt() {
        rig.history().initialise();
        Lease lease =
                ((LeaseResult.Acquired) rig.history().acquire(RedisRig.runner("a"), Duration.ofMinutes(5))).lease();
        rig.target.claim(lease);
        catchThrowable(() -> rig.up(
                ID,
                db -> {
                    db.client().incr("n");
                    throw new IllegalStateException("halfway");
                },
                lease));
        assertThat(rig.target.read().markers()).containsKey(ID);

        rig.target.settle(lease, ID, marker(Marker.State.APPLIED), VersionChange.NONE);
        assertThat(rig.target.read().markers()).isEmpty();

        Marker resumed = marker(Marker.State.RUNNING_DOWN, done(0, "one"));
        rig.target.settle(lease, ID, resumed, VersionChange.NONE);
        assertThat(rig.target.read().markers().get(ID)).isEqualTo(resumed);
    }

    @Test
    void aDecisionOfAnOldOwnerChangesNothing() {
        rig.claim(1);
        rig.redis.hset("dbmigrate:fence", "token", "2");
        VersionChange reached =
                new VersionChange(List.of(new VersionChange.Reached("1.2.0", "x", false)), List.of(), "1.2.0");
        assertThatThrownBy(() ->
                        rig.target.settle(RedisRig.lease(1), ID, marker(Marker.State.APPLIED, done(0, "one")), reached))
                .isInstanceOf(LeaseLostException.class);
        assertThat(rig.redis.keys("*")).containsExactly("dbmigrate:fence");
    }

    @Test
    void aDecisionThatTheServerRefusesHalfWayChangesNothing() {
        rig.claim(1);
        rig.redis.set("app:metadata", "an application took the name meanwhile");
        VersionChange reached =
                new VersionChange(List.of(new VersionChange.Reached("1.2.0", "x", false)), List.of(), "1.2.0");
        assertThatThrownBy(() -> rig.target.settle(
                        RedisRig.lease(1), ID, marker(Marker.State.RUNNING_UP, done(0, "one")), reached))
                .hasMessageContaining("WRONGTYPE");
        assertThat(rig.redis.keys("*")).containsExactlyInAnyOrder("dbmigrate:fence", "app:metadata");
    }

    @Test
    void writesOutsideOfAStepCannotBeSkippedByADecision() {
        rig.claim(1);
        failing(db -> {
            db.client().incr("n");
            throw new IllegalStateException("halfway");
        });
        Marker seen = rig.target.read().markers().get(ID);
        Marker decided =
                marker(Marker.State.RUNNING_UP, done(0, seen.steps().get(0).name()));
        assertThatThrownBy(() -> rig.target.settle(RedisRig.lease(1), ID, decided, VersionChange.NONE))
                .isInstanceOfSatisfying(
                        DbMigrateException.class,
                        e -> assertThat(e.diagnostic()).isEqualTo(Diagnostic.IN_DOUBT))
                .hasMessageContaining("INCR n")
                .hasMessageContaining("mark-applied");
        assertThat(rig.target.read().markers().get(ID)).isEqualTo(seen);
    }

    @Test
    void aDoubtfulExecIsAnInterruptedStepOfWhichAPersonCanSayThatItDidNotTakeEffect() {
        rig.claim(1);
        rig.redis.set("text", "x");
        RedisMigration migration = db -> db.atomically("flags", tx -> {
            tx.incr("n");
            tx.hset("text", "a", "b");
        });
        assertThat(failing(migration).effect()).isEqualTo(Effect.IN_DOUBT);
        assertThat(rig.target.read().markers().get(ID).steps())
                .containsExactly(new StepRecord(0, "flags", StepRecord.State.RUNNING));
        assertThat(failing(migration)).hasMessageContaining("not all of its commands succeeded");
        assertThat(rig.redis.get("n")).isEqualTo("1");

        rig.redis.del("text", "n");
        rig.target.settle(RedisRig.lease(1), ID, marker(Marker.State.RUNNING_UP), VersionChange.NONE);
        rig.up(ID, migration, RedisRig.lease(1));
        assertThat(rig.redis.get("n")).isEqualTo("1");
    }

    @Test
    void anAtomicStepDoesNotTakeBackTheDoubtOfEarlierDirectWrites() {
        rig.claim(1);
        RedisMigration migration = db -> {
            db.client().incr("n");
            db.atomically("flags", tx -> tx.set("x", "1"));
            throw new IllegalStateException("as if killed here");
        };
        assertThat(failing(migration).effect()).isEqualTo(Effect.IN_DOUBT);

        assertThat(failing(migration)).hasMessageContaining("INCR n");
        assertThat(rig.redis.get("n")).isEqualTo("1");
    }

    @Test
    void anErrorInAStepIsAFailureLikeAnyOther() {
        rig.claim(1);
        PartFailedException failure = failing(db -> db.step("one", () -> {
            db.client().incr("n");
            throw new AssertionError("an Error, no exception");
        }));
        assertThat(failure.effect()).isEqualTo(Effect.IN_DOUBT);
    }

    @Test
    void aSwallowedErrorOfAStepFailsTheMigrationAllTheSame() {
        rig.claim(1);
        PartFailedException failure = failing(db -> {
            catchThrowable(() -> db.step("one", () -> {
                db.client().incr("n");
                throw new AssertionError("swallowed");
            }));
            catchThrowable(() -> db.step("two", () -> db.client().incr("n")));
        });
        assertThat(failure.effect()).isEqualTo(Effect.IN_DOUBT);
        assertThat(rig.redis.get("n")).isEqualTo("1");
    }

    @Test
    void aWriteThatTheRunDidNotLetThroughCannotBeSwallowed() {
        rig.claim(1);
        assertThatThrownBy(() -> rig.up(
                        ID,
                        db -> {
                            rig.recorder.mayContinue = () -> {
                                throw new LeaseLostException("slept too long");
                            };
                            catchThrowable(() -> db.client().set("x", "1"));
                        },
                        RedisRig.lease(1)))
                .isInstanceOf(LeaseLostException.class);
        assertThat(rig.redis.exists("x")).isFalse();
        assertThat(rig.target.read().markers()).isEmpty();
    }

    @Test
    void stepsOfAnEarlierTryThatTheCodeHasNoMoreAreADoubt() {
        rig.claim(1);
        failing(db -> {
            db.step("one", () -> db.client().incr("n"));
            db.idempotentStep("two", () -> {
                db.client().incr("n");
                throw new IllegalStateException("halfway");
            });
        });
        PartFailedException failure =
                failing(db -> db.step("one", () -> db.client().incr("n")));
        assertThat(failure.effect()).isEqualTo(Effect.IN_DOUBT);
        assertThat(failure).hasMessageContaining("step 2 'two'").hasMessageContaining("changed");
        assertThat(failing(db -> {}).effect()).isEqualTo(Effect.IN_DOUBT);
        assertThat(rig.target.read().markers().get(ID).state()).isEqualTo(Marker.State.RUNNING_UP);
    }

    @Test
    void aWayDownThatFailedBeforeItWroteAnythingLeavesItApplied() {
        rig.claim(1);
        RedisMigration migration = reversible(
                db -> db.client().set("x", "1"),
                db -> db.step("check", () -> {
                    throw new IllegalStateException("not now");
                }));
        rig.up(ID, migration, RedisRig.lease(1));
        Marker applied = rig.target.read().markers().get(ID);

        PartFailedException failure =
                catchThrowableOfType(PartFailedException.class, () -> rig.down(ID, migration, RedisRig.lease(1)));

        assertThat(failure.effect()).isEqualTo(Effect.NONE);
        assertThat(rig.target.read().markers().get(ID)).isEqualTo(applied);
    }

    @Test
    void aWriteOfTheClientWhileCommandsAreQueuedIsRefusedAlsoIfThatIsSwallowed() {
        rig.claim(1);
        PartFailedException failure = failing(db ->
                db.atomically("flags", tx -> catchThrowable(() -> db.client().incr("n"))));
        assertThat(failure.effect()).isEqualTo(Effect.STEPS_DONE);
        assertThat(failure).hasMessageContaining("INCR n is refused").hasMessageContaining("EXEC");
        assertThat(rig.redis.exists("n")).isFalse();
    }

    @Test
    void stepsDoNotStandWithinAnExec() {
        rig.claim(1);
        assertThat(failing(db -> db.atomically("outer", tx -> db.atomically("inner", other -> other.incr("n")))))
                .hasMessageContaining("inner")
                .extracting(PartFailedException::effect)
                .isEqualTo(Effect.NONE);
        assertThat(failing(db -> db.atomically("outer", tx -> db.step("inner", () -> {})))
                        .effect())
                .isEqualTo(Effect.NONE);
        assertThat(rig.redis.exists("n")).isFalse();
        assertThat(rig.target.read().markers()).isEmpty();
    }

    @Test
    void whatIsReadWhileCommandsAreQueuedIsWatchedSoThatNoUpdateIsLost() {
        rig.claim(1);
        rig.redis.hset("config:features", "list", "a");
        int[] rounds = {0};
        rig.up(
                ID,
                db -> db.atomically("append", tx -> {
                    String list = db.client().hget("config:features", "list");
                    if (rounds[0]++ < 3) {
                        // the application writes between our read and our EXEC
                        rig.redis.hset("config:features", "list", list + ",app");
                    }
                    tx.hset("config:features", "list", list + ",migrated");
                }),
                RedisRig.lease(1));
        assertThat(rig.redis.hget("config:features", "list").split(","))
                .containsExactly("a", "app", "app", "app", "migrated");
        assertThat(rig.target.read().markers().get(ID).state()).isEqualTo(Marker.State.APPLIED);
    }

    @Test
    void scriptsThatTheServerForgetsAreSentAgain() {
        rig.claim(1);
        for (int i = 0; i < 5; i++) {
            rig.redis.set("user_state:" + i, "v1");
        }
        rig.up(
                ID,
                db -> db.keys("user_state:*").batchSize(2).move("user_state_v2:*", value -> {
                    rig.redis.scriptFlush();
                    return "v2";
                }),
                RedisRig.lease(1));
        assertThat(rig.redis.keys("user_state*")).hasSize(5).allMatch(key -> key.startsWith("user_state_v2:"));
    }

    @Test
    void theDirectionIsPartOfWhatIsReadBack() {
        rig.claim(1);
        // a journal of the other direction that nobody has cleared away
        rig.redis.hset("dbmigrate:steps:" + ID, "0", "DONE flags");
        rig.redis.hset("dbmigrate:markers", ID, "RUNNING_UP 1 v1:abc");
        try (Wire wire = new Wire(rig)) {
            wire.target.claim(RedisRig.lease(1));
            RedisMigration migration = reversible(
                    db -> {},
                    db -> db.atomically("flags", tx -> {
                        wire.proxy.cut = CuttingProxy.Cut.BEFORE_EXEC;
                        tx.incr("n");
                    }));
            PartFailedException failure = catchThrowableOfType(
                    PartFailedException.class,
                    () -> wire.target.run(
                            rig.part(ID, Direction.DOWN, migration, RedisRig.lease(1), VersionChange.NONE)));
            assertThat(failure).isNotNull();
            assertThat(failure.effect()).isEqualTo(Effect.NONE);
            assertThat(wire.proxy.cuts).isEqualTo(1);
        }
        assertThat(rig.redis.exists("n")).isFalse();
    }
}
