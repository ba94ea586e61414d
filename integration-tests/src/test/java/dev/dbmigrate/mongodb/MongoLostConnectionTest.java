package dev.dbmigrate.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mongodb.ConnectionString;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.TargetConfig;
import dev.dbmigrate.runtime.spi.HistoryChange.Event;
import dev.dbmigrate.runtime.spi.HistoryRow.State;
import dev.dbmigrate.runtime.spi.HistoryStore;
import dev.dbmigrate.runtime.spi.Lease;
import dev.dbmigrate.runtime.spi.Marker;
import dev.dbmigrate.runtime.spi.PartFailedException;
import dev.dbmigrate.runtime.spi.PartFailedException.Effect;
import dev.dbmigrate.runtime.spi.PartOutcome;
import dev.dbmigrate.runtime.spi.Target;
import dev.dbmigrate.support.TcpProxy;
import dev.dbmigrate.support.TcpProxy.Cut;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Predicate;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The wire is cut at the worst moments. */
@Timeout(120)
class MongoLostConnectionTest {

    private final MongoFixture mongo = new MongoFixture();
    private final Lease lease = MongoFixture.lease(1);
    private TcpProxy proxy;
    private Target target;

    @BeforeEach
    void openThroughTheProxy() throws IOException {
        // A replica set tells the driver its members' own addresses, which lead around the proxy.
        Assumptions.assumeFalse(mongo.hasTransactions(), "needs a standalone server or the embedded one");
        String host = new ConnectionString(mongo.config.url()).getHosts().get(0);
        int colon = host.indexOf(':');
        String port = colon < 0 ? "27017" : host.substring(colon + 1);
        Assumptions.assumeTrue(
                host.startsWith("127.0.0.1") || host.startsWith("localhost"), "needs a server on this machine");
        proxy = new TcpProxy(Integer.parseInt(port));
        TargetConfig through = new TargetConfig(
                "mongodb",
                "mongodb",
                mongo.config.url().replace(host, "127.0.0.1:" + proxy.port()),
                mongo.config.user(),
                mongo.config.password(),
                mongo.config.options());
        target = MongoFixture.adapter().open(through);
        target.claim(lease);
    }

    @AfterEach
    void close() throws IOException {
        if (target != null) {
            target.close();
            proxy.close();
        }
        mongo.close();
    }

    /** A message that holds all of these words. */
    private static Predicate<byte[]> saying(String... words) {
        return bytes -> {
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            return Arrays.stream(words).allMatch(text::contains);
        };
    }

    private PartFailedException failure(MongoMigration migration) {
        return catchThrowableOfType(
                PartFailedException.class,
                () -> target.run(MongoFixture.part(lease, migration).build()));
    }

    @Test
    void aWriteWhoseAnswerIsLostIsInDoubt() {
        proxy.cutWhen(saying("insert", "the-first"), Cut.BEFORE_CLIENT_SEES_THE_ANSWER);

        PartFailedException failure =
                failure(db -> db.database().getCollection("things").insertOne(new Document("_id", "the-first")));

        assertThat(proxy.cuts()).isEqualTo(1);
        assertThat(failure.effect()).isEqualTo(Effect.IN_DOUBT);
        assertThat(failure).hasMessageContaining("insert on things");
        assertThat(mongo.target().read().markers().get("001_test").state()).isEqualTo(Marker.State.RUNNING_UP);
    }

    @Test
    void aWriteThatNeverArrivedIsInDoubtAllTheSameBecauseNobodyCanTell() {
        proxy.cutWhen(saying("insert", "the-first"), Cut.BEFORE_SERVER_SEES_IT);

        PartFailedException failure =
                failure(db -> db.database().getCollection("things").insertOne(new Document("_id", "the-first")));

        assertThat(failure.effect()).isEqualTo(Effect.IN_DOUBT);
        assertThat(mongo.collection("things").countDocuments()).isZero();
    }

