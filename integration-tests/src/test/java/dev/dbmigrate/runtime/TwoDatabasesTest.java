package dev.dbmigrate.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbmigrate.model.ManifestEntry;
import dev.dbmigrate.postgres.PostgresMigration;
import dev.dbmigrate.postgres.Sql;
import dev.dbmigrate.support.PostgresQueries;
import dev.dbmigrate.support.TestManifest;
import dev.dbmigrate.testkit.ServerKind;
import dev.dbmigrate.testkit.TestDatabases;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Home and a second database: markers, recovery, dependencies across databases, another history's target. */
class TwoDatabasesTest {

    private TestDatabases databases;
    private TargetConfig home;
    private TargetConfig second;

    @BeforeEach
    void openDatabases() {
        databases = TestDatabases.open();
        home = databases.postgres();
        second = databases.fresh(ServerKind.POSTGRES, "reporting");
    }

    @AfterEach
    void closeDatabases() {
        databases.close();
    }

    private static ManifestEntry.Builder onReporting(String id) {
        return ManifestEntry.of(id, "test." + id)
                .description("test " + id)
                .version("1.0.0")
                .part("postgres", "reporting", true)
                .checksum("v1:" + id)
                .source("test/" + id + ".java", 7);
    }

    private static TestManifest manifest() {
        return new TestManifest()
                .add(Sql.entry("001_users"), Sql.of("CREATE TABLE users (id int)", "DROP TABLE users"))
                .add(
                        onReporting("002_facts").dependsOn("001_users"),
                        Sql.of("CREATE TABLE facts (id int); INSERT INTO facts VALUES (1)", "DROP TABLE facts"))
                .add(
                        Sql.entry("003_after_facts").dependsOn("002_facts"),
                        Sql.of("CREATE TABLE after_facts (id int)", "DROP TABLE after_facts"));
    }

    private DbMigrate migrate(TestManifest manifest) {
        Configuration configuration = new Configuration(
                List.of(home, second),
                "postgres",
                Configuration.DEFAULT_LEASE_TIME_TO_LIVE,
                Configuration.DEFAULT_LEASE_WAIT,
                "tester");
        return DbMigrate.builder(configuration).manifests(List.of(manifest)).build();
    }

    @Test
    void dependenciesAcrossDatabasesAreKept() throws SQLException {
        RunResult result = migrate(manifest()).apply();

        assertThat(result.parts()).extracting(ExecutedPart::outcome).containsOnly(ExecutedPart.Outcome.APPLIED);
        assertThat(new PostgresQueries(home).strings("SELECT migration_id FROM migration_history ORDER BY event_id"))
                .containsExactly("001_users", "002_facts", "003_after_facts");
        assertThat(new PostgresQueries(second).strings("SELECT migration_id || ' ' || state FROM migration_marker"))
                .containsExactly("002_facts APPLIED");
        assertThat(new PostgresQueries(second).strings("SELECT version FROM schema_versions"))
                .containsExactly("1.0.0");
        migrate(manifest())
                .rollback(new RollbackRequest(new Selection(List.of("001_users"), null, List.of()), 0, true));
        assertThat(new PostgresQueries(second).strings("SELECT count(*)::text FROM migration_marker"))
                .containsExactly("0");
    }

    @Test
    void anEffectWhoseRecordWasLostIsRecoveredNotDoubled() throws SQLException {
        migrate(manifest()).apply();
        // as if the runner had died after the commit on the target and before the history was told
        new PostgresQueries(home)
                .execute(
                        "UPDATE migration_history SET state = 'STARTED', success = false WHERE migration_id = '002_facts';"
                                + "UPDATE migration_lock SET applied_digest = NULL");

        RunResult result = migrate(manifest()).apply();

        assertThat(result.parts())
                .extracting(part -> part.id() + " " + part.outcome())
                .containsExactly("002_facts RECOVERED");
        assertThat(new PostgresQueries(second).strings("SELECT count(*)::text FROM facts"))
                .containsExactly("1");
    }

    @Test
    void anInterruptedStartIsRunAgain() throws SQLException {
        migrate(manifest()).apply(new Selection(List.of("001_users"), null, List.of()));
        new PostgresQueries(home)
                .execute("INSERT INTO migration_history (migration_id, migration_name, database_name, database_kind,"
                        + " version, state, applied_by, success, rollback_available, execution_millis, token, event_id)"
                        + " VALUES ('002_facts', 'facts', 'reporting', 'postgres', '1.0.0', 'STARTED', 'x', false, true,"
                        + " 0, 1, 99)");

        assertThat(migrate(manifest()).apply().parts())
                .extracting(part -> part.id() + " " + part.outcome())
                .containsExactly("002_facts APPLIED", "003_after_facts APPLIED");
    }

