package dev.dbmigrate.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbmigrate.model.Manifest;
import dev.dbmigrate.runtime.Configuration;
import dev.dbmigrate.runtime.DbMigrate;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.ExecutedPart;
import dev.dbmigrate.runtime.HealthReport;
import dev.dbmigrate.runtime.MigrationState;
import dev.dbmigrate.runtime.Plan;
import dev.dbmigrate.runtime.RollbackRequest;
import dev.dbmigrate.runtime.RunResult;
import dev.dbmigrate.runtime.Selection;
import dev.dbmigrate.runtime.StatusReport;
import dev.dbmigrate.runtime.TargetConfig;
import dev.dbmigrate.support.PostgresQueries;
import dev.dbmigrate.support.TestManifest;
import dev.dbmigrate.testkit.TestDatabases;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The operations, end to end, on one PostgreSQL database that is also home of the history. */
class PostgresOperationsTest {

    private TestDatabases databases;
    private TargetConfig postgres;

    @BeforeEach
    void openDatabase() {
        databases = TestDatabases.open();
        postgres = databases.postgres();
    }

    @AfterEach
    void closeDatabase() {
        databases.close();
    }

    private static TestManifest preferences() {
        return new TestManifest()
                .add(
                        Sql.entry("001_initial_schema"),
                        Sql.of("CREATE TABLE users (id bigint PRIMARY KEY, name text)", "DROP TABLE users"))
                .add(
                        Sql.entry("002_add_indexes").dependsOn("001_initial_schema"),
                        Sql.of("CREATE INDEX idx_users_name ON users (name)", "DROP INDEX idx_users_name"))
                .add(
                        Sql.entry("003_add_user_preferences").version("1.1.0").dependsOn("001_initial_schema"),
                        Sql.of(
                                "CREATE TABLE user_preferences (user_id bigint REFERENCES users);\n"
                                        + "INSERT INTO users VALUES (1, 'a;b')",
                                "DROP TABLE user_preferences; DELETE FROM users WHERE id = 1"));
    }

    private DbMigrate migrate(Manifest... manifests) {
        return DbMigrate.builder(Configuration.of(List.of(postgres)))
                .manifests(List.of(manifests))
                .build();
    }

    @Test
    void appliesInOrderAndRecordsEachWithItsEffect() throws SQLException {
        RunResult result = migrate(preferences()).apply();

        assertThat(result.parts())
                .extracting(ExecutedPart::id)
                .containsExactly("001_initial_schema", "002_add_indexes", "003_add_user_preferences");
        assertThat(
                        strings(
                                "SELECT migration_id || ' ' || migration_name || ' ' || database_name || ' ' || version || ' '"
                                        + " || success || ' ' || rollback_available || ' ' || checksum FROM migration_history ORDER BY id"))
                .containsExactly(
                        "001_initial_schema initial schema postgres 1.0.0 true true v1:001_initial_schema",
                        "002_add_indexes add indexes postgres 1.0.0 true true v1:002_add_indexes",
                        "003_add_user_preferences add user preferences postgres 1.1.0 true true"
                                + " v1:003_add_user_preferences");
        assertThat(strings("SELECT event FROM migration_events ORDER BY id"))
                .containsExactly("APPLIED", "APPLIED", "APPLIED");
        assertThat(strings("SELECT version FROM schema_versions ORDER BY id")).containsExactly("1.0.0", "1.1.0");
        assertThat(strings("SELECT name FROM users")).containsExactly("a;b");
    }

    @Test
    void aSecondApplyDoesNothing() throws SQLException {
        migrate(preferences()).apply();

        assertThat(migrate(preferences()).apply().parts()).isEmpty();
        assertThat(strings("SELECT count(*)::text FROM migration_events")).containsExactly("3");
        assertThat(strings("SELECT (applied_digest IS NOT NULL)::text FROM migration_lock"))
                .containsExactly("true");
    }

