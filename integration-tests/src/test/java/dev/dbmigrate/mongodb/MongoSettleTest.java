package dev.dbmigrate.mongodb;

import static dev.dbmigrate.mongodb.MongoFixture.lease;
import static dev.dbmigrate.mongodb.MongoFixture.part;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dbmigrate.runtime.spi.HistoryStore;
import dev.dbmigrate.runtime.spi.Lease;
import dev.dbmigrate.runtime.spi.LeaseLostException;
import dev.dbmigrate.runtime.spi.Marker;
import dev.dbmigrate.runtime.spi.PartFailedException;
import dev.dbmigrate.runtime.spi.StepRecord;
import dev.dbmigrate.runtime.spi.Target;
import dev.dbmigrate.runtime.spi.TargetState;
import dev.dbmigrate.runtime.spi.VersionChange;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A person's decision about what stands. */
@Timeout(120)
class MongoSettleTest {

    private static final VersionChange REACHED =
            new VersionChange(List.of(new VersionChange.Reached("1.2.0", "things", false)), List.of(), "1.2.0");
    private static final VersionChange LEFT = new VersionChange(List.of(), List.of("1.2.0"), null);
    private static final MongoMigration TWO_STEPS = db -> {
        db.step("first", () -> insert(db, 1));
        db.step("second", () -> insert(db, 2));
    };

    private final MongoFixture mongo = new MongoFixture();
    private final Target target = mongo.target();
    private final Lease lease = lease(1);

    @AfterEach
    void close() {
        mongo.close();
    }

    private static void insert(MongoContext db, int id) {
        db.database().getCollection("things").insertOne(new Document("_id", id));
    }

    private static Marker marker(Marker.State state, long token, StepRecord... steps) {
        return new Marker("001_test", state, "v1:abc", token, List.of(steps));
    }

    private static StepRecord done(int index, String name) {
        return new StepRecord(index, name, StepRecord.State.DONE);
    }

    /** Leaves a migration that cannot be resumed by itself: its first step is done, and then it wrote outside a step. */
    private void leaveInDoubt(Lease by) {
        catchThrowableOfType(
                PartFailedException.class,
                () -> target.run(part(by, db -> {
                            db.step("first", () -> insert(db, 1));
                            insert(db, 3);
                            throw new IllegalStateException("boom");
                        })
                        .notTransactional()
                        .build()));
        assertThat(target.read().markers().get("001_test").state()).isEqualTo(Marker.State.RUNNING_UP);
    }

    @Test
    void whatIsMarkedAsAppliedStandsWithItsVersion() {
        target.claim(lease);
        leaveInDoubt(lease);

        target.settle(lease, "001_test", marker(Marker.State.APPLIED, 1), REACHED);

        TargetState state = mongo.target().read();
        assertThat(state.markers().get("001_test")).isEqualTo(marker(Marker.State.APPLIED, 1));
        assertThat(state.schemaVersion()).isEqualTo("1.2.0");
        assertThat(mongo.collection("schema_versions")
                        .countDocuments(new Document("version", "1.2.0").append("_id", "1.2.0")))
                .isEqualTo(1);
        assertThat(mongo.target().claim(lease(2)).markers()).isEqualTo(state.markers());
    }

    @Test
    void whatIsMarkedAsRolledBackLeavesNothing() {
        target.claim(lease);
        target.run(part(lease, TWO_STEPS).notTransactional().version(REACHED).build());

        target.settle(lease, "001_test", null, LEFT);

        TargetState state = mongo.target().read();
        assertThat(state.markers()).isEmpty();
        assertThat(state.schemaVersion()).isNull();
        assertThat(mongo.collection("schema_versions")
                        .countDocuments(new Document("version", "1.2.0").append("_id", "1.2.0")))
                .isZero();
        assertThat(mongo.target().claim(lease(2)).markers()).isEmpty();
    }