    @Test
    void independentDatabasesRunSideBySide() {
        CyclicBarrier bothInside = new CyclicBarrier(2);
        PostgresMigration meets = db -> bothInside.await(1, TimeUnit.MINUTES);
        TestManifest manifest =
                new TestManifest().add(Sql.entry("001_here"), () -> meets).add(onReporting("001_there"), () -> meets);

        assertThat(migrate(manifest).apply().parts())
                .extracting(ExecutedPart::outcome)
                .containsExactly(ExecutedPart.Outcome.APPLIED, ExecutedPart.Outcome.APPLIED);
    }

    @Test
    void onlyRefusesWhenSomethingNeededIsLeftOut() {
        assertThatThrownBy(() -> migrate(manifest()).apply(new Selection(List.of(), null, List.of("postgres"))))
                .hasMessageContaining("[DBM-R043]")
                .hasMessageContaining("003_after_facts on postgres needs 002_facts on reporting");
    }

    @Test
    void aTargetOfAnotherHistoryIsLeftAlone() throws SQLException {
        migrate(manifest()).apply();
        TargetConfig otherHome = databases.fresh(ServerKind.POSTGRES, "postgres");
        Configuration other = new Configuration(
                List.of(otherHome, second),
                "postgres",
                Configuration.DEFAULT_LEASE_TIME_TO_LIVE,
                Configuration.DEFAULT_LEASE_WAIT,
                "tester");

        assertThatThrownBy(() -> DbMigrate.builder(other)
                        .manifests(List.of(manifest()))
                        .build()
                        .apply())
                .hasMessageContaining("'reporting' is kept by another history");
        assertThat(new PostgresQueries(second).strings("SELECT count(*)::text FROM facts"))
                .containsExactly("1");
    }

    @Test
    void aLaterPartThatFailsUndoesTheEarlierOnes() throws SQLException {
        PostgresMigration both = new Sql("CREATE TABLE both_sides (id int)", "DROP TABLE both_sides");
        int[] calls = {0};
        TestManifest manifest = new TestManifest()
                .add(
                        ManifestEntry.of("001_both", "test.Both")
                                .version("1.0.0")
                                .part("postgres", "postgres", true)
                                .part("postgres", "reporting", true)
                                .source("test/Both.java", 3),
                        () -> (PostgresMigration) new PostgresMigration() {
                            @Override
                            public void up(dev.dbmigrate.postgres.PostgresContext db) throws Exception {
                                both.up(db);
                                if (++calls[0] == 2) {
                                    throw new IllegalStateException("the second database says no");
                                }
                            }

                            @Override
                            public void down(dev.dbmigrate.postgres.PostgresContext db) throws Exception {
                                both.down(db);
                            }
                        });

        assertThatThrownBy(() -> migrate(manifest).apply())
                .hasMessageContaining("001_both (test/Both.java:3) failed on reporting")
                .hasMessageContaining("on postgres: was applied, and has been undone");
        assertThat(new PostgresQueries(home).strings("SELECT to_regclass('both_sides')::text"))
                .containsExactly((String) null);
        assertThat(new PostgresQueries(home)
                        .strings("SELECT database_name || ' ' || state FROM migration_history ORDER BY database_name"))
                .containsExactly("postgres ROLLED_BACK", "reporting FAILED");
    }

    @Test
    void aRollbackThatAnApplyCannotFinishIsNoFailureOfTheWayUp() throws SQLException {
        TestManifest manifest = new TestManifest()
                .add(
                        Sql.entry("001_users").transactional(false),
                        Sql.of("CREATE TABLE users (id int)", "DROP TABLE nowhere"));
        migrate(manifest).apply();
        assertThatThrownBy(() -> migrate(manifest).rollback(RollbackRequest.last(1)));
        // as if the runner had died within the way down
        new PostgresQueries(home)
                .execute("UPDATE migration_history SET state = 'ROLLING_BACK', success = false;"
                        + "UPDATE migration_lock SET applied_digest = NULL");

        assertThatThrownBy(() -> migrate(manifest).apply()).hasMessageContaining("while it was rolled back");

        assertThat(new PostgresQueries(home).strings("SELECT state FROM migration_history"))
                .as("its effect stands")
                .containsExactly("APPLIED");
    }
}