    @Test
    void planRunsNothingAndSaysWhyEachWaits() throws SQLException {
        Plan plan = migrate(preferences()).plan(Selection.ALL);

        assertThat(plan.parts()).hasSize(3);
        assertThat(plan.parts().get(1).waitsFor()).containsExactly("001_initial_schema (dependsOn)");
        assertThat(plan.parts().get(2).waitsFor())
                .containsExactly("001_initial_schema (dependsOn)", "002_add_indexes (before it on postgres)");
        assertThat(strings("SELECT count(*)::text FROM pg_tables WHERE schemaname = 'public'"))
                .containsExactly("0");
    }

    @Test
    void appliesOneIdWithWhatItDependsOn() {
        RunResult result =
                migrate(preferences()).apply(new Selection(List.of("003_add_user_preferences"), null, List.of()));

        assertThat(result.parts())
                .extracting(ExecutedPart::id)
                .containsExactly("001_initial_schema", "003_add_user_preferences");
        assertThat(migrate(preferences()).apply().parts())
                .extracting(ExecutedPart::id)
                .containsExactly("002_add_indexes");
    }

    @Test
    void appliesUpToAVersionOrId() {
        assertThat(migrate(preferences())
                        .apply(new Selection(List.of(), "1.0.0", List.of()))
                        .parts())
                .extracting(ExecutedPart::id)
                .containsExactly("001_initial_schema", "002_add_indexes");
        assertThat(migrate(preferences())
                        .plan(new Selection(List.of(), "003_add_user_preferences", List.of()))
                        .parts())
                .hasSize(1);
    }

    @Test
    void anUnknownIdIsAnsweredWithTheNearOne() {
        assertThatThrownBy(() ->
                        migrate(preferences()).apply(new Selection(List.of("003_user_preferences"), null, List.of())))
                .isInstanceOf(DbMigrateException.class)
                .hasMessage("[DBM-R003] there is no migration '003_user_preferences'."
                        + " Did you mean 003_add_user_preferences?");
    }

    @Test
    void rollsBackTheLastAndAppliesItAgain() throws SQLException {
        migrate(preferences()).apply();

        RunResult result = migrate(preferences()).rollback(new RollbackRequest(Selection.ALL, 1, false));

        assertThat(result.parts()).extracting(ExecutedPart::id).containsExactly("003_add_user_preferences");
        assertThat(strings("SELECT version FROM schema_versions")).containsExactly("1.0.0");
        assertThat(strings("SELECT state FROM migration_history ORDER BY event_id"))
                .containsExactly("APPLIED", "APPLIED", "ROLLED_BACK");
        assertThat(migrate(preferences()).status().migrations().get(2).state()).isEqualTo(MigrationState.ROLLED_BACK);
        assertThat(migrate(preferences()).apply().parts()).hasSize(1);
        assertThat(strings("SELECT version FROM schema_versions ORDER BY version"))
                .containsExactly("1.0.0", "1.1.0");
    }

    @Test
    void rollbackRefusesWhileDependentsAreAppliedAndCascadesWhenTold() throws SQLException {
        migrate(preferences()).apply();
        Selection first = new Selection(List.of("001_initial_schema"), null, List.of());

        assertThatThrownBy(() -> migrate(preferences()).rollback(new RollbackRequest(first, 0, false)))
                .hasMessageContaining("[DBM-R041]")
                .hasMessageContaining("002_add_indexes, 003_add_user_preferences")
                .hasMessageContaining("-Ddbmigrate.cascade=true");
        migrate(preferences()).rollback(new RollbackRequest(first, 0, true));

        assertThat(strings("SELECT tablename::text FROM pg_tables WHERE tablename LIKE 'user%'"))
                .isEmpty();
        assertThat(strings("SELECT count(*)::text FROM schema_versions")).containsExactly("0");
    }

