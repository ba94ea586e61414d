package dev.dbmigrate.mongodb;

import static dev.dbmigrate.mongodb.MongoFixture.lease;
import static dev.dbmigrate.mongodb.MongoFixture.part;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mongodb.WriteConcern;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.spi.Lease;
import dev.dbmigrate.runtime.spi.Marker;
import dev.dbmigrate.runtime.spi.PartFailedException;
import dev.dbmigrate.runtime.spi.PartFailedException.Effect;
import dev.dbmigrate.runtime.spi.StepRecord;
import dev.dbmigrate.runtime.spi.Target;
import dev.dbmigrate.runtime.spi.VersionChange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What must never look done, and what must never look undone. */
@Timeout(120)
class MongoDoubtTest {

    private final MongoFixture mongo = new MongoFixture();
    private final Target target = mongo.target();
    private final Lease lease = lease(1);

    @BeforeEach
    void claim() {
        target.claim(lease);
    }

    @AfterEach
    void close() {
        mongo.close();
    }

    private static void insert(MongoContext db, int id) {
        db.database().getCollection("things").insertOne(new Document("_id", id));
    }

    private PartFailedException failureOf(MongoFixture.PartBuilder part) {
        PartFailedException failure = catchThrowableOfType(PartFailedException.class, () -> target.run(part.build()));
        assertThat(failure).as("the migration was taken for done").isNotNull();
        return failure;
    }

    private PartFailedException failureOf(MongoMigration migration) {
        return failureOf(part(lease, migration).notTransactional());
    }

    private Marker marker() {
        return mongo.target().read().markers().get("001_test");
    }

    private static void quietly(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            assertThat(e).isNotNull(); // a migration that thinks that it knows better
        }
    }

    @Test
    void aStepThatFailedCannotBeCaughtAway() {
        PartFailedException failure = failureOf(db -> quietly(() -> db.idempotentStep("half", () -> {
            insert(db, 1);
            throw new IOException("the file is gone");
        })));

        assertThat(failure.effect()).isEqualTo(Effect.STEPS_DONE);
        assertThat(failure)
                .hasMessageContaining("the file is gone")
                .hasMessageContaining("catching the exception does not");
        assertThat(marker().steps()).containsExactly(new StepRecord(0, "half", StepRecord.State.RUNNING));
    }

    @Test
    void aStepThatMayStandCannotBeCaughtAway() {
        PartFailedException failure = failureOf(db -> quietly(() -> db.step("half", () -> {
            insert(db, 1);
            throw new IOException("the file is gone");
        })));

        assertThat(failure.effect()).isEqualTo(Effect.IN_DOUBT);
        assertThat(marker().state()).isEqualTo(Marker.State.RUNNING_UP);
    }

    @Test
    void nothingIsDoneAfterAStepThatFailed() {
        PartFailedException failure = failureOf(db -> {
            db.step("first", () -> insert(db, 1));
            quietly(() -> db.step("second", () -> {
                throw new IOException("the file is gone");
            }));
            db.step("third", () -> insert(db, 3));
        });

        assertThat(failure.effect()).isEqualTo(Effect.STEPS_DONE);
        assertThat(mongo.collection("things").countDocuments()).isEqualTo(1);
        assertThat(marker().steps()).containsExactly(new StepRecord(0, "first", StepRecord.State.DONE));
    }

    @Test
    void aStepOfTheJournalThatTheClassHasNoLongerIsInDoubt() {
        failureOf(db -> {
            db.step("first", () -> insert(db, 1));
            db.idempotentStep("second", () -> {
                insert(db, 2);
                throw new IllegalStateException("boom");
            });
        });
        Marker left = marker();

        PartFailedException failure = failureOf(part(lease, db -> db.step("first", () -> insert(db, 1)))
                .unfinished(left));

        assertThat(failure.effect()).isEqualTo(Effect.IN_DOUBT);
        assertThat(failure).hasMessageContaining("second").hasMessageContaining("the class was changed");
        assertThat(marker()).isEqualTo(left);
    }

    @Test
    void aWayDownThatTookNoEffectLeavesTheMigrationApplied() {
        MongoMigration migration = new MongoMigration() {
            @Override
            public void up(MongoContext db) {
                db.step("up", () -> insert(db, 1));
            }

            @Override
            public void down(MongoContext db) {
                db.step("down", () -> {
                    throw new IOException("no");
                });
            }
        };
        target.run(part(lease, migration).notTransactional().build());

        PartFailedException failure =
                failureOf(part(lease, migration).notTransactional().down());

        assertThat(failure.effect()).isEqualTo(Effect.NONE);
        assertThat(marker().state()).isEqualTo(Marker.State.APPLIED);
    }

    @Test
    void whatWasWrittenOutsideAStepCannotBeSkippedByADecision() {
        failureOf(db -> {
            insert(db, 1);
            throw new IllegalStateException("boom");
        });

        Marker left = marker();
        Marker goOn = new Marker(
                "001_test",
                Marker.State.RUNNING_UP,
                "v1:abc",
                1,
                List.of(new StepRecord(0, left.steps().get(0).name(), StepRecord.State.DONE)));
        assertThat(catchThrowableOfType(
                        DbMigrateException.class, () -> target.settle(lease, "001_test", goOn, VersionChange.NONE)))
                .hasMessageContaining("cannot be skipped");
        assertThat(marker()).isEqualTo(left);
    }

    @Test
    void whatIsInDoubtWithinAStepIsSaidOfTheStepAndOfNothingElse() {
        PartFailedException failure = failureOf(db -> {
            db.step("first", () -> db.database().getCollection("others").insertOne(new Document("_id", 1)));
            db.step("second", () -> {
                insert(db, 1);
                throw new IOException("the file is gone");
            });
        });

        assertThat(failure.effect()).isEqualTo(Effect.IN_DOUBT);
        assertThat(failure)
                .hasMessageContaining("the file is gone")
                .hasMessageContaining("step 'second'")
                .hasMessageContaining("insert on things")
                .hasMessageNotContaining("others")
                .hasMessageNotContaining("outside a named step");
    }

    @Test
    void aRunThatIsStoppedWithinAStepSaysSo() {
        boolean[] stopped = {false};
        MongoFixture.QuietMonitor stops = new MongoFixture.QuietMonitor() {
            @Override
            public void checkMayContinue() {
                if (stopped[0]) {
                    throw new DbMigrateException(Diagnostic.INTERRUPTED, "stopped by a signal");
                }
            }
        };

        PartFailedException failure = failureOf(part(
                        lease,
                        db -> db.step("copy", () -> {
                            insert(db, 1);
                            stopped[0] = true;
                            insert(db, 2);
                        }))
                .notTransactional()
                .monitor(stops));

        assertThat(failure.effect()).isEqualTo(Effect.IN_DOUBT);
        assertThat(failure)
                .hasMessageContaining("stopped by a signal")
                .hasMessageContaining("step 'copy'")
                .hasMessageNotContaining("outside a named step");
        assertThat(mongo.collection("things").countDocuments()).isEqualTo(1);
    }

    /** A step's effect that a failover takes back, after the journal said that it is done, would be lost for good. */
    @Test
    void aStepsWritesAreAsDurableAsTheJournal() {
        List<WriteConcern> seen = new ArrayList<>();

        target.run(part(lease, db -> seen.add(db.database().getWriteConcern()))
                .notTransactional()
                .build());

        assertThat(seen).containsExactly(WriteConcern.MAJORITY.withJournal(true));
    }
}
