package dev.dbmigrate.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbmigrate.runtime.TargetConfig;
import dev.dbmigrate.runtime.spi.Lease;
import dev.dbmigrate.runtime.spi.Marker;
import dev.dbmigrate.runtime.spi.PartFailedException;
import dev.dbmigrate.runtime.spi.PartFailedException.Effect;
import dev.dbmigrate.runtime.spi.Target;
import dev.dbmigrate.support.TcpProxy;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a failure in a migration with {@code transactional = false} leaves behind, and what it says of it. */
class PostgresStepsTest {

    private PostgresFixture fixture;
    private Target target;
    private final Lease lease = PostgresFixture.lease(1);

    @BeforeEach
    void open() throws SQLException {
        fixture = new PostgresFixture();
        target = fixture.target();
        target.claim(lease);
        fixture.queries.execute("CREATE TABLE things (id int)");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private void fails(PostgresMigration migration, Effect effect, String message) {
        assertThatThrownBy(() -> target.run(PostgresFixture.up(lease, "001_steps", false, migration)))
                .isInstanceOfSatisfying(
                        PartFailedException.class, e -> assertThat(e.effect()).isEqualTo(effect))
                .hasMessageContaining(message);
    }

    private List<String> steps() throws SQLException {
        return fixture.queries.strings("SELECT name || ' ' || state FROM migration_step ORDER BY step_index");
    }

    private List<String> things() throws SQLException {
        return fixture.queries.strings("SELECT id::text FROM things ORDER BY id");
    }

    @Test
    void afterAFirstStatementThatFailsNothingStands() throws SQLException {
        fails(db -> db.execute("INSERT INTO nowhere VALUES (1)"), Effect.NONE, "nowhere");

        assertThat(steps()).isEmpty();
    }

    @Test
    void afterALaterStatementThatFailsTheStepsBeforeItStand() throws SQLException {
        fails(
                db -> db.execute("INSERT INTO things VALUES (1); INSERT INTO nowhere VALUES (1)"),
                Effect.STEPS_DONE,
                "nowhere");

        assertThat(steps()).containsExactly("INSERT INTO things VALUES (1) DONE");
    }

    @Test
    void aMigrationThatCatchesTheFailureOfAStepDoesNotGetDone() throws SQLException {
        PostgresMigration catches = db -> {
            try {
                db.step("half", () -> {
                    db.execute("INSERT INTO things VALUES (1)");
                    throw new IllegalStateException("power cut");
                });
            } catch (IllegalStateException e) {
                db.log().info("never mind");
            }
        };

        fails(catches, Effect.IN_DOUBT, "power cut");

        assertThat(steps()).containsExactly("half RUNNING");
    }

    @Test
    void nothingRunsAfterAStepWhoseFailureWasCaught() throws SQLException {
        PostgresMigration catches = db -> {
            try {
                db.step("half", () -> {
                    throw new IllegalStateException("power cut");
                });
            } catch (IllegalStateException e) {
                db.step("instead", () -> db.execute("INSERT INTO things VALUES (2)"));
            }
        };

        fails(catches, Effect.IN_DOUBT, "power cut");

        assertThat(steps()).containsExactly("half RUNNING");
        assertThat(things()).isEmpty();
    }

    @Test
    void nothingRunsAfterAStatementWhoseFailureWasCaught() throws SQLException {
        PostgresMigration catches = db -> {
            db.execute("INSERT INTO things VALUES (1)");
            try {
                db.execute("INSERT INTO nowhere VALUES (1)");
            } catch (RuntimeException e) {
                db.update("INSERT INTO things VALUES (?)", 2);
            }
        };

        fails(catches, Effect.STEPS_DONE, "nowhere");

        assertThat(steps()).containsExactly("INSERT INTO things VALUES (1) DONE");
        assertThat(things()).containsExactly("1");
    }

    @Test
    void anIdempotentStepThatFailsMayHaveDoneSomething() throws SQLException {
        PostgresMigration fills = db -> db.idempotentStep("fill", () -> {
            db.execute("INSERT INTO things VALUES (1)");
            throw new IllegalStateException("power cut");
        });

        fails(fills, Effect.STEPS_DONE, "power cut");

        assertThat(steps()).containsExactly("fill RUNNING");
    }

    @Test
    void aStepThatWasInterruptedStandsAlsoIfTheNextTryFailsBeforeIt() throws SQLException {
        PostgresMigration fills = db -> db.idempotentStep("fill", () -> {
            db.execute("INSERT INTO things VALUES (1)");
            throw new IllegalStateException("power cut");
        });
        fails(fills, Effect.STEPS_DONE, "power cut");
        Marker left = target.read().markers().get("001_steps");

        PostgresMigration failsBefore = db -> {
            throw new IllegalStateException("no file");
        };

        assertThatThrownBy(() -> target.run(PostgresFixture.up(lease, "001_steps", false, failsBefore, left)))
                .isInstanceOfSatisfying(
                        PartFailedException.class, e -> assertThat(e.effect()).isEqualTo(Effect.STEPS_DONE));
        assertThat(steps()).containsExactly("fill RUNNING");
    }

    @Test
    void aConnectionThatWasGotInAStepIsJournaledAfterIt() throws SQLException {
        PostgresMigration keeps = db -> {
            java.sql.Connection[] kept = new java.sql.Connection[1];
            db.step("first", () -> kept[0] = db.connection());
            try (java.sql.Statement statement = kept[0].createStatement()) {
                statement.execute("INSERT INTO things VALUES (1)");
            }
            throw new IllegalStateException("power cut");
        };

        fails(keeps, Effect.IN_DOUBT, "power cut");

        assertThat(steps()).containsExactly("first DONE", "statements on connection() RUNNING");
    }

    @Test
    void aQueryBetweenStepsOnlyReads() throws SQLException {
        fails(
                db -> db.query("INSERT INTO things VALUES (1) RETURNING id", row -> row.getInt(1)),
                Effect.NONE,
                "read-only transaction");

        assertThat(things()).isEmpty();
    }

    @Test
    void whatIsInDoubtNamesTheStep() throws SQLException {
        fails(
                db -> {
                    db.execute("INSERT INTO things VALUES (1)");
                    db.step("half", () -> {
                        throw new IllegalStateException("power cut");
                    });
                },
                Effect.IN_DOUBT,
                "step 2 'half' failed, and nobody can know how far it came: IllegalStateException: power cut");
        assertThat(steps()).contains("half RUNNING");
    }

    @Test
    void aLostAnswerToTheLastCommitIsReadByTheNextRun() throws Exception {
        try (TcpProxy proxy = new TcpProxy(PostgresFixture.port(fixture.config))) {
            TargetConfig behind = fixture.behind(proxy);
            Target wired = fixture.target(new TargetConfig(
                    behind.name(),
                    behind.kind(),
                    // so that each COMMIT can be seen passing by
                    behind.url() + "?prepareThreshold=0",
                    behind.user(),
                    behind.password(),
                    behind.options()));
            wired.claim(lease);
            PostgresMigration raw = db -> {
                try (java.sql.Statement statement = db.connection().createStatement()) {
                    statement.execute("INSERT INTO things VALUES (1)");
                }
                proxy.cutWhen(
                        bytes -> new String(bytes, StandardCharsets.ISO_8859_1).contains("COMMIT"),
                        TcpProxy.Cut.BEFORE_CLIENT_SEES_THE_ANSWER);
            };

            assertThatThrownBy(() -> wired.run(PostgresFixture.up(lease, "001_steps", false, raw)))
                    .isInstanceOfSatisfying(
                            PartFailedException.class,
                            e -> assertThat(e.effect()).isEqualTo(Effect.UNKNOWN));
            assertThat(proxy.cuts()).isEqualTo(1);
        }
        assertThat(target.read().markers().get("001_steps").state()).isEqualTo(Marker.State.APPLIED);
    }
}