    @Test
    void aFailedMigrationLeavesNothingAndIsTriedAgain() throws SQLException {
        TestManifest broken = preferences()
                .add(
                        Sql.entry("004_broken").dependsOn("003_add_user_preferences"),
                        Sql.of("CREATE TABLE half (id int);\nALTER TABLE nowhere ADD COLUMN x int", "SELECT 1"))
                .add(Sql.entry("005_after").dependsOn("004_broken"), Sql.of("SELECT 1", "SELECT 1"));

        assertThatThrownBy(() -> migrate(broken).apply()).isInstanceOfSatisfying(DbMigrateException.class, e -> {
            assertThat(e.diagnostic()).isEqualTo(Diagnostic.MIGRATION_FAILED);
            assertThat(e)
                    .hasMessageContaining("004_broken (test/004_broken.java:7) failed on postgres")
                    .hasMessageContaining("relation \"nowhere\" does not exist (SQLSTATE 42P01)")
                    .hasMessageContaining("in: ALTER TABLE nowhere ADD COLUMN x int")
                    .hasMessageContaining("Nothing of it was changed");
            assertThat(e.result().orElseThrow().parts())
                    .extracting(ExecutedPart::outcome)
                    .containsExactly(
                            ExecutedPart.Outcome.APPLIED,
                            ExecutedPart.Outcome.APPLIED,
                            ExecutedPart.Outcome.APPLIED,
                            ExecutedPart.Outcome.FAILED,
                            ExecutedPart.Outcome.NOT_RUN);
        });
        assertThat(strings("SELECT to_regclass('half')::text")).containsExactly((String) null);
        assertThat(migrate(broken).status().migrations().get(3).state()).isEqualTo(MigrationState.FAILED);
        assertThat(strings("SELECT success || ' ' || (error_message LIKE '%nowhere%') FROM migration_history"
                        + " WHERE migration_id = '004_broken'"))
                .containsExactly("false true");

        TestManifest mended = preferences()
                .add(Sql.entry("004_broken").dependsOn("003_add_user_preferences"), Sql.of("SELECT 1", "SELECT 1"));
        assertThat(migrate(mended).apply().parts()).hasSize(1);
    }

    @Test
    void transactionControlIsRefused() {
        TestManifest manifest = new TestManifest().add(Sql.entry("001_commit"), Sql.of("SELECT 1; COMMIT", ""));

        assertThatThrownBy(() -> migrate(manifest).apply())
                .hasMessageContaining("[DBM-R032]")
                .hasMessageContaining("'COMMIT' (line 1) is refused");
    }

