package dev.dbmigrate.neo4j;

import static dev.dbmigrate.neo4j.Neo4jFixture.lease;
import static dev.dbmigrate.neo4j.Neo4jFixture.part;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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

    /** A way down whose first try stopped half-way: what a second try fails at first does not make it undone. */
    private static final class HalfDown implements Neo4jMigration {

        private static final String REWRITE = "MATCH (r:Row) WHERE r.part IS NOT NULL WITH r ORDER BY r.n DESC"
                + " CALL { WITH r SET r.left = 10 / r.n, r.part = NULL } IN TRANSACTIONS OF 100 ROWS";

        private int attempt;

        @Override
        public void up(Neo4jContext db) {
            db.run("UNWIND range(0, 249) AS n CREATE (:Row {n: n, part: 1})");
        }

        @Override
        public void down(Neo4jContext db) throws IOException {
            attempt++;
            if (attempt == 2) {
                throw new IOException("before the step");
            }
            db.idempotentStep("take it back", () -> {
                if (attempt == 3) {
                    throw new IOException("within the step");
                }
                db.run(attempt == 4 ? "MATCH (r:Row CALL { WITH r SET r.part = NULL } IN TRANSACTIONS" : REWRITE);
            });
        }
    }

    @Test
    void aRewriteThatStoppedHalfWayOnTheWayDownIsNotForgottenByALaterFailure() {
        HalfDown migration = new HalfDown();
        target.run(part(lease, migration).build());

        for (int attempt = 1; attempt <= 4; attempt++) {
            Marker left = marker();
            PartFailedException failure = failureOf(
                    attempt == 1
                            ? part(lease, migration).down()
                            : part(lease, migration).down().unfinished(left));

            assertThat(failure.effect()).as("attempt %s", attempt).isEqualTo(Effect.STEPS_DONE);
            assertThat(neo4j.count("(r:Row) WHERE r.part IS NULL")).isBetween(1L, 249L);
            assertThat(marker().state()).isEqualTo(Marker.State.RUNNING_DOWN);
            assertThat(marker().steps()).containsExactly(new StepRecord(0, "take it back", StepRecord.State.RUNNING));
        }
        neo4j.ask("MATCH (r:Row {n: 0}) SET r.n = 1");
        target.run(part(lease, migration).down().unfinished(marker()).build());

        assertThat(neo4j.count("(r:Row) WHERE r.part IS NOT NULL")).isZero();
        assertThat(marker()).isNull();
    }

    @Test
    void aStepThatWasInterruptedIsNotForgottenByAFailureBeforeIt() {
        // an error of the JVM's own: nothing is corrected after it, as after a crash
        assertThatThrownBy(() -> target.run(part(lease, db -> {
                            db.step("first", () -> db.run("CREATE (:First)"));
                            db.step("second", () -> {
                                throw new InternalError("power cut");
                            });
                        })
                        .build()))
                .isInstanceOf(InternalError.class);
        Marker interrupted = marker();
        assertThat(interrupted.steps())
                .extracting(StepRecord::state)
                .containsExactly(StepRecord.State.DONE, StepRecord.State.RUNNING);

        PartFailedException failure = failureOf(part(lease, db -> {
                    db.step("first", () -> db.run("CREATE (:First)"));
                    throw new IOException("the file is gone");
                })
                .unfinished(interrupted));

        assertThat(failure.effect()).isEqualTo(Effect.STEPS_DONE);
        assertThat(marker().steps()).isEqualTo(interrupted.steps());
        failure = failureOf(part(lease, db -> {
                    db.step("first", () -> db.run("CREATE (:First)"));
                    db.step("second", () -> db.run("CREATE (:Second)"));
                })
                .unfinished(marker()));
        assertThat(failure.effect()).isEqualTo(Effect.IN_DOUBT);
        assertThat(neo4j.count("(s:Second)")).isZero();
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
