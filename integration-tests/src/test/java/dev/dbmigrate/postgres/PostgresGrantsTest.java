package dev.dbmigrate.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dbmigrate.runtime.Configuration;
import dev.dbmigrate.runtime.DbMigrate;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.ExecutedPart;
import dev.dbmigrate.runtime.HealthReport;
import dev.dbmigrate.runtime.MigrationState;
import dev.dbmigrate.runtime.RepairRequest;
import dev.dbmigrate.runtime.RollbackRequest;
import dev.dbmigrate.runtime.RunResult;
import dev.dbmigrate.runtime.Selection;
import dev.dbmigrate.runtime.StatusReport;
import dev.dbmigrate.runtime.TargetConfig;
import dev.dbmigrate.support.TestManifest;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the guide grants is enough, and what is missing is told before anything is changed. */
class PostgresGrantsTest {

    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private PostgresFixture fixture;
    private PostgresRoles roles;

    @BeforeEach
    void open() throws Exception {
        fixture = new PostgresFixture();
        roles = new PostgresRoles(fixture.config);
    }

    @AfterEach
    void close() throws SQLException {
        thread.shutdownNow();
        roles.close();
        fixture.close();
    }

    private static DbMigrate migrate(TargetConfig user, TestManifest manifest) {
        return migrate(user, manifest, PostgresFixture.LONG);
    }

    private static DbMigrate migrate(TargetConfig user, TestManifest manifest, Duration timeToLive) {
        return DbMigrate.builder(new Configuration(List.of(user), null, timeToLive, Duration.ofMinutes(2), "tester"))
                .manifests(List.of(manifest))
                .build();
    }

    private static TestManifest table() {
        return new TestManifest()
                .add(Sql.entry("001_things"), Sql.of("CREATE TABLE things (id int)", "DROP TABLE things"));
    }

    private static TestManifest more() {
        return table().add(
                        Sql.entry("002_index").dependsOn("001_things").transactional(false),
                        Sql.of(
                                "CREATE INDEX CONCURRENTLY things_id ON things (id)",
                                "DROP INDEX CONCURRENTLY things_id"));
    }

    private static TestManifest slow(int seconds) {
        return table().add(
                        Sql.entry("002_slow").dependsOn("001_things"),
                        Sql.of("INSERT INTO things SELECT 1 FROM pg_sleep(" + seconds + ")", "DELETE FROM things"));
    }

    private static TestManifest half() {
        PostgresMigration half = db -> db.step("half", () -> {
            throw new IllegalStateException("power cut");
        });
        return table().add(Sql.entry("002_half").dependsOn("001_things").transactional(false), () -> half);
    }

    private static List<String> states(DbMigrate migrate) {
        return migrate.status().migrations().stream()
                .map(migration -> migration.id() + " " + migration.state())
                .toList();
    }

    @Test
    void theMigrationUserDoesEverything() throws Exception {
        TargetConfig migrator = roles.migrator();
        assertThat(fixture.queries.strings("SELECT rolsuper || ' ' || rolcreaterole || ' ' || rolcreatedb || ' ' ||"
                        + " rolreplication FROM pg_roles WHERE rolname = '" + roles.name("migrator") + "'"))
                .containsExactly("false false false false");

        assertThat(states(migrate(migrator, more()))).containsExactly("001_things PENDING", "002_index PENDING");
        assertThat(migrate(migrator, more()).plan(Selection.ALL).parts()).hasSize(2);
        assertThat(migrate(migrator, more()).apply().parts()).hasSize(2);
        assertThat(migrate(migrator, more()).apply().parts()).isEmpty();
        assertThat(migrate(migrator, more()).validate().findings()).isEmpty();
        assertThat(migrate(migrator, more())
                        .rollback(new RollbackRequest(Selection.ALL, 2, false))
                        .parts())
                .hasSize(2);
        assertThat(migrate(migrator, more()).rebuildHistory("to see whether it may"))
                .isEmpty();
        HealthReport.DatabaseHealth health =
                migrate(migrator, more()).health().databases().get(0);
        assertThat(health.findings()).isEmpty();
    }

    @Test
    void theMigrationUserAdoptsRepairsAndUnlocks() throws Exception {
        TargetConfig migrator = roles.migrator();
        assertThat(migrate(migrator, table()).baseline(Selection.ALL).parts()).hasSize(1);
        assertThatThrownBy(() -> migrate(migrator, half()).apply()).hasMessageContaining("[DBM-R031]");

        migrate(migrator, half())
                .repair(new RepairRequest("002_half", null, RepairRequest.Decision.MARK_APPLIED, "looked"));
        assertThat(states(migrate(migrator, half()))).containsExactly("001_things BASELINE", "002_half APPLIED");
        fixture.queries.execute("UPDATE migration_lock SET owner_id = 'gone', owner_user = 'x', owner_host = 'x',"
                + " owner_pid = 1, acquired_at = now(), expires_at = now() + interval '1 hour'");

        assertThat(migrate(migrator, half()).unlock(true).unlocked()).isTrue();
    }

