package dev.dbmigrate.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbmigrate.runtime.spi.HistoryStore;
import dev.dbmigrate.runtime.spi.Lease;
import dev.dbmigrate.runtime.spi.LeaseLostException;
import dev.dbmigrate.runtime.spi.Marker;
import dev.dbmigrate.runtime.spi.PartFailedException;
import dev.dbmigrate.runtime.spi.StepRecord;
import dev.dbmigrate.runtime.spi.Target;
import dev.dbmigrate.runtime.spi.VersionChange;
import dev.dbmigrate.support.TcpProxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One PostgreSQL target without the core above it. */
class PostgresTargetTest {

    private PostgresFixture fixture;

    @BeforeEach
    void open() {
        fixture = new PostgresFixture();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aClaimAtHomeEndsTheSessionsOfAnOwnerThatReleasedItsLease() throws SQLException {
        Target first = fixture.target();
        HistoryStore history = PostgresFixture.home(first);
        Lease lease = PostgresFixture.acquire(history, "first", PostgresFixture.LONG);
        try (Connection left = fixture.queries.connect()) {
            left.setClientInfo("ApplicationName", lease.sessionName());
            history.release(lease, null);
            Target second = fixture.target();
            Lease next = PostgresFixture.acquire(PostgresFixture.home(second), "second", PostgresFixture.LONG);

            second.claim(next);

            assertThat(fixture.queries.strings("SELECT count(*)::text FROM pg_stat_activity"
                            + " WHERE application_name = '" + lease.sessionName() + "'"))
                    .containsExactly("0");
        }
    }

    @Test
    void stepsThatStandAreNotRunAgainInATransaction() throws SQLException {
        Target target = fixture.target();
        Lease lease = PostgresFixture.lease(1);
        target.claim(lease);
        PostgresMigration fails = db -> {
            db.execute("CREATE TABLE made (id int); INSERT INTO made VALUES (1)");
            throw new IllegalStateException("stopped here");
        };
        assertThatThrownBy(() -> target.run(PostgresFixture.up(lease, "001_made", false, fails)))
                .isInstanceOfSatisfying(
                        PartFailedException.class,
                        e -> assertThat(e.effect()).isEqualTo(PartFailedException.Effect.STEPS_DONE));
        Marker unfinished = target.read().markers().get("001_made");
        PostgresMigration whole = db -> db.execute("INSERT INTO made VALUES (2)");

        assertThatThrownBy(() -> target.run(PostgresFixture.up(lease, "001_made", true, whole, unfinished)))
                .isInstanceOfSatisfying(
                        PartFailedException.class,
                        e -> assertThat(e.effect()).isEqualTo(PartFailedException.Effect.STEPS_DONE))
                .hasMessageContaining("transactional = false")
                .hasMessageContaining("step 1 'CREATE TABLE made (id int)' is done")
                .hasMessageContaining("step 2 'INSERT INTO made VALUES (1)' is done");
        assertThat(fixture.queries.strings("SELECT id::text FROM made")).containsExactly("1");
    }

    @Test
    void abortEndsTheWorkAlsoWhereItCannotBeCancelled() throws Exception {
        try (TcpProxy proxy = new TcpProxy(PostgresFixture.port(fixture.config))) {
            Target target = fixture.target(fixture.behind(proxy));
            Lease lease = PostgresFixture.lease(1);
            target.claim(lease);
            CountDownLatch inside = new CountDownLatch(1);
            PostgresMigration sleeps = db -> {
                inside.countDown();
                db.execute("SELECT pg_sleep(120)");
            };
            ExecutorService thread = Executors.newSingleThreadExecutor();
            Future<?> run = thread.submit(() -> target.run(PostgresFixture.up(lease, "001_sleeps", true, sleeps)));
            inside.await();
            proxy.refuseNew();

            target.abort();

            assertThatThrownBy(() -> run.get(1, TimeUnit.MINUTES)).hasCauseInstanceOf(PartFailedException.class);
            thread.shutdown();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPersonsDecisionReplacesTheRecord(boolean home) throws SQLException {
        Target target = fixture.target();
        Lease lease = home
                ? PostgresFixture.acquire(PostgresFixture.home(target), "first", PostgresFixture.LONG)
                : PostgresFixture.lease(1);
        target.claim(lease);
        PostgresMigration halfWay = db -> {
            db.execute("CREATE TABLE made (id int)");
            db.step("half", () -> {
                throw new IllegalStateException("power cut");
            });
        };
        assertThatThrownBy(() -> target.run(PostgresFixture.up(lease, "001_half", false, halfWay)))
                .hasMessageContaining("power cut");
        VersionChange reached =
                new VersionChange(List.of(new VersionChange.Reached("1.0.0", "first", false)), List.of(), "1.0.0");

        target.settle(
                lease,
                "001_half",
                new Marker(
                        "001_half",
                        Marker.State.RUNNING_UP,
                        "v1:other",
                        lease.token(),
                        List.of(new StepRecord(0, "CREATE TABLE made (id int)", StepRecord.State.DONE))),
                reached);

        assertThat(fixture.queries.strings("SELECT state || ' ' || checksum || ' ' || token FROM migration_marker"))
                .containsExactly("RUNNING_UP v1:other " + lease.token());
        assertThat(fixture.queries.strings("SELECT step_index || ' ' || name || ' ' || state FROM migration_step"))
                .containsExactly("0 CREATE TABLE made (id int) DONE");
        assertThat(fixture.queries.strings("SELECT version FROM schema_versions"))
                .containsExactly("1.0.0");

        target.settle(lease, "001_half", null, new VersionChange(List.of(), List.of("1.0.0"), null));

        assertThat(fixture.queries.strings("SELECT migration_id FROM migration_marker UNION ALL"
                        + " SELECT name FROM migration_step UNION ALL SELECT version FROM schema_versions"))
                .isEmpty();
    }

    @Test
    void aDecisionUnderALeaseThatIsGoneChangesNothing() throws SQLException {
        Target target = fixture.target();
        target.claim(PostgresFixture.lease(1));
        fixture.queries.execute(
                "INSERT INTO migration_marker (migration_id, state, token) VALUES ('001_x', 'APPLIED', 1);"
                        + "UPDATE migration_fence SET token = 2");

        assertThatThrownBy(() -> target.settle(PostgresFixture.lease(1), "001_x", null, VersionChange.NONE))
                .isInstanceOf(LeaseLostException.class);

        assertThat(fixture.queries.strings("SELECT migration_id FROM migration_marker"))
                .containsExactly("001_x");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatAFailedMigrationChangedInItsSessionDoesNotReachTheNext(boolean transactional) throws SQLException {
        Target target = fixture.target();
        Lease lease = PostgresFixture.lease(1);
        target.claim(lease);
        fixture.queries.execute("CREATE SCHEMA elsewhere");
        // committed by its own migration, so that a rollback of the next one must not bring it back
        target.run(PostgresFixture.up(
                lease,
                "001_search_path",
                true,
                db -> db.execute("SET search_path = elsewhere; CREATE TEMP TABLE things (id int)")));
        assertThatThrownBy(() -> target.run(PostgresFixture.up(lease, "002_fails", transactional, db -> {
                    db.execute("SET search_path = elsewhere");
                    db.execute("SELECT * FROM nowhere");
                })))
                .isInstanceOf(PartFailedException.class);

        target.run(PostgresFixture.up(lease, "003_table", true, db -> db.execute("CREATE TABLE things (id int)")));

        assertThat(fixture.queries.strings("SELECT schemaname FROM pg_tables WHERE tablename = 'things'"))
                .containsExactly("public");
    }

    @Test
    void anotherRoleDoesNotReachTheNextMigration() throws SQLException {
        String role = "role_" + Long.toHexString(System.nanoTime());
        Target target = fixture.target();
        Lease lease = PostgresFixture.lease(1);
        target.claim(lease);
        target.run(PostgresFixture.up(lease, "001_role", true, db -> {
            db.execute("CREATE ROLE " + role + "; GRANT ALL ON ALL TABLES IN SCHEMA public TO " + role);
            db.execute("SET ROLE " + role);
        }));
        target.run(PostgresFixture.up(lease, "002_table", true, db -> db.execute("CREATE TABLE owned (id int)")));

        assertThat(fixture.queries.strings("SELECT tableowner FROM pg_tables WHERE tablename = 'owned'"))
                .containsExactly(fixture.config.user());
        fixture.queries.execute("DROP OWNED BY " + role + "; DROP ROLE " + role);
    }

    @Test
    void theNameOfTheSessionCannotBeChanged() {
        Target target = fixture.target();
        Lease lease = PostgresFixture.lease(1);
        target.claim(lease);
        List<PostgresMigration> renaming = List.of(
                db -> db.execute("SET application_name = 'mine'"),
                db -> db.execute("SELECT set_config('application_name', 'mine', false)"),
                db -> db.connection().setClientInfo("ApplicationName", "mine"));

        for (PostgresMigration migration : renaming) {
            assertThatThrownBy(() -> target.run(PostgresFixture.up(lease, "001_name", true, migration)))
                    .isInstanceOf(PartFailedException.class)
                    .hasMessageContaining("is refused");
        }
    }
}