    @Test
    void aTryThatGoesOnFromTheWrittenStepsSkipsThem() {
        target.claim(lease);
        leaveInDoubt(lease);

        target.settle(lease, "001_test", marker(Marker.State.RUNNING_UP, 1, done(0, "first")), LEFT);

        Lease next = lease(2);
        Target other = mongo.target();
        Marker left = other.claim(next).markers().get("001_test");
        assertThat(left).isEqualTo(marker(Marker.State.RUNNING_UP, 1, done(0, "first")));
        other.run(part(next, TWO_STEPS).notTransactional().unfinished(left).build());
        assertThat(mongo.collection("things").countDocuments()).isEqualTo(3);
        assertThat(other.read().markers().get("001_test").state()).isEqualTo(Marker.State.APPLIED);
    }

    /** The way down is to be tried again, or the migration was marked as applied and is not: nothing older shows through. */
    @Test
    void whatWasRecordedBeforeDoesNotComeBackWhenTheNextTryTakesNoEffect() {
        target.claim(lease);
        target.run(part(lease, TWO_STEPS).notTransactional().version(REACHED).build());
        target.settle(lease, "001_test", marker(Marker.State.RUNNING_UP, 1), LEFT);
        assertThat(target.read().schemaVersion()).isNull();

        Marker left = mongo.target().claim(lease(2)).markers().get("001_test");
        assertThat(left).isEqualTo(marker(Marker.State.RUNNING_UP, 1));
        target.claim(lease(3));
        target.settle(lease(3), "001_test", null, VersionChange.NONE);
        assertThat(target.read().markers()).isEmpty();
        assertThat(target.read().schemaVersion()).isNull();
    }

    @Test
    void onTheHomeDatabaseTheStepsAreKept() {
        HistoryStore history = target.history().orElseThrow();
        history.initialise();
        Lease held = MongoFixture.acquire(history, "r", MongoFixture.LONG);
        target.claim(held);
        leaveInDoubt(held);

        target.settle(held, "001_test", marker(Marker.State.RUNNING_UP, held.token(), done(0, "first")), REACHED);

        Marker left = target.read().markers().get("001_test");
        assertThat(left.steps()).containsExactly(done(0, "first"));
        assertThat(target.read().schemaVersion()).isEqualTo("1.2.0");
        target.run(part(held, TWO_STEPS).notTransactional().unfinished(left).build());
        assertThat(mongo.collection("things").countDocuments()).isEqualTo(3);
        target.settle(held, "001_test", null, VersionChange.NONE);
        assertThat(target.read().markers()).isEmpty();
    }

    @Test
    void anOlderOwnersDecisionChangesNothing() {
        target.claim(lease);
        leaveInDoubt(lease);
        TargetState before = mongo.target().claim(lease(2));

        assertThatThrownBy(() -> target.settle(lease, "001_test", null, REACHED))
                .isInstanceOf(LeaseLostException.class);
        assertThatThrownBy(() -> target.settle(lease, "001_test", marker(Marker.State.APPLIED, 1), REACHED))
                .isInstanceOf(LeaseLostException.class);

        assertThat(mongo.target().read()).isEqualTo(before);
        assertThat(mongo.collection("schema_versions").countDocuments()).isZero();
    }

    /** One update of one document decides; what a crash right after it leaves is seen as decided, and then copied. */
    @Test
    void aDecisionWhoseCopiesWereCutShortIsSeenAtOnceAndCopiedByTheNextClaim() {
        target.claim(lease);
        target.run(part(lease, TWO_STEPS).notTransactional().version(REACHED).build());
        Document version = new Document("reached", List.of())
                .append("left", List.of("1.2.0"))
                .append("current", null)
                .append("empty", false);
        Document entry = new Document("id", "001_test")
                .append("state", "FORGOTTEN")
                .append("checksum", null)
                .append("token", 1L)
                .append("attempt", "a")
                .append("version", version);
        mongo.collection("dbmigrate_fence")
                .updateOne(
                        new Document("_id", "journal"), new Document("$set", new Document("running.001_test", entry)));

        assertThat(mongo.target().read().markers()).isEmpty();
        assertThat(mongo.target().read().schemaVersion()).isNull();
        assertThat(mongo.target().claim(lease(2)).markers()).isEmpty();
        assertThat(mongo.collection("schema_versions")
                        .countDocuments(new Document("version", "1.2.0").append("_id", "1.2.0")))
                .isZero();
        assertThat(mongo.collection("dbmigrate_markers")
                        .find(new Document("_id", "001_test"))
                        .first())
                .containsEntry("state", "FORGOTTEN");
    }
}
