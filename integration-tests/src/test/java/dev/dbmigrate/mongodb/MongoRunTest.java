package dev.dbmigrate.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Updates;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.spi.Lease;
import dev.dbmigrate.runtime.spi.LeaseLostException;
import dev.dbmigrate.runtime.spi.Marker;
import dev.dbmigrate.runtime.spi.PartFailedException;
import dev.dbmigrate.runtime.spi.PartFailedException.Effect;
import dev.dbmigrate.runtime.spi.StepRecord;
import dev.dbmigrate.runtime.spi.Target;
import dev.dbmigrate.runtime.spi.VersionChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What stands after a migration without a transaction, whichever way it ended. */
@Timeout(120)
class MongoRunTest {

    private final MongoFixture mongo = new MongoFixture();
    private final Target target = mongo.target();
    private final Lease lease = MongoFixture.lease(1);

    @BeforeEach
    void claim() {
        target.claim(lease);
    }

    @AfterEach
    void close() {
        mongo.close();
    }

    private static MongoCollection<Document> things(MongoContext db) {
        return db.database().getCollection("things");
    }

    private void apply(MongoMigration migration) {
        target.run(MongoFixture.part(lease, migration).notTransactional().build());
    }

    private PartFailedException failure(MongoMigration migration) {
        return catchThrowableOfType(PartFailedException.class, () -> apply(migration));
    }

    private Marker unfinished() {
        return mongo.target().read().markers().get("001_test");
    }

    private void resume(Target by, Lease under, MongoMigration migration, MongoFixture.QuietMonitor monitor) {
        by.run(MongoFixture.part(under, migration)
                .notTransactional()
                .unfinished(unfinished())
                .monitor(monitor)
                .build());
    }

    @Test
    void documentsAreUpgradedAndTheWayBackTakesTheFieldsAway() {
        mongo.collection("conversations")
                .insertMany(List.of(
                        new Document("_id", 1).append("userId", 7), new Document("_id", 2).append("schemaVersion", 3)));
        mongo.collection("userContext")
                .insertMany(List.of(
                        new Document("_id", 1).append("preferences", new Document("theme", "dark")),
                        new Document("_id", 2).append("preferences", new Document("languagePreference", "he"))));
        MongoMigration migration = new AddSchemaVersion();

        apply(migration);

        assertThat(mongo.collection("conversations").find(Filters.eq("_id", 1)).first())
                .containsEntry("schemaVersion", 1)
                .containsKey("migratedAt");
        assertThat(mongo.collection("conversations").find(Filters.eq("_id", 2)).first())
                .containsEntry("schemaVersion", 3)
                .doesNotContainKey("migratedAt");
        assertThat(mongo.collection("userContext").find(Filters.eq("_id", 1)).first())
                .containsEntry("preferences", new Document("theme", "dark").append("languagePreference", "auto"));
        assertThat(mongo.collection("userContext").find(Filters.eq("_id", 2)).first())
                .containsEntry("preferences", new Document("languagePreference", "he"));

        target.run(MongoFixture.part(lease, migration).notTransactional().down().build());

        assertThat(mongo.collection("conversations").find(Filters.eq("_id", 1)).first())
                .isEqualTo(new Document("_id", 1).append("userId", 7));
        assertThat(mongo.collection("conversations").find(Filters.eq("_id", 2)).first())
                .containsEntry("schemaVersion", 3);
        assertThat(mongo.collection("userContext").find(Filters.eq("_id", 1)).first())
                .containsEntry("preferences", new Document("theme", "dark"));
        assertThat(mongo.collection("userContext").find(Filters.eq("_id", 2)).first())
                .containsEntry("preferences", new Document("languagePreference", "he"));
        assertThat(mongo.target().read().markers()).isEmpty();
    }

    private static final class AddSchemaVersion implements MongoMigration {

        @Override
        public void up(MongoContext db) {
            db.idempotentStep(
                    "schemaVersion",
                    () -> db.database()
                            .getCollection("conversations")
                            .updateMany(
                                    Filters.exists("schemaVersion", false),
                                    Updates.combine(
                                            Updates.set("schemaVersion", 1), Updates.currentDate("migratedAt"))));
            db.idempotentStep(
                    "languagePreference",
                    () -> db.database()
                            .getCollection("userContext")
                            .updateMany(
                                    Filters.exists("preferences.languagePreference", false),
                                    Updates.combine(
                                            Updates.set("preferences.languagePreference", "auto"),
                                            Updates.set("upgradedBy", "dbmigrate"))));
        }

