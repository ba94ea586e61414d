package dev.dbmigrate.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbmigrate.postgres.Sql;
import dev.dbmigrate.support.PostgresQueries;
import dev.dbmigrate.support.TestManifest;
import dev.dbmigrate.testkit.ServerKind;
import dev.dbmigrate.testkit.TestDatabases;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Squashing on real databases: whatever of the replaced migrations a database has seen, all end in the same state. */
class SquashTest {

    private static final String[] REPLACED = {"001_users", "002_facts", "003_names"};

    private TestDatabases databases;
    private TargetConfig home;
    private TargetConfig reporting;

    @BeforeEach
    void openDatabases() {
        databases = TestDatabases.open();
        home = databases.postgres();
        reporting = databases.fresh(ServerKind.POSTGRES, "reporting");
    }

    @AfterEach
    void closeDatabases() {
        databases.close();
    }

    private static TestManifest replaced() {
        return new TestManifest()
                .add(Sql.entry("001_users"), Sql.of("CREATE TABLE users (id int)", "DROP TABLE users"))
                .add(
                        Sql.entry("002_facts")
                                .part("postgres", "reporting", true)
                                .dependsOn("001_users"),
                        Sql.of("CREATE TABLE facts (id int)", "DROP TABLE facts"))
                .add(
                        Sql.entry("003_names").version("1.1.0").dependsOn("002_facts"),
                        Sql.of("ALTER TABLE users ADD name text", "ALTER TABLE users DROP name"));
    }

    private static TestManifest squash(TestManifest manifest, String dependency) {
        return manifest.add(
                        Sql.entry("004_squash")
                                .part("postgres", "reporting", true)
                                .version("1.1.0")
                                .replaces(REPLACED),
                        Sql.of(
                                "CREATE TABLE facts (id int);"
                                        + " CREATE TABLE IF NOT EXISTS users (id int, name text)",
                                "DROP TABLE facts; DROP TABLE IF EXISTS users"))
                .add(
                        Sql.entry("005_tags").version("1.2.0").dependsOn(dependency),
                        Sql.of("ALTER TABLE users ADD tags text", "ALTER TABLE users DROP tags"));
    }

    private static TestManifest withClasses() {
        return squash(replaced(), "003_names");
    }

    private static TestManifest withoutClasses() {
        return squash(new TestManifest(), "004_squash");
    }

    private DbMigrate migrate(TestManifest manifest) {
        Configuration configuration = new Configuration(
                List.of(home, reporting),
                "postgres",
                Configuration.DEFAULT_LEASE_TIME_TO_LIVE,
                Configuration.DEFAULT_LEASE_WAIT,
                "tester");
        return DbMigrate.builder(configuration).manifests(List.of(manifest)).build();
    }

    private static List<String> done(RunResult result) {
        return result.parts().stream()
                .map(part -> part.id() + "@" + part.database() + " " + part.outcome())
                .sorted()
                .toList();
    }

    private List<String> tokens() throws SQLException {
        return new PostgresQueries(home).strings("SELECT token FROM migration_lock");
    }

    /** The next run asks one question: it does not even take the lease, which would raise the token. */
    private void assertNothingIsLeft(TestManifest manifest) throws SQLException {
        List<String> before = tokens();
        RunResult again = migrate(manifest).apply();
        assertThat(again.parts()).isEmpty();
        assertThat(again.warnings()).isEmpty();
        assertThat(tokens()).isEqualTo(before);
        assertThat(migrate(manifest).validate().findings()).isEmpty();
        assertThat(migrate(manifest).status().databases())
                .extracting(database -> database.name() + " " + database.currentVersion() + " " + database.pending())
                .containsExactly("postgres 1.2.0 0", "reporting 1.1.0 0");
        assertThat(new PostgresQueries(home).strings("SELECT max(version) FROM schema_versions"))
                .containsExactly("1.2.0");
        assertThat(new PostgresQueries(home)
                        .strings("SELECT column_name FROM information_schema.columns WHERE table_name = 'users'"
                                + " ORDER BY 1"))
                .containsExactly("id", "name", "tags");
    }

    @Test
    void onANewDatabaseItRunsAlone() throws SQLException {
        assertThat(done(migrate(withClasses()).apply()))
                .containsExactly(
                        "004_squash@postgres APPLIED", "004_squash@reporting APPLIED", "005_tags@postgres APPLIED");
        assertNothingIsLeft(withClasses());
        assertThat(new PostgresQueries(home).strings("SELECT migration_id FROM migration_history ORDER BY 1"))
                .containsExactly("004_squash", "004_squash", "005_tags");
        // the classes go, and nobody notices
        migrate(withoutClasses()).apply();
        assertNothingIsLeft(withoutClasses());
    }