    @Test
    void connectionCannotBeCommittedOrClosed() {
        PostgresMigration commits = db -> {
            try {
                db.connection().commit();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        };
        PostgresMigration sends = db -> {
            try (Statement statement = db.connection().createStatement()) {
                statement.execute("ROLLBACK");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        };
        assertThatThrownBy(() -> migrate(new TestManifest().add(Sql.entry("001_x"), () -> commits))
                        .apply())
                .hasMessageContaining("[DBM-R032]")
                .hasMessageContaining("connection().commit is refused");
        assertThatThrownBy(() -> migrate(new TestManifest().add(Sql.entry("001_x"), () -> sends))
                        .apply())
                .hasMessageContaining("[DBM-R032]")
                .hasMessageContaining("'ROLLBACK' (line 1) is refused");
    }

    @Test
    void aConcurrentIndexNeedsNoTransactionAndSaysSo() throws SQLException {
        String index = "CREATE INDEX CONCURRENTLY idx_users_lower ON users (lower(name))";
        TestManifest inTransaction = preferences().add(Sql.entry("004_index"), Sql.of(index, "SELECT 1"));
        assertThatThrownBy(() -> migrate(inTransaction).apply())
                .hasMessageContaining("[DBM-R032]")
                .hasMessageContaining("transactional = false");

        TestManifest apart = preferences()
                .add(
                        Sql.entry("004_index").transactional(false),
                        Sql.of(index, "DROP INDEX CONCURRENTLY idx_users_lower"));
        migrate(apart).apply();
        assertThat(strings("SELECT indisvalid::text FROM pg_index WHERE indexrelid = 'idx_users_lower'::regclass"))
                .containsExactly("true");
        migrate(apart).rollback(new RollbackRequest(Selection.ALL, 1, false));
        assertThat(strings("SELECT to_regclass('idx_users_lower')::text")).containsExactly((String) null);
        assertThat(strings("SELECT count(*)::text FROM migration_marker")).containsExactly("0");
    }

    @Test
    void aFailedConcurrentIndexLeavesNoInvalidOneAndGoesOnFromThere() throws SQLException {
        String script = "INSERT INTO users VALUES (7, 'twin'), (8, 'twin');\n"
                + "CREATE UNIQUE INDEX CONCURRENTLY idx_users_unique ON users (name)";
        TestManifest manifest = preferences()
                .add(
                        Sql.entry("004_unique").transactional(false),
                        Sql.of(script, "DROP INDEX CONCURRENTLY idx_users_unique"));

        assertThatThrownBy(() -> migrate(manifest).apply())
                .hasMessageContaining("[DBM-R030]")
                .hasMessageContaining("could not create unique index")
                .hasMessageContaining("it goes on from there");
        assertThat(strings("SELECT to_regclass('idx_users_unique')::text")).containsExactly((String) null);

        execute("UPDATE users SET name = 'other' WHERE id = 8");
        migrate(manifest).apply();
        assertThat(strings("SELECT count(*)::text FROM users WHERE id IN (7, 8)"))
                .containsExactly("2");
        assertThat(strings("SELECT indisvalid::text FROM pg_index WHERE indexrelid = 'idx_users_unique'::regclass"))
                .containsExactly("true");
    }

    @Test
    void anInterruptedStepIsInDoubtUntilAPersonDecides() throws SQLException {
        PostgresMigration halfWay = db -> db.step("fill", () -> {
            db.execute("INSERT INTO users VALUES (20, 'x')");
            throw new IllegalStateException("power cut");
        });
        TestManifest manifest = preferences().add(Sql.entry("004_fill").transactional(false), () -> halfWay);

        assertThatThrownBy(() -> migrate(manifest).apply())
                .hasMessageContaining("[DBM-R031]")
                .hasMessageContaining("power cut")
                .hasMessageContaining("mvn dbmigrate:repair -Ddbmigrate.migration=004_fill");
        assertThatThrownBy(() -> migrate(manifest).apply())
                .hasMessageContaining("[DBM-R031]")
                .hasMessageContaining("004_fill is in doubt on postgres");

        migrate(manifest)
                .repair(new dev.dbmigrate.runtime.RepairRequest(
                        "004_fill",
                        null,
                        dev.dbmigrate.runtime.RepairRequest.Decision.MARK_APPLIED,
                        "row 20 is there"));
        assertThat(migrate(manifest).apply().parts()).isEmpty();
        assertThat(migrate(manifest).status().migrations().get(3).state()).isEqualTo(MigrationState.APPLIED);
    }

    @Test
    void validateFindsWhatWasEditedAndWhatIsMissing() {
        migrate(preferences()).apply();
        TestManifest edited = new TestManifest()
                .add(Sql.entry("001_initial_schema").checksum("v1:other"), Sql.of("SELECT 1", "SELECT 1"))
                .add(Sql.entry("002_add_indexes"), Sql.of("SELECT 1", "SELECT 1"))
                .add(Sql.entry("002_before"), Sql.of("SELECT 1", "SELECT 1"));

        assertThat(migrate(edited).validate().findings())
                .extracting(finding -> finding.id() + " " + finding.state())
                .containsExactly("001_initial_schema CHANGED", "003_add_user_preferences MISSING");
        assertThatThrownBy(() -> migrate(edited).apply())
                .hasMessageContaining("[DBM-R040]")
                .hasMessageContaining("its source was changed after it was applied");
    }

    @Test
    void aVerifyThatFailsUndoesTheMigration() throws SQLException {
        PostgresMigration migration = new PostgresMigration() {
            @Override
            public void up(PostgresContext db) {
                db.execute("CREATE TABLE checked (id int)");
            }

            @Override
            public void verify(PostgresContext db) {
                List<Integer> count = db.query("SELECT count(*) FROM checked", row -> row.getInt(1));
                if (count.get(0) == 0) {
                    throw new AssertionError("checked is empty");
                }
            }
        };
        assertThatThrownBy(() -> migrate(new TestManifest().add(Sql.entry("001_x"), () -> migration))
                        .apply())
                .hasMessageContaining("[DBM-R033]")
                .hasMessageContaining("checked is empty");
        assertThat(strings("SELECT to_regclass('checked')::text")).containsExactly((String) null);
    }

    /** The record travels as SQL, by statements that are prepared in the session in which the migrations run. */
    @Test
    void noTextAndNoSettingSpoilsTheRecord() throws SQLException {
        TestManifest odd = new TestManifest()
                .add(Sql.entry("001_first"), Sql.of("CREATE TABLE first (id int)", "DROP TABLE first"))
                .add(
                        Sql.entry("002_forgets"),
                        Sql.of("DEALLOCATE ALL; CREATE TABLE second (id int)", "DROP TABLE second"))
                .add(
                        Sql.entry("003_other_strings"),
                        Sql.of(
                                "SET standard_conforming_strings = off; SET search_path = pg_catalog",
                                "DROP TABLE third"))
                .add(Sql.entry("004_last"), Sql.of("CREATE TABLE fourth (id int)", "DROP TABLE fourth"));
        String name = "o'neil \\ {fn now()}; $1 ?";
        Configuration configuration = new Configuration(
                List.of(postgres),
                null,
                Configuration.DEFAULT_LEASE_TIME_TO_LIVE,
                Configuration.DEFAULT_LEASE_WAIT,
                name);

        DbMigrate.builder(configuration).manifests(List.of(odd)).build().apply();

        assertThat(strings("SELECT migration_id || ' ' || applied_by FROM migration_history ORDER BY id"))
                .containsExactly(
                        "001_first " + name, "002_forgets " + name, "003_other_strings " + name, "004_last " + name);
    }

    @Test
    void aChangedSearchPathDoesNotReachTheNextMigration() throws SQLException {
        TestManifest manifest = new TestManifest()
                .add(
                        Sql.entry("001_elsewhere"),
                        Sql.of("CREATE SCHEMA app; SET search_path = app; CREATE TABLE a (id int)", ""))
                .add(Sql.entry("002_here"), Sql.of("CREATE TABLE b (id int)", ""));

        migrate(manifest).apply();

        assertThat(strings("SELECT schemaname || '.' || tablename FROM pg_tables WHERE tablename IN ('a', 'b')"
                        + " ORDER BY tablename"))
                .containsExactly("app.a", "public.b");
    }

    @Test
    void statusNeedsNoHistoryAndNoRightToWrite() throws SQLException {
        StatusReport report = migrate(preferences()).status();

        assertThat(report.migrations())
                .extracting(StatusReport.MigrationStatus::state)
                .containsOnly(MigrationState.PENDING);
        assertThat(report.databases().get(0).currentVersion()).isNull();
        assertThat(strings("SELECT count(*)::text FROM pg_tables WHERE schemaname = 'public'"))
                .containsExactly("0");
    }

    @Test
    void healthSaysWhatTheServerIs() {
        HealthReport.DatabaseHealth health =
                migrate(preferences()).health().databases().get(0);

        assertThat(health.healthy()).isTrue();
        assertThat(health.server()).startsWith("PostgreSQL ");
    }

    private List<String> strings(String sql) throws SQLException {
        return new PostgresQueries(postgres).strings(sql);
    }

    private void execute(String sql) throws SQLException {
        new PostgresQueries(postgres).execute(sql);
    }
}