    @Test
    void aLostReadTookNoEffect() {
        proxy.cutWhen(saying("distinct", "things"), Cut.BEFORE_SERVER_SEES_IT);

        PartFailedException failure = failure(db -> {
            db.database().getCollection("things").distinct("name", String.class).first();
            throw new IllegalStateException("boom");
        });

        assertThat(failure.effect()).isEqualTo(Effect.NONE);
        assertThat(mongo.target().read().markers()).isEmpty();
    }

    @Test
    void theJournalIsNotSkippedWhenItCannotBeWritten() {
        proxy.cutWhen(saying("dbmigrate_fence", "RUNNING_UP"), Cut.BEFORE_SERVER_SEES_IT);

        PartFailedException failure =
                failure(db -> db.database().getCollection("things").insertOne(new Document("_id", 1)));

        assertThat(proxy.cuts()).isEqualTo(1);
        assertThat(failure.effect()).isEqualTo(Effect.NONE);
        assertThat(mongo.collection("things").countDocuments()).isZero();
    }

    @Test
    void aJournalRecordThatAnnouncedNothingIsTakenBack() {
        proxy.cutWhen(saying("dbmigrate_fence", "RUNNING_UP"), Cut.BEFORE_CLIENT_SEES_THE_ANSWER);

        PartFailedException failure =
                failure(db -> db.database().getCollection("things").insertOne(new Document("_id", 1)));

        assertThat(failure.effect()).isEqualTo(Effect.NONE);
        assertThat(mongo.target().read().markers()).isEmpty();
    }

    @Test
    void anIdempotentStepIsRunAgainAfterItsAnswerWasLost() {
        proxy.cutWhen(saying("update", "the-mark"), Cut.BEFORE_CLIENT_SEES_THE_ANSWER);
        mongo.collection("things").insertOne(new Document("_id", 1));
        MongoMigration migration = db -> db.idempotentStep(
                "mark",
                () -> db.database()
                        .getCollection("things")
                        .updateMany(new Document(), new Document("$set", new Document("the-mark", 1))));

        assertThat(failure(migration).effect()).isEqualTo(Effect.STEPS_DONE);
        target.run(MongoFixture.part(lease, migration)
                .unfinished(mongo.target().read().markers().get("001_test"))
                .build());

        assertThat(mongo.target().read().markers().get("001_test").state()).isEqualTo(Marker.State.APPLIED);
    }

    @Test
    void theLastRecordIsWrittenAgainUntilItIsAnswered() {
        proxy.cutWhen(saying("dbmigrate_fence", "DONE_UP"), Cut.BEFORE_CLIENT_SEES_THE_ANSWER);

        PartOutcome outcome = target.run(MongoFixture.part(
                        lease, db -> db.database().getCollection("things").insertOne(new Document("_id", 1)))
                .build());

        assertThat(proxy.cuts()).isEqualTo(1);
        assertThat(outcome).isEqualTo(PartOutcome.MARKED_ON_TARGET);
        assertThat(mongo.target().read().markers().get("001_test").state()).isEqualTo(Marker.State.APPLIED);
    }

    @Test
    void aRecordOfTheHistoryWhoseAnswerIsLostStandsOnceAndWhole() {
        HistoryStore history = target.history().orElseThrow();
        history.initialise();
        mongo.collection("dbmigrate_fence").deleteMany(new Document());
        Lease held = MongoFixture.acquire(history, "r", MongoFixture.LONG);
        proxy.cutWhen(saying("migration_lock", "pending.sequence"), Cut.BEFORE_CLIENT_SEES_THE_ANSWER);

        assertThatThrownBy(() -> history.record(held, MongoFixture.change("001_a", State.APPLIED, Event.APPLIED)))
                .isInstanceOfSatisfying(
                        DbMigrateException.class,
                        e -> assertThat(e.diagnostic()).isEqualTo(Diagnostic.UNREACHABLE));

        assertThat(proxy.cuts()).isEqualTo(1);
        assertThat(history.rows()).hasSize(1);
        assertThat(history.events(0)).hasSize(1);
        history.release(held, null);
        assertThat(mongo.collection("migration_history").countDocuments()).isEqualTo(1);
        assertThat(mongo.collection("migration_events").countDocuments()).isEqualTo(1);
    }
}