    @Test
    void theMigrationUserTakesOverFromItsOwnDeadRunner() throws Exception {
        TargetConfig migrator = roles.migrator();
        Future<RunResult> dead = inTheMiddle(migrator);

        assertThat(migrate(migrator, slow(0)).apply().parts())
                .extracting(ExecutedPart::id)
                .containsExactly("002_slow");

        assertThatThrownBy(() -> dead.get(1, TimeUnit.MINUTES)).hasCauseInstanceOf(DbMigrateException.class);
        assertThat(fixture.queries.strings("SELECT id::text FROM things")).containsExactly("1");
    }

    @Test
    void aMigrationUserWithoutTheRightToEndAnothersSessionsSaysWhatToGrant() throws Exception {
        TargetConfig migrator = roles.migrator();
        Future<RunResult> frozen = inTheMiddle(migrator);
        TargetConfig second = roles.secondMigrator();
        roles.execute("REVOKE pg_signal_backend FROM second_migrator");

        for (int i = 1; i <= 2; i++) {
            assertThat(refusal(migrate(second, slow(0), Duration.ofSeconds(3))))
                    .contains(
                            "GRANT " + roles.name("migrator") + " TO " + roles.name("second_migrator"),
                            "GRANT pg_signal_backend TO " + roles.name("second_migrator"));
        }

        assertThat(frozen.isDone()).as("nobody has ended it").isFalse();
        roles.execute("GRANT pg_signal_backend TO second_migrator; GRANT INSERT ON things TO second_migrator");
        assertThat(migrate(second, slow(0)).apply().parts())
                .extracting(ExecutedPart::id)
                .containsExactly("002_slow");
        assertThatThrownBy(() -> frozen.get(1, TimeUnit.MINUTES)).hasCauseInstanceOf(DbMigrateException.class);
        assertThat(fixture.queries.strings("SELECT id::text FROM things")).containsExactly("1");
    }

    /** Starts a runner that sleeps in its second migration, and lets its lease expire. */
    private Future<RunResult> inTheMiddle(TargetConfig user) throws Exception {
        migrate(user, table()).apply();
        Future<RunResult> runner = thread.submit(
                () -> migrate(user, slow(300), Duration.ofHours(1)).apply());
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (fixture.queries
                .strings("SELECT pid::text FROM pg_stat_activity WHERE wait_event = 'PgSleep'"
                        + " AND datname = current_database()")
                .isEmpty()) {
            assertThat(System.nanoTime()).as("the statement has begun").isLessThan(deadline);
            Thread.sleep(50);
        }
        fixture.queries.execute("UPDATE migration_lock SET expires_at = clock_timestamp() - interval '1 second'");
        return runner;
    }

    @Test
    void aSecondMigrationUserNeedNotOwnTheTables() throws Exception {
        migrate(roles.migrator(), table()).apply();
        TargetConfig second = roles.secondMigrator();
        assertThat(migrate(second, table()).health().databases().get(0).findings())
                .isEmpty();
        TestManifest own = table().add(
                        Sql.entry("002_own").version("1.1.0"), Sql.of("CREATE TABLE own (id int)", "DROP TABLE own"))
                .add(
                        Sql.entry("003_index").dependsOn("002_own").transactional(false),
                        Sql.of("CREATE INDEX CONCURRENTLY own_id ON own (id)", "DROP INDEX CONCURRENTLY own_id"));

        assertThat(migrate(second, own).apply().parts()).hasSize(2);
        assertThat(migrate(second, own)
                        .rollback(new RollbackRequest(Selection.ALL, 2, false))
                        .parts())
                .hasSize(2);
        assertThat(migrate(second, own).validate().findings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "migration_lock, UPDATE",
        "migration_history, INSERT",
        "migration_history, UPDATE",
        "migration_events, INSERT",
        "SEQUENCE migration_events_id_seq, USAGE",
        "migration_marker, INSERT",
        "migration_marker, DELETE",
        "migration_step, UPDATE",
        "schema_versions, INSERT"
    })
    void aRightThatIsMissingIsNamedBeforeAnythingIsChanged(String what, String right) throws Exception {
        TargetConfig migrator = roles.migrator();
        migrate(migrator, table()).apply();
        TargetConfig second = roles.secondMigrator();
        roles.execute("REVOKE " + right + " ON " + what + " FROM second_migrator");
        TestManifest own = table().add(
                        Sql.entry("002_own").version("1.1.0"), Sql.of("CREATE TABLE own (id int)", "DROP TABLE own"));
        String grant = "GRANT " + right + " ON " + what.replaceFirst("(\\w+)$", "public.$1") + " TO "
                + roles.name("second_migrator");

        assertThat(refusal(migrate(second, own))).contains(grant);

        assertThat(fixture.queries.strings("SELECT to_regclass('own')::text")).containsExactly((String) null);
        assertThat(fixture.queries.strings("SELECT count(*) || ' ' || max(token) FROM migration_events"))
                .as("no event")
                .containsExactly("1 1");
        assertThat(fixture.queries.strings("SELECT owner_id FROM migration_lock"))
                .as("no lease is left behind")
                .containsExactly((String) null);
        assertThat(migrate(second, own).health().databases().get(0).findings())
                .singleElement()
                .asString()
                .contains(grant);
    }

