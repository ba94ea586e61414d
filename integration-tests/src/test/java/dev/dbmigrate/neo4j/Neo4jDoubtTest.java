package dev.dbmigrate.neo4j;

import static dev.dbmigrate.neo4j.Neo4jFixture.lease;
import static dev.dbmigrate.neo4j.Neo4jFixture.part;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dbmigrate.runtime.spi.Lease;
import dev.dbmigrate.runtime.spi.Marker;
import dev.dbmigrate.runtime.spi.PartFailedException;
import dev.dbmigrate.runtime.spi.PartFailedException.Effect;
import dev.dbmigrate.runtime.spi.StepRecord;
import dev.dbmigrate.runtime.spi.Target;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What must never look done, and what must never look undone. */
class Neo4jDoubtTest {

    private Neo4jFixture neo4j;
    private Target target;
    private final Lease lease = lease(1);

    @BeforeEach
    void open() {
        neo4j = new Neo4jFixture();
        target = neo4j.target();
        target.claim(lease);
    }

    @AfterEach
    void close() {
        neo4j.close();
    }

    private PartFailedException failureOf(Neo4jFixture.PartBuilder part) {
        PartFailedException failure = catchThrowableOfType(PartFailedException.class, () -> target.run(part.build()));
        assertThat(failure).as("the migration was taken for done").isNotNull();
        return failure;
    }

    private Marker marker() {
        return target.read().markers().get("001_test");
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
        PartFailedException failure = failureOf(part(lease, db -> {
            quietly(() -> db.step("half", () -> {
                db.run("CREATE (:Half)");
                throw new IOException("the file is gone");
            }));
            db.log().info("never mind");
        }));

        assertThat(failure.effect()).isEqualTo(Effect.NONE);
        assertThat(failure).hasMessageContaining("catching the exception does not");
        assertThat(neo4j.count("(h:Half)")).isZero();
        assertThat(marker()).isNull();
    }

    @Test
    void nothingIsDoneAfterAStepThatFailed() {
        PartFailedException failure = failureOf(part(lease, db -> {
            db.step("first", () -> db.run("CREATE (:First)"));
            quietly(() -> db.step("half", () -> {
                throw new IOException("the file is gone");
            }));
            db.step("third", () -> db.run("CREATE (:Third)"));
        }));

        assertThat(failure.effect()).isEqualTo(Effect.STEPS_DONE);
        assertThat(neo4j.count("(t:Third)")).isZero();
        assertThat(marker().steps()).containsExactly(new StepRecord(0, "first", StepRecord.State.DONE));
    }

    @Test
    void aSchemaStatementThatFailedCannotBeCaughtAway() {
        neo4j.ask("CREATE (:User {mail: 'a'}), (:User {mail: 'a'})");

        PartFailedException failure = failureOf(part(
                lease,
                db -> quietly(() -> db.run("CREATE CONSTRAINT user_mail FOR (u:User) REQUIRE u.mail IS UNIQUE"))));

        assertThat(failure.effect()).isEqualTo(Effect.NONE);
        assertThat(failure).hasMessageContaining("catching the exception does not");
        assertThat(marker()).isNull();
    }

    @Test
    void aRewriteThatStoppedHalfWayCannotBeCaughtAway() {
        neo4j.ask("UNWIND range(0, 249) AS n CREATE (:Row {n: 249 - n})");

        PartFailedException failure = failureOf(part(
                lease,
                db -> quietly(() -> db.run("MATCH (r:Row) WITH r ORDER BY r.n DESC"
                        + " CALL { WITH r SET r.part = 10 / r.n } IN TRANSACTIONS OF 100 ROWS"))));

        assertThat(failure.effect()).isEqualTo(Effect.IN_DOUBT);
        assertThat(neo4j.count("(r:Row) WHERE r.part IS NOT NULL")).isPositive();
        assertThat(marker().state()).isEqualTo(Marker.State.RUNNING_UP);
    }

    @Test
    void aStepOfTheJournalThatTheClassHasNoLongerIsInDoubt() {
        Marker interrupted = new Marker(
                "001_test",
                Marker.State.RUNNING_UP,
                "v1:abc",
                1,
                List.of(
                        new StepRecord(0, "first", StepRecord.State.DONE),
                        new StepRecord(1, "second", StepRecord.State.RUNNING)));
        target.settle(lease, "001_test", interrupted, dev.dbmigrate.runtime.spi.VersionChange.NONE);

        PartFailedException failure = failureOf(part(lease, db -> db.step("first", () -> db.run("CREATE (:First)")))
                .unfinished(interrupted));

        assertThat(failure.effect()).isEqualTo(Effect.IN_DOUBT);
        assertThat(failure).hasMessageContaining("second").hasMessageContaining("the class was changed");
        assertThat(marker().state()).isEqualTo(Marker.State.RUNNING_UP);
        assertThat(marker().steps()).hasSize(2);
    }

    @Test
    void aWayDownThatTookNoEffectLeavesTheMigrationApplied() {
        Neo4jMigration migration = new Neo4jMigration() {
            @Override
            public void up(Neo4jContext db) {
                db.run("CREATE (:Up)");
            }

            @Override
            public void down(Neo4jContext db) {
                db.run("DROP INDEX nowhere");
            }
        };
        target.run(part(lease, migration).build());

        PartFailedException failure = failureOf(part(lease, migration).down());

        assertThat(failure.effect()).isEqualTo(Effect.NONE);
        assertThat(marker().state()).isEqualTo(Marker.State.APPLIED);
        assertThat(marker().steps()).isEmpty();
    }

    @Test
    void whatTheDriverDidOutsideAStepCannotBeSkippedByADecision() {
        failureOf(part(lease, db -> {
            db.driver();
            throw new IllegalStateException("boom");
        }));

        Marker left = marker();
        assertThat(left.steps()).extracting(StepRecord::state).containsExactly(StepRecord.State.RUNNING);
        Marker goOn = new Marker(
                "001_test",
                Marker.State.RUNNING_UP,
                "v1:abc",
                1,
                List.of(new StepRecord(0, left.steps().get(0).name(), StepRecord.State.DONE)));
        assertThat(catchThrowableOfType(
                        dev.dbmigrate.runtime.DbMigrateException.class,
                        () -> target.settle(lease, "001_test", goOn, dev.dbmigrate.runtime.spi.VersionChange.NONE)))
                .hasMessageContaining("cannot be skipped");
        assertThat(marker()).isEqualTo(left);
    }
}