    @Test
    void onAnOldDatabaseItIsKnownAsAppliedAndTheClassesMayGo() throws SQLException {
        migrate(replaced()).apply();
        assertThat(migrate(withClasses()).plan(Selection.ALL).parts())
                .filteredOn(part -> part.id().equals("004_squash"))
                .extracting(PlannedPart::note)
                .allMatch(note -> note.contains("stands for 001_users, 002_facts, 003_names"));

        assertThat(done(migrate(withClasses()).apply()))
                .containsExactly(
                        "004_squash@postgres BASELINED", "004_squash@reporting BASELINED", "005_tags@postgres APPLIED");
        assertNothingIsLeft(withClasses());
        assertThat(new PostgresQueries(home)
                        .strings("SELECT event || ': ' || message FROM migration_events"
                                + " WHERE migration_id = '004_squash'"))
                .containsExactly(
                        "BASELINED: stands for 001_users, 002_facts, 003_names",
                        "BASELINED: stands for 001_users, 002_facts, 003_names");
        assertThat(migrate(withClasses()).status().migrations())
                .extracting(one -> one.id() + "@" + one.database() + " " + one.note())
                .contains(
                        "001_users@postgres replaced by 004_squash",
                        "004_squash@reporting stands for 001_users, 002_facts, 003_names",
                        "005_tags@postgres null");
        migrate(withoutClasses()).apply();
        assertNothingIsLeft(withoutClasses());
    }

    @Test
    void onAnOldDatabaseWhoseClassesAreGoneAlready() throws SQLException {
        migrate(replaced()).apply();

        assertThat(done(migrate(withoutClasses()).apply()))
                .containsExactly(
                        "004_squash@postgres BASELINED", "004_squash@reporting BASELINED", "005_tags@postgres APPLIED");
        assertNothingIsLeft(withoutClasses());
    }

    @Test
    void halfWayTheRestRunsFirst() throws SQLException {
        migrate(replaced()).apply(new Selection(List.of("002_facts"), null, List.of()));

        assertThat(done(migrate(withClasses()).apply()))
                .containsExactly(
                        "003_names@postgres APPLIED",
                        "004_squash@postgres BASELINED",
                        "004_squash@reporting BASELINED",
                        "005_tags@postgres APPLIED");
        assertNothingIsLeft(withClasses());
    }

    @Test
    void halfWayWithoutClassesNothingIsChanged() throws SQLException {
        migrate(replaced()).apply(new Selection(List.of("002_facts"), null, List.of()));

        assertThatThrownBy(() -> migrate(withoutClasses()).apply())
                .hasMessageContaining("[DBM-R044] 004_squash")
                .hasMessageContaining("applied: 001_users, 002_facts")
                .hasMessageContaining("003_names");
        assertThat(new PostgresQueries(home).strings("SELECT DISTINCT migration_id FROM migration_history ORDER BY 1"))
                .containsExactly("001_users", "002_facts");
    }

    @Test
    void twoRunnersRecordItOnce() throws Exception {
        migrate(replaced()).apply();
        ExecutorService runners = Executors.newFixedThreadPool(2);
        try {
            Callable<RunResult> run = () -> migrate(withClasses()).apply();
            List<ExecutedPart> parts = new ArrayList<>();
            for (Future<RunResult> result : runners.invokeAll(List.of(run, run))) {
                parts.addAll(result.get().parts());
            }
            assertThat(parts)
                    .extracting(ExecutedPart::id)
                    .containsExactlyInAnyOrder("004_squash", "004_squash", "005_tags");
        } finally {
            runners.shutdownNow();
        }
        assertNothingIsLeft(withClasses());
    }

    @Test
    void whatDidNotRunIsNotRolledBackAndWhatRanIs() throws SQLException {
        migrate(replaced()).apply();
        migrate(withClasses()).apply();
        RollbackRequest squash = new RollbackRequest(new Selection(List.of("004_squash"), null, List.of()), 0, true);

        assertThatThrownBy(() -> migrate(withClasses()).rollback(squash))
                .hasMessageContaining("[DBM-R042] 004_squash cannot be rolled back on")
                .hasMessageContaining("it never ran there");
        // whoever takes the lease forgets the digest; the next run finds nothing to do and writes it again
        assertThat(migrate(withClasses()).apply().parts()).isEmpty();
        assertNothingIsLeft(withClasses());
    }

    @Test
    void onANewDatabaseItGoesBackAndUpAgain() throws SQLException {
        migrate(withClasses()).apply();
        RollbackRequest squash = new RollbackRequest(new Selection(List.of("004_squash"), null, List.of()), 0, true);

        assertThat(done(migrate(withClasses()).rollback(squash)))
                .containsExactly(
                        "004_squash@postgres ROLLED_BACK",
                        "004_squash@reporting ROLLED_BACK",
                        "005_tags@postgres ROLLED_BACK");
        migrate(withClasses()).apply();
        assertNothingIsLeft(withClasses());
    }

    @Test
    void anExistingDatabaseIsAdoptedWithTheSquashAlone() throws SQLException {
        for (TargetConfig database : List.of(home, reporting)) {
            new PostgresQueries(database)
                    .execute("CREATE TABLE facts (id int); CREATE TABLE users (id int, name text)");
        }
        assertThat(migrate(withClasses()).baseline(Selection.to("1.1.0")).parts())
                .extracting(ExecutedPart::id)
                .containsExactly("004_squash", "004_squash");
        migrate(withClasses()).apply();
        assertNothingIsLeft(withClasses());
    }
}