        @Override
        public void verify(MongoContext db) {
            long left =
                    db.database().getCollection("conversations").countDocuments(Filters.exists("schemaVersion", false));
            if (left > 0) {
                throw new IllegalStateException(left + " conversations have no schemaVersion");
            }
        }

        @Override
        public void down(MongoContext db) {
            db.idempotentStep(
                    "schemaVersion",
                    () -> db.database()
                            .getCollection("conversations")
                            .updateMany(
                                    Filters.exists("migratedAt"),
                                    Updates.combine(Updates.unset("schemaVersion"), Updates.unset("migratedAt"))));
            db.idempotentStep(
                    "languagePreference",
                    () -> db.database()
                            .getCollection("userContext")
                            .updateMany(
                                    Filters.exists("upgradedBy"),
                                    Updates.combine(
                                            Updates.unset("preferences.languagePreference"),
                                            Updates.unset("upgradedBy"))));
        }
    }

    @Test
    void documentsAreUpgradedOneByOneInBatchesAndAnInterruptedUpgradeGoesOn() {
        for (int i = 0; i < 7; i++) {
            mongo.collection("things")
                    .insertOne(new Document("_id", i % 2 == 0 ? i : "id" + i).append("name", "n" + i));
        }
        List<String> progress = new ArrayList<>();
        MongoFixture.QuietMonitor monitor = new MongoFixture.QuietMonitor() {
            @Override
            public void progress(long done, long total) {
                progress.add(done + "/" + total);
            }
        };
        int[] calls = {0};
        MongoMigration upgrade = db -> db.idempotentStep(
                "upgrade",
                () -> db.updateEach(things(db), Filters.exists("schemaVersion", false), 3, document -> {
                    if (calls[0]++ == 4) {
                        throw new IllegalStateException("boom");
                    }
                    return Updates.combine(
                            Updates.set("schemaVersion", 2),
                            Updates.set("upper", document.getString("name").toUpperCase(Locale.ROOT)));
                }));

        assertThat(failure(upgrade).effect()).isEqualTo(Effect.STEPS_DONE);
        assertThat(mongo.collection("things").countDocuments(Filters.exists("upper")))
                .isEqualTo(3);
        resume(target, lease, upgrade, monitor);

        assertThat(progress).containsExactly("3/4", "4/4");
        assertThat(mongo.collection("things").distinct("upper", String.class))
                .containsExactlyInAnyOrder("N0", "N1", "N2", "N3", "N4", "N5", "N6");
    }

    @Test
    void readingIsNotJournaled() {
        PartFailedException failure = failure(db -> {
            things(db).countDocuments();
            things(db).find().first();
            things(db)
                    .aggregate(List.of(new Document("$match", new Document())))
                    .first();
            throw new IllegalStateException("changed my mind");
        });

        assertThat(failure.effect()).isEqualTo(Effect.NONE);
        assertThat(failure).hasMessageContaining("changed my mind");
        assertThat(unfinished()).isNull();
    }

    @Test
    void aRefusedFirstCommandTookNoEffect() {
        mongo.collection("things").createIndex(Indexes.ascending("name"), new IndexOptions().unique(true));
        mongo.collection("things").insertOne(new Document("name", "a"));

        PartFailedException failure = failure(db -> things(db).insertOne(new Document("name", "a")));

        assertThat(failure.effect()).isEqualTo(Effect.NONE);
        assertThat(failure).hasMessageContaining("E11000");
        assertThat(unfinished()).isNull();
    }

    @Test
    void aWriteThatMatchedNothingTookNoEffect() {
        PartFailedException failure = failure(db -> {
            things(db).deleteMany(Filters.eq("name", "nobody"));
            throw new IllegalStateException("no");
        });

        assertThat(failure.effect()).isEqualTo(Effect.NONE);
        assertThat(unfinished()).isNull();
    }

