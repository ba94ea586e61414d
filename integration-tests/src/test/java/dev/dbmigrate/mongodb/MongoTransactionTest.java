package dev.dbmigrate.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mongodb.client.ClientSession;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.spi.HistoryChange.Event;
import dev.dbmigrate.runtime.spi.HistoryEvent;
import dev.dbmigrate.runtime.spi.HistoryRow;
import dev.dbmigrate.runtime.spi.HistoryRow.State;
import dev.dbmigrate.runtime.spi.HistoryStore;
import dev.dbmigrate.runtime.spi.Lease;
import dev.dbmigrate.runtime.spi.LeaseLostException;
import dev.dbmigrate.runtime.spi.Marker;
import dev.dbmigrate.runtime.spi.PartFailedException;
import dev.dbmigrate.runtime.spi.PartFailedException.Effect;
import dev.dbmigrate.runtime.spi.PartOutcome;
import dev.dbmigrate.runtime.spi.Target;
import dev.dbmigrate.runtime.spi.VersionChange;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Effect and record in one transaction. Needs a replica set; the embedded server has no transactions. */
@Timeout(180)
class MongoTransactionTest {

    private final MongoFixture mongo = new MongoFixture();
    private final Target target = mongo.target();
    private final Lease lease = MongoFixture.lease(1);

    @BeforeEach
    void claim() {
        mongo.needTransactions();
        target.claim(lease);
        mongo.database.createCollection("things");
    }

    @AfterEach
    void close() {
        mongo.close();
    }

    private static ClientSession session(MongoContext db) {
        return db.session().orElseThrow();
    }

    private static void insert(MongoContext db, int id) {
        db.database().getCollection("things").insertOne(session(db), new Document("_id", id));
    }

    private static void insertWithoutSession(MongoContext db, int id) {
        db.database().getCollection("things").insertOne(new Document("_id", id));
    }

    private PartOutcome apply(MongoMigration migration) {
        return target.run(MongoFixture.part(lease, migration).build());
    }

    private PartFailedException failure(MongoMigration migration) {
        return catchThrowableOfType(PartFailedException.class, () -> apply(migration));
    }

    private long things() {
        return mongo.collection("things").countDocuments();
    }

    @Test
    void effectMarkerAndVersionStandTogether() {
        PartOutcome outcome = target.run(MongoFixture.part(lease, db -> insert(db, 1))
                .version(new VersionChange(
                        List.of(new VersionChange.Reached("1.2.0", "things", true)), List.of(), "1.2.0"))
                .build());

        assertThat(outcome).isEqualTo(PartOutcome.MARKED_ON_TARGET);
        assertThat(things()).isEqualTo(1);
        assertThat(mongo.target().read().schemaVersion()).isEqualTo("1.2.0");
        assertThat(mongo.target().read().markers().get("001_test").state()).isEqualTo(Marker.State.APPLIED);
    }

    @Test
    void onTheHomeDatabaseTheHistorysRowStandsWithThem() {
        HistoryStore history = target.history().orElseThrow();
        history.initialise();
        Target home = mongo.target();
        HistoryStore homeHistory = home.history().orElseThrow();
        // a database of its own for the fence: the fixture's claim belongs to another history
        mongo.collection("dbmigrate_fence").deleteMany(new Document());
        Lease held = MongoFixture.acquire(homeHistory, "r", MongoFixture.LONG);
        home.claim(held);

        assertThat(home.recordsAtomically()).isTrue();
        PartOutcome outcome = home.run(MongoFixture.part(held, db -> {
                    insert(db, 1);
                    // the heartbeat, and another database's part, must not conflict with this transaction
                    assertThat(homeHistory.renew(held)).isTrue();
                    homeHistory.record(held, MongoFixture.change("000_other", State.APPLIED, Event.APPLIED));
                    insert(db, 2);
                })
                .build());

        assertThat(outcome).isEqualTo(PartOutcome.RECORDED_IN_HISTORY);
        assertThat(history.rows()).extracting(HistoryRow::migrationId).containsExactly("000_other", "001_test");
        assertThat(history.events(0)).extracting(HistoryEvent::event).containsExactly(Event.APPLIED, Event.APPLIED);
        assertThat(mongo.target().read().markers()).isEmpty();
        assertThat(things()).isEqualTo(2);
    }

