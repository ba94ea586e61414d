package dev.dbmigrate.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbmigrate.runtime.spi.Lease;
import dev.dbmigrate.runtime.spi.LeaseLostException;
import dev.dbmigrate.runtime.spi.Marker;
import dev.dbmigrate.runtime.spi.PartOutcome;
import dev.dbmigrate.runtime.spi.Target;
import dev.dbmigrate.runtime.spi.TargetState;
import dev.dbmigrate.runtime.spi.VersionChange;
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
class MongoTargetTest {

    private static final MongoMigration INSERTS =
            db -> db.database().getCollection("things").insertOne(new Document("_id", 1));

    private static final VersionChange REACHED =
            new VersionChange(List.of(new VersionChange.Reached("1.2.0", "things", false)), List.of(), "1.2.0");

    private final MongoFixture mongo = new MongoFixture();

    @AfterEach
    void close() {
        mongo.close();
    }

    @Test
    void readingAnEmptyDatabaseWritesNothing() {
        assertThat(mongo.target().read()).isEqualTo(TargetState.EMPTY);
        assertThat(mongo.database.listCollectionNames().into(new ArrayList<>())).isEmpty();
    }

    @Test
    void manyMayClaimAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<TargetState>> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Target target = mongo.target();
            all.add(threads.submit(() -> {
                start.await();
                return target.claim(MongoFixture.lease(1));
            }));
        }
        start.countDown();
        for (Future<TargetState> one : all) {
            assertThat(one.get().token()).isEqualTo(1);
        }
        threads.shutdown();
    }

    @Test
    void aClaimRaisesTheTokenAndAnOlderOneIsRefused() {
        Target target = mongo.target();
        assertThat(target.claim(MongoFixture.lease(5)).token()).isEqualTo(5);
        assertThat(target.claim(MongoFixture.lease(5)).token()).isEqualTo(5);

        assertThatThrownBy(() -> mongo.target().claim(MongoFixture.lease(4)))
                .isInstanceOf(LeaseLostException.class)
                .hasMessageContaining("5");
        TargetState state = mongo.target().claim(MongoFixture.lease(6));
        assertThat(state.token()).isEqualTo(6);
        assertThat(state.historyId()).isEqualTo("0badcafe");
        assertThat(state.initialised()).isTrue();
    }

    @Test
    void aTargetOfAnotherHistoryIsLeftAsItIs() {
        mongo.target().claim(MongoFixture.lease(5));

        Lease foreign = new Lease("12345678", 9, MongoFixture.runner("x"), MongoFixture.LONG);
        TargetState state = mongo.target().claim(foreign);

        assertThat(state.historyId()).isEqualTo("0badcafe");
        assertThat(mongo.target().read().token()).isEqualTo(5);
    }

    @Test
    void anAppliedMigrationLeavesItsMarkerAndTheSchemaVersion() {
        Target target = mongo.target();
        Lease lease = MongoFixture.lease(1);
        target.claim(lease);

        PartOutcome outcome =
                target.run(MongoFixture.part(lease, INSERTS).version(REACHED).build());

        assertThat(outcome).isEqualTo(PartOutcome.MARKED_ON_TARGET);
        TargetState state = mongo.target().read();
        assertThat(state.schemaVersion()).isEqualTo("1.2.0");
        assertThat(state.markers())
                .containsOnly(java.util.Map.entry(
                        "001_test", new Marker("001_test", Marker.State.APPLIED, "v1:abc", 1, List.of())));
        assertThat(mongo.collection("schema_versions")
                        .find(new Document("_id", "1.2.0"))
                        .first())
                .containsEntry("version", "1.2.0")
                .containsEntry("description", "things")
                .containsEntry("breakingChanges", false)
                .containsKey("appliedAt");
    }

    @Test
    void aRollbackTakesMarkerAndVersionBack() {
        Target target = mongo.target();
        Lease lease = MongoFixture.lease(1);
        target.claim(lease);
        target.run(MongoFixture.part(lease, INSERTS).version(REACHED).build());

        target.run(MongoFixture.part(lease, new UndoesThings())
                .down()
                .version(new VersionChange(List.of(), List.of("1.2.0"), null))
                .build());

        TargetState state = mongo.target().read();
        assertThat(state.markers()).isEmpty();
        assertThat(state.schemaVersion()).isNull();
        assertThat(mongo.collection("things").countDocuments()).isZero();
        assertThat(mongo.collection("schema_versions")
                        .countDocuments(new Document("version", "1.2.0").append("_id", "1.2.0")))
                .isZero();
    }

    private static final class UndoesThings implements MongoMigration {
        @Override
        public void up(MongoContext db) {
            throw new AssertionError("the way up was not asked for");
        }

        @Override
        public void down(MongoContext db) {
            db.database().getCollection("things").drop();
        }
    }

    @Test
    void anOlderOwnerCannotRecordAnything() {
        Target old = mongo.target();
        Lease lease = MongoFixture.lease(1);
        old.claim(lease);
        mongo.target().claim(MongoFixture.lease(2));

        assertThatThrownBy(() -> old.run(MongoFixture.part(lease, INSERTS).build()))
                .isInstanceOf(LeaseLostException.class);
        assertThat(mongo.collection("things").countDocuments()).isZero();
        assertThatThrownBy(() -> old.settle(lease, "001_test", null, VersionChange.NONE))
                .isInstanceOf(LeaseLostException.class);
    }

    @Test
    void anOutcomeWhoseCopyWasCutShortIsSeenAtOnceAndCopiedByTheNextClaim() {
        Target target = mongo.target();
        Lease lease = MongoFixture.lease(1);
        target.claim(lease);
        // what a crash between the decision and its copies leaves
        Document version = new Document(
                        "reached",
                        List.of(new Document("version", "1.2.0")
                                .append("description", "things")
                                .append("breaking", true)))
                .append("left", List.of())
                .append("current", "1.2.0")
                .append("empty", false);
        Document entry = new Document("id", "001_test")
                .append("state", "DONE_UP")
                .append("checksum", "v1:abc")
                .append("token", 1L)
                .append("attempt", "a")
                .append("version", version);
        mongo.collection("dbmigrate_fence")
                .updateOne(
                        new Document("_id", "journal"), new Document("$set", new Document("running.001_test", entry)));

        TargetState seen = mongo.target().read();
        assertThat(seen.markers().get("001_test").state()).isEqualTo(Marker.State.APPLIED);
        assertThat(seen.schemaVersion()).isEqualTo("1.2.0");
        TargetState claimed = mongo.target().claim(MongoFixture.lease(2));
        assertThat(claimed.markers()).isEqualTo(seen.markers());
        assertThat(mongo.collection("dbmigrate_markers").countDocuments()).isEqualTo(1);
        assertThat(mongo.collection("schema_versions").countDocuments()).isEqualTo(2);
        Document journal = mongo.collection("dbmigrate_fence")
                .find(new Document("_id", "journal"))
                .first();
        assertThat(journal.get("running", new Document())).isEmpty();
    }

    @Test
    void clearingForgetsAnAppliedMarkerToo() {
        Target target = mongo.target();
        Lease lease = MongoFixture.lease(1);
        target.claim(lease);
        target.run(MongoFixture.part(lease, INSERTS).build());

        target.settle(lease, "001_test", null, VersionChange.NONE);

        assertThat(mongo.target().read().markers()).isEmpty();
    }

    @Test
    void nothingCanBeDoneAfterAnAbortButTheHistoryGoesOn() {
        Target target = mongo.target();
        target.history().orElseThrow().initialise();
        target.abort();

        assertThatThrownBy(target::read).hasMessageContaining("DBM-R022");
        assertThat(target.history().orElseThrow().head()).isPresent();
    }
}