    @Test
    void aFailureAfterAnAcknowledgedWriteOutsideAStepIsInDoubt() {
        PartFailedException failure = failure(db -> {
            things(db).insertOne(new Document("_id", 1).append("secret", "hunter2"));
            things(db).insertOne(new Document("_id", 2));
            things(db).updateOne(Filters.eq("_id", 1), Updates.set("x", 1));
            throw new IllegalStateException("boom");
        });

        assertThat(failure.effect()).isEqualTo(Effect.IN_DOUBT);
        assertThat(failure)
                .hasMessageContaining("boom")
                .hasMessageContaining("insert on things (2×), update on things")
                .hasMessageNotContaining("hunter2");
        assertThat(unfinished().state()).isEqualTo(Marker.State.RUNNING_UP);

        assertThatThrownBy(() -> resume(target, lease, db -> {}, new MongoFixture.QuietMonitor()))
                .isInstanceOfSatisfying(
                        PartFailedException.class, e -> assertThat(e.effect()).isEqualTo(Effect.IN_DOUBT))
                .hasMessageContaining("outside a named step");
        target.settle(lease, "001_test", null, VersionChange.NONE);
        assertThat(unfinished()).isNull();
    }

    @Test
    void theJournalIsWrittenBeforeTheFirstWriteIsSent() {
        // The migration itself looks at what a crash would leave at that moment.
        apply(db -> {
            things(db).find().first();
            assertThat(unfinished()).isNull();
            things(db).insertOne(new Document("_id", 1));
            assertThat(unfinished().steps()).extracting(StepRecord::state).containsExactly(StepRecord.State.RUNNING);
        });

        assertThat(unfinished().state()).isEqualTo(Marker.State.APPLIED);
    }

    @Test
    void afterAFailureTheNextTryGoesOnAtTheFailedStep() {
        PartFailedException failure = failure(db -> {
            db.step("one", () -> things(db).insertOne(new Document("_id", 1)));
            db.idempotentStep("two", () -> {
                things(db).updateMany(Filters.exists("two", false), Updates.set("two", true));
                throw new IllegalStateException("boom");
            });
        });
        assertThat(failure.effect()).isEqualTo(Effect.STEPS_DONE);
        assertThat(unfinished().steps())
                .containsExactly(
                        new StepRecord(0, "one", StepRecord.State.DONE),
                        new StepRecord(1, "two", StepRecord.State.RUNNING));

        Lease next = MongoFixture.lease(2);
        Target other = mongo.target();
        other.claim(next);
        MongoFixture.QuietMonitor monitor = new MongoFixture.QuietMonitor();
        resume(
                other,
                next,
                db -> {
                    db.step("one", () -> things(db).insertOne(new Document("_id", 1)));
                    db.idempotentStep(
                            "two", () -> things(db).updateMany(Filters.exists("two", false), Updates.set("two", true)));
                },
                monitor);

        assertThat(monitor.steps).containsExactly("SKIPPED one", "STARTED two", "DONE two");
        assertThat(mongo.collection("things").find().first()).isEqualTo(new Document("_id", 1).append("two", true));
        assertThat(unfinished().state()).isEqualTo(Marker.State.APPLIED);
        assertThat(unfinished().steps()).isEmpty();
    }

    @Test
    void aStepThatFailedAfterAWriteIsInDoubt() {
        PartFailedException failure = failure(db -> db.step("one", () -> {
            things(db).insertOne(new Document("_id", 1));
            throw new java.io.IOException("boom");
        }));

        assertThat(failure.effect()).isEqualTo(Effect.IN_DOUBT);
        assertThat(failure).hasMessageContaining("boom").hasMessageContaining("insert on things");
        assertThatThrownBy(() -> resume(
                        target,
                        lease,
                        db -> db.step("one", () -> things(db).insertOne(new Document("_id", 1))),
                        new MongoFixture.QuietMonitor()))
                .isInstanceOfSatisfying(
                        PartFailedException.class, e -> assertThat(e.effect()).isEqualTo(Effect.IN_DOUBT));
    }