    @Test
    void nothingStandsWhenItFails() {
        PartFailedException failure = failure(db -> {
            insert(db, 1);
            throw new IllegalStateException("boom");
        });

        assertThat(failure.effect()).isEqualTo(Effect.NONE);
        assertThat(failure).hasMessageContaining("boom");
        assertThat(things()).isZero();
        assertThat(mongo.target().read().markers()).isEmpty();
    }

    @Test
    void nothingStandsWhenTheServerRefusesAStatement() {
        mongo.collection("things").insertOne(new Document("_id", 2));

        PartFailedException failure = failure(db -> {
            insert(db, 1);
            insert(db, 2);
        });

        assertThat(failure.effect()).isEqualTo(Effect.NONE);
        assertThat(failure).hasMessageContaining("E11000");
        assertThat(things()).isEqualTo(1);
    }

    @Test
    void nothingStandsWhenVerifyFails() {
        PartFailedException failure = failure(new MongoMigration() {
            @Override
            public void up(MongoContext db) {
                insert(db, 1);
            }

            @Override
            public void verify(MongoContext db) {
                long seen = db.database().getCollection("things").countDocuments(session(db));
                throw new IllegalStateException("there are " + seen);
            }
        });

        assertThat(failure.effect()).isEqualTo(Effect.NONE);
        assertThat(failure).hasMessage("verify failed: there are 1");
        assertThat(things()).isZero();
    }

    @Test
    void halfAStepCannotBeCommittedByCatchingItsFailure() {
        PartFailedException failure = failure(db -> {
            try {
                db.step("half", () -> {
                    insert(db, 1);
                    throw new java.io.IOException("the file is gone");
                });
            } catch (IllegalStateException e) {
                db.log().info("never mind");
            }
        });

        assertThat(failure.effect()).isEqualTo(Effect.NONE);
        assertThat(things()).isZero();
        assertThat(mongo.target().read().markers()).isEmpty();
    }

    @Test
    void aTryThatIsToBeginAnewHasItsTransaction() {
        Marker anew = new Marker("001_test", Marker.State.RUNNING_UP, "v1:abc", 1, List.of());
        target.settle(lease, "001_test", anew, VersionChange.NONE);

        target.run(
                MongoFixture.part(lease, db -> insert(db, 1)).unfinished(anew).build());

        assertThat(things()).isEqualTo(1);
        assertThat(mongo.target().read().markers().get("001_test").state()).isEqualTo(Marker.State.APPLIED);
    }

    @Test
    void anOwnerThatSleptThroughItsLeaseCannotCommit() {
        assertThatThrownBy(() -> apply(db -> {
                    insert(db, 1);
                    mongo.target().claim(MongoFixture.lease(2));
                }))
                .isInstanceOf(LeaseLostException.class);

        assertThat(things()).isZero();
        assertThat(mongo.target().read().markers()).isEmpty();
    }

    @Test
    void writesWithoutTheSessionAreInDoubtWhenTheMigrationFails() {
        PartFailedException failure = failure(db -> {
            insert(db, 1);
            insertWithoutSession(db, 2);
            throw new IllegalStateException("boom");
        });

        assertThat(failure.effect()).isEqualTo(Effect.IN_DOUBT);
        assertThat(failure)
                .hasMessageContaining("boom")
                .hasMessageContaining("db.session()")
                .hasMessageContaining("insert on things");
        assertThat(mongo.target().read().markers().get("001_test").state()).isEqualTo(Marker.State.RUNNING_UP);
    }

    @Test
    void writesWithoutTheSessionLeaveNoTraceWhenItSucceeds() {
        apply(db -> {
            insert(db, 1);
            insertWithoutSession(db, 2);
        });

        assertThat(things()).isEqualTo(2);
        assertThat(mongo.target().read().markers().get("001_test").state()).isEqualTo(Marker.State.APPLIED);
    }

    @Test
    void aMigrationMayNotCommitItself() {
        PartFailedException failure = failure(db -> {
            insert(db, 1);
            session(db).commitTransaction();
        });

        assertThat(failure.effect()).isEqualTo(Effect.NONE);
        assertThat(failure.getCause())
                .isInstanceOfSatisfying(
                        DbMigrateException.class,
                        e -> assertThat(e.diagnostic()).isEqualTo(Diagnostic.STATEMENT_REFUSED));
        assertThat(things()).isZero();
    }

    @Test
    void withoutATransactionThereIsNoSession() {
        target.run(MongoFixture.part(lease, db -> assertThat(db.session()).isEmpty())
                .notTransactional()
                .build());

        assertThat(mongo.target().read().markers()).containsKey("001_test");
    }
}