    @Test
    void theObserverSeesEverythingAndChangesNothing() throws Exception {
        TargetConfig migrator = roles.migrator();
        migrate(migrator, table()).apply();
        TargetConfig observer = roles.observer();

        assertThat(migrate(observer, table()).apply().parts())
                .as("there is nothing to do")
                .isEmpty();
        assertThat(states(migrate(observer, more()))).containsExactly("001_things APPLIED", "002_index PENDING");
        assertThat(migrate(observer, more()).plan(Selection.ALL).parts()).hasSize(1);
        assertThat(migrate(observer, more())
                        .planRollback(new RollbackRequest(Selection.ALL, 1, false))
                        .parts())
                .hasSize(1);
        assertThat(migrate(observer, more()).validate().findings()).isEmpty();

        assertThat(refusal(migrate(observer, more())))
                .contains(
                        "GRANT UPDATE ON public.migration_lock TO " + roles.name("observer"),
                        "GRANT CREATE ON SCHEMA public TO " + roles.name("observer"));
        assertThat(states(migrate(migrator, more()))).containsExactly("001_things APPLIED", "002_index PENDING");
    }

    @ParameterizedTest
    @ValueSource(strings = {"migration_lock", "migration_history"})
    void whoMayNotLookIsToldSo(String table) throws Exception {
        migrate(roles.migrator(), table()).apply();
        TargetConfig observer = roles.observer();
        roles.execute("REVOKE SELECT ON " + table + " FROM observer");

        DbMigrateException failure = catchThrowableOfType(
                DbMigrateException.class, () -> migrate(observer, more()).status());

        assertThat(failure.getMessage())
                .startsWith("[DBM-R012]")
                .contains("GRANT SELECT ON public." + table + " TO " + roles.name("observer"));
    }

    @Test
    void aHistoryThatMayNotBeSeenIsNotTakenForNone() throws Exception {
        migrate(roles.migrator(), table()).apply();
        TargetConfig nobody = roles.nobody();

        DbMigrateException failure = catchThrowableOfType(
                DbMigrateException.class, () -> migrate(nobody, table()).status());

        assertThat(failure.getMessage())
                .startsWith("[DBM-R012]")
                .contains("GRANT USAGE ON SCHEMA public TO " + roles.name("nobody"));
        assertThat(refusal(migrate(nobody, table()))).contains("GRANT USAGE ON SCHEMA public");
    }

    @Test
    void aFirstRunThatMayNotCreateTablesSaysSo() throws Exception {
        TargetConfig nobody = roles.nobody();
        roles.execute("GRANT USAGE ON SCHEMA public TO nobody");

        StatusReport status = migrate(nobody, table()).status();
        assertThat(status.migrations().get(0).state()).isEqualTo(MigrationState.PENDING);
        assertThat(refusal(migrate(nobody, table())))
                .contains("GRANT CREATE ON SCHEMA public TO " + roles.name("nobody"));
        assertThat(fixture.queries.strings("SELECT count(*)::text FROM pg_tables WHERE schemaname = 'public'"))
                .containsExactly("0");
    }

    @Test
    void whoMayNotConnectIsToldSo() throws Exception {
        TargetConfig nobody = roles.nobody();
        roles.execute("REVOKE CONNECT ON DATABASE tutoring FROM nobody");

        assertThat(refusal(migrate(nobody, table())))
                .contains("GRANT CONNECT ON DATABASE")
                .contains("TO " + roles.name("nobody"));
    }

    private static String refusal(DbMigrate migrate) {
        DbMigrateException failure = catchThrowableOfType(DbMigrateException.class, migrate::apply);
        assertThat(failure).isNotNull();
        assertThat(failure.getMessage()).startsWith("[DBM-R012] ").doesNotContain(PostgresRoles.PASSWORD);
        return failure.getMessage();
    }
}