    @Test
    void aStepThatFailedBeforeItsFirstWriteIsRunAgain() {
        PartFailedException failure = failure(db -> {
            db.step("one", () -> things(db).insertOne(new Document("_id", 1)));
            db.step("two", () -> {
                throw new IllegalStateException("boom");
            });
        });
        assertThat(failure.effect()).isEqualTo(Effect.STEPS_DONE);

        MongoFixture.QuietMonitor monitor = new MongoFixture.QuietMonitor();
        resume(
                target,
                lease,
                db -> {
                    db.step("one", () -> things(db).insertOne(new Document("_id", 1)));
                    db.step("two", () -> things(db).insertOne(new Document("_id", 2)));
                },
                monitor);

        assertThat(monitor.steps).containsExactly("SKIPPED one", "STARTED two", "DONE two");
        assertThat(mongo.collection("things").countDocuments()).isEqualTo(2);
    }

    @Test
    void aFailingVerifyFailsTheMigration() {
        PartFailedException failure = failure(new MongoMigration() {
            @Override
            public void up(MongoContext db) {
                db.step("one", () -> things(db).insertOne(new Document("_id", 1)));
            }

            @Override
            public void verify(MongoContext db) {
                throw new IllegalStateException("one is not enough");
            }
        });

        assertThat(failure.effect()).isEqualTo(Effect.STEPS_DONE);
        assertThat(failure).hasMessage("verify failed: one is not enough");
        assertThat(failure.getCause())
                .isInstanceOfSatisfying(
                        DbMigrateException.class,
                        e -> assertThat(e.diagnostic()).isEqualTo(Diagnostic.VERIFY_FAILED));
        assertThat(unfinished().state()).isEqualTo(Marker.State.RUNNING_UP);
    }

    @Test
    void aLostLeaseStopsTheMigrationBeforeItsNextCommandEvenIfItCatchesEverything() {
        MongoFixture.QuietMonitor monitor = new MongoFixture.QuietMonitor() {
            private int asked;

            @Override
            public void checkMayContinue() {
                if (asked++ > 0) {
                    throw new LeaseLostException("gone");
                }
            }
        };

        assertThatThrownBy(() -> target.run(MongoFixture.part(lease, db -> {
                            for (int i = 0; i < 3; i++) {
                                try {
                                    db.database().getCollection("log").countDocuments();
                                    things(db).insertOne(new Document("_id", i));
                                } catch (Exception e) {
                                    db.log().info("ignored");
                                }
                            }
                        })
                        .notTransactional()
                        .monitor(monitor)
                        .build()))
                .isInstanceOf(LeaseLostException.class);
        assertThat(mongo.collection("things").countDocuments()).isZero();
        assertThat(unfinished()).isNull();
    }

    @Test
    void aNewOwnerStopsAnOldOneThatSleptThroughItsLease() {
        assertThatThrownBy(() -> apply(db -> {
                    mongo.target().claim(MongoFixture.lease(2));
                    things(db).insertOne(new Document("_id", 1));
                }))
                .isInstanceOf(LeaseLostException.class);

        assertThat(mongo.collection("things").countDocuments()).isZero();
        assertThat(mongo.target().read().markers()).isEmpty();
    }

    @Test
    void theClientOfAMigrationGoesOnWorkingAfterOneWasStopped() {
        MongoFixture.QuietMonitor refuses = new MongoFixture.QuietMonitor() {
            @Override
            public void checkMayContinue() {
                throw new LeaseLostException("gone");
            }
        };
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() ->
                            target.run(MongoFixture.part(lease, db -> things(db).countDocuments())
                                    .notTransactional()
                                    .monitor(refuses)
                                    .build()))
                    .isInstanceOf(LeaseLostException.class);
        }

        apply(db -> things(db).insertOne(new Document("_id", 1)));

        assertThat(mongo.collection("things").countDocuments()).isEqualTo(1);
    }

    @Test
    void anAbortEndsAMigrationThatIsUnderWay() {
        PartFailedException failure = failure(db -> {
            target.abort();
            things(db).insertOne(new Document("_id", 1));
        });

        assertThat(failure.effect()).isEqualTo(Effect.NONE);
        assertThat(failure).hasMessageContaining("stopped");
        assertThat(mongo.collection("things").countDocuments()).isZero();
    }
}
