package dev.dbmigrate.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbmigrate.model.Manifest;
import dev.dbmigrate.model.ManifestEntry;
import dev.dbmigrate.runtime.Configuration;
import dev.dbmigrate.runtime.DbMigrate;
import dev.dbmigrate.runtime.ExecutedPart;
import dev.dbmigrate.runtime.MigrationState;
import dev.dbmigrate.runtime.RollbackRequest;
import dev.dbmigrate.runtime.Selection;
import dev.dbmigrate.runtime.StatusReport;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A team without PostgreSQL: MongoDB holds the history, through the facade that applications use. */
@Timeout(120)
class MongoAsHomeTest {

    private final MongoFixture mongo = new MongoFixture();
    private static volatile boolean broken;

    @AfterEach
    void close() {
        broken = false;
        mongo.close();
    }

    /** Seed data. */
    public static final class Seed implements MongoMigration {
        @Override
        public void up(MongoContext db) {
            db.idempotentStep(
                    "create",
                    () -> db.database()
                            .getCollection("exercises")
                            .replaceOne(
                                    new Document("_id", 1),
                                    new Document("_id", 1),
                                    new com.mongodb.client.model.ReplaceOptions().upsert(true)));
        }

        @Override
        public void down(MongoContext db) {
            db.idempotentStep(
                    "drop", () -> db.database().getCollection("exercises").drop());
        }
    }

    /** A default that old documents lack. */
    public static final class AddDifficulty implements MongoMigration {
        @Override
        public void up(MongoContext db) {
            db.idempotentStep(
                    "difficulty",
                    () -> db.database()
                            .getCollection("exercises")
                            .updateMany(
                                    new Document("difficulty", new Document("$exists", false)),
                                    new Document("$set", new Document("difficulty", 5))));
            if (broken) {
                throw new IllegalStateException("half-way");
            }
        }

        @Override
        public void down(MongoContext db) {
            db.idempotentStep(
                    "difficulty",
                    () -> db.database()
                            .getCollection("exercises")
                            .updateMany(new Document(), new Document("$unset", new Document("difficulty", ""))));
        }
    }

    private static final class TwoMigrations implements Manifest {

        @Override
        public int formatVersion() {
            return CURRENT_FORMAT;
        }

        @Override
        public String digest() {
            return "sha256:two";
        }

        @Override
        public int size() {
            return 2;
        }

        @Override
        public List<ManifestEntry> entries() {
            return List.of(
                    ManifestEntry.of("001_seed", Seed.class.getName())
                            .description("Seed")
                            .version("1.0.0")
                            .part("mongodb", "mongodb", true)
                            .build(),
                    ManifestEntry.of("002_add_difficulty", AddDifficulty.class.getName())
                            .description("Exercise difficulty")
                            .version("1.1.0")
                            .dependsOn("001_seed")
                            .part("mongodb", "mongodb", true)
                            .build());
        }

        @Override
        public Object newInstance(int index) {
            return index == 0 ? new Seed() : new AddDifficulty();
        }
    }

    private DbMigrate dbmigrate() {
        return DbMigrate.builder(Configuration.of(List.of(mongo.config)))
                .manifests(List.of(new TwoMigrations()))
                .build();
    }

    private List<MigrationState> states() {
        return dbmigrate().status().migrations().stream()
                .map(StatusReport.MigrationStatus::state)
                .toList();
    }

    @Test
    void applyStatusRollbackAndApplyAgain() {
        assertThat(states()).containsExactly(MigrationState.PENDING, MigrationState.PENDING);

        assertThat(dbmigrate().apply().parts())
                .extracting(ExecutedPart::outcome)
                .containsExactly(ExecutedPart.Outcome.APPLIED, ExecutedPart.Outcome.APPLIED);
        assertThat(states()).containsExactly(MigrationState.APPLIED, MigrationState.APPLIED);
        assertThat(mongo.target().read().schemaVersion()).isEqualTo("1.1.0");
        assertThat(mongo.collection("migration_lock").find().first()).containsEntry("appliedDigest", "sha256:two");
        assertThat(dbmigrate().apply().parts()).isEmpty();

        dbmigrate().rollback(new RollbackRequest(Selection.ALL, 1, false));
        assertThat(states()).containsExactly(MigrationState.APPLIED, MigrationState.ROLLED_BACK);
        assertThat(mongo.collection("exercises").find().first()).isEqualTo(new Document("_id", 1));
        assertThat(mongo.target().read().schemaVersion()).isEqualTo("1.0.0");

        dbmigrate().apply(Selection.ALL);
        assertThat(mongo.collection("exercises").find().first()).containsEntry("difficulty", 5);

        assertThat(dbmigrate().validate().findings()).isEmpty();
        Document first = mongo.collection("migration_events")
                .find()
                .sort(new Document("_id", 1))
                .first();
        mongo.collection("migration_events").deleteOne(new Document("_id", first.get("_id")));
        assertThat(dbmigrate().validate().findings())
                .anyMatch(one -> one.message().contains("were removed"));
    }

    @Test
    void aFailedMigrationIsFinishedByTheNextApply() {
        broken = true;
        assertThatThrownBy(() -> dbmigrate().apply()).hasMessageContaining("half-way");
        assertThat(states()).containsExactly(MigrationState.APPLIED, MigrationState.FAILED);

        broken = false;
        dbmigrate().apply();

        assertThat(states()).containsExactly(MigrationState.APPLIED, MigrationState.APPLIED);
    }

    @Test
    void aRollbackWhoseRecordWasLostIsNotRunTwice() {
        dbmigrate().apply();
        dbmigrate().rollback(RollbackRequest.last(1));
        // as if the runner had died after the journal's last entry and before the history was told
        lostRecord();

        dbmigrate().rollback(RollbackRequest.last(1));

        // the second one was undone now, and not the first one's way down run again
        assertThat(states()).containsExactly(MigrationState.ROLLED_BACK, MigrationState.ROLLED_BACK);
    }

    @Test
    void aRollbackThatDiedBeforeItBeganStillStands() {
        dbmigrate().apply();
        lostRecord();

        assertThat(dbmigrate().apply().parts()).isEmpty();

        assertThat(states()).containsExactly(MigrationState.APPLIED, MigrationState.APPLIED);
    }

    private void lostRecord() {
        mongo.collection("migration_history")
                .updateOne(
                        new Document("migration_id", "002_add_difficulty"),
                        new Document("$set", new Document("state", "ROLLING_BACK").append("success", false)));
        mongo.collection("migration_lock")
                .updateOne(new Document(), new Document("$unset", new Document("appliedDigest", "")));
    }
}
