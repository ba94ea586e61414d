package dev.dbmigrate.neo4j;

import static dev.dbmigrate.neo4j.Neo4jFixture.LONG;
import static dev.dbmigrate.neo4j.Neo4jFixture.acquire;
import static dev.dbmigrate.neo4j.Neo4jFixture.lease;
import static dev.dbmigrate.neo4j.Neo4jFixture.part;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dbmigrate.runtime.spi.Lease;
import dev.dbmigrate.runtime.spi.LeaseLostException;
import dev.dbmigrate.runtime.spi.Marker;
import dev.dbmigrate.runtime.spi.PartFailedException;
import dev.dbmigrate.runtime.spi.PartOutcome;
import dev.dbmigrate.runtime.spi.StepRecord;
import dev.dbmigrate.runtime.spi.Target;
import dev.dbmigrate.runtime.spi.TargetState;
import dev.dbmigrate.runtime.spi.VersionChange;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A person's decision about what stands. */
class Neo4jSettleTest {

    private static final VersionChange REACHED =
            new VersionChange(List.of(new VersionChange.Reached("1.2.0", "things", false)), List.of(), "1.2.0");
    private static final VersionChange LEFT = new VersionChange(List.of(), List.of("1.2.0"), null);
    private static final Neo4jMigration TWO_STEPS = db -> {
        db.step("first", () -> db.run("CREATE (:First)"));
        db.step("second", () -> db.run("CREATE (:Second)"));
    };

    private Neo4jFixture neo4j;
    private Target target;
    private final Lease lease = lease(1);

    @BeforeEach
    void open() {
        neo4j = new Neo4jFixture();
        target = neo4j.target();
    }

    @AfterEach
    void close() {
        neo4j.close();
    }

    private static Marker marker(Marker.State state, long token, StepRecord... steps) {
        return new Marker("001_test", state, "v1:abc", token, List.of(steps));
    }

    private static StepRecord done(int index, String name) {
        return new StepRecord(index, name, StepRecord.State.DONE);
    }

    /** Leaves a migration that cannot be resumed by itself: writes by the driver, and a step that runs. */
    private void leaveInDoubt(Lease by) {
        catchThrowableOfType(
                PartFailedException.class,
                () -> target.run(part(by, db -> {
                            db.step("first", () -> db.run("CREATE (:First)"));
                            db.driver();
                            throw new IllegalStateException("boom");
                        })
                        .build()));
        assertThat(target.read().markers().get("001_test").state()).isEqualTo(Marker.State.RUNNING_UP);
    }

    @Test
    void whatIsMarkedAsAppliedStandsWithItsVersion() {
        target.claim(lease);
        leaveInDoubt(lease);

        target.settle(lease, "001_test", marker(Marker.State.APPLIED, 1), REACHED);

        TargetState state = neo4j.target().read();
        assertThat(state.markers().get("001_test")).isEqualTo(marker(Marker.State.APPLIED, 1));
        assertThat(state.schemaVersion()).isEqualTo("1.2.0");
        assertThat(neo4j.count("(v:SchemaVersion {version: '1.2.0'})")).isEqualTo(1);
    }

    @Test
    void whatIsMarkedAsRolledBackLeavesNothing() {
        target.claim(lease);
        target.run(part(lease, TWO_STEPS).version(REACHED).build());

        target.settle(lease, "001_test", null, LEFT);

        TargetState state = neo4j.target().read();
        assertThat(state.markers()).isEmpty();
        assertThat(state.schemaVersion()).isNull();
        assertThat(neo4j.count("(v:SchemaVersion)")).isZero();
    }

    @Test
    void aTryThatGoesOnFromTheWrittenStepsSkipsThem() {
        target.claim(lease);
        leaveInDoubt(lease);

        target.settle(lease, "001_test", marker(Marker.State.RUNNING_UP, 1, done(0, "first")), VersionChange.NONE);

        Marker left = neo4j.target().claim(lease(2)).markers().get("001_test");
        assertThat(left).isEqualTo(marker(Marker.State.RUNNING_UP, 1, done(0, "first")));
        Target next = neo4j.target();
        next.claim(lease(2));
        next.run(part(lease(2), TWO_STEPS).unfinished(left).build());
        assertThat(neo4j.count("(f:First)")).isEqualTo(1);
        assertThat(neo4j.count("(s:Second)")).isEqualTo(1);
    }

    @Test
    void onTheHomeDatabaseTheStepsAreKeptAndTheHistoryTellsTheRest() {
        target.history().orElseThrow().initialise();
        Lease held = acquire(target.history().orElseThrow(), "r", LONG);
        target.claim(held);
        leaveInDoubt(held);

        target.settle(
                held, "001_test", marker(Marker.State.RUNNING_UP, held.token(), done(0, "first")), VersionChange.NONE);
        Marker left = target.read().markers().get("001_test");
        assertThat(left.steps()).containsExactly(done(0, "first"));
        PartOutcome outcome = target.run(part(held, TWO_STEPS).unfinished(left).build());
        assertThat(outcome).isEqualTo(PartOutcome.RECORDED_IN_HISTORY);
        assertThat(neo4j.count("(f:First)")).isEqualTo(1);
        assertThat(target.read().markers()).isEmpty();

        target.settle(held, "001_test", null, REACHED);
        assertThat(target.read().schemaVersion()).isEqualTo("1.2.0");
        assertThat(target.read().markers()).isEmpty();
    }

    @Test
    void anOlderOwnersDecisionChangesNothing() {
        target.claim(lease);
        leaveInDoubt(lease);
        TargetState before = neo4j.target().claim(lease(2));

        assertThatThrownBy(() -> target.settle(lease, "001_test", null, REACHED))
                .isInstanceOf(LeaseLostException.class);
        assertThatThrownBy(() -> target.settle(lease, "001_test", marker(Marker.State.APPLIED, 1), REACHED))
                .isInstanceOf(LeaseLostException.class);

        assertThat(neo4j.target().read()).isEqualTo(before);
        assertThat(neo4j.count("(v:SchemaVersion)")).isZero();
    }
}
