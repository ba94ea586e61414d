package dev.dbmigrate.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbmigrate.model.ManifestEntry;
import dev.dbmigrate.postgres.PostgresContext;
import dev.dbmigrate.postgres.PostgresMigration;
import dev.dbmigrate.postgres.Sql;
import dev.dbmigrate.support.PostgresQueries;
import dev.dbmigrate.support.TestManifest;
import dev.dbmigrate.testkit.ServerKind;
import dev.dbmigrate.testkit.TestDatabases;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of runs that died between an effect and its record, of failed parts, and of what a person decides. */
class InterruptedRunTest {

    private TestDatabases databases;
    private TargetConfig home;
    private TargetConfig second;

    @BeforeEach
    void openDatabases() throws SQLException {
        databases = TestDatabases.open();
        home = databases.postgres();
        second = databases.fresh(ServerKind.POSTGRES, "reporting");
        on(second).execute("CREATE TABLE effects (id serial, what text)");
        on(home).execute("CREATE TABLE effects (id serial, what text)");
    }

    @AfterEach
    void closeDatabases() {
        databases.close();
    }

    private static PostgresQueries on(TargetConfig target) {
        return new PostgresQueries(target);
    }

    private static List<String> effects(TargetConfig target) throws SQLException {
        return on(target).strings("SELECT what FROM effects ORDER BY id");
    }

    private static ManifestEntry.Builder onReporting(String id) {
        return ManifestEntry.of(id, "test." + id)
                .description("test " + id)
                .version("1.0.0")
                .part("postgres", "reporting", true)
                .checksum("v1:" + id)
                .source("test/" + id + ".java", 7);
    }

    private static Supplier<Sql> noting(String what) {
        return Sql.of(
                "INSERT INTO effects (what) VALUES ('up " + what + "')",
                "INSERT INTO effects (what) VALUES ('down " + what + "')");
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

    private static RollbackRequest last() {
        return new RollbackRequest(Selection.ALL, 1, false);
    }

    private void history(String state, String id) throws SQLException {
        on(home).execute("UPDATE migration_history SET state = '" + state + "', success = false WHERE migration_id = '"
                + id + "'; UPDATE migration_lock SET applied_digest = NULL");
    }

    private List<String> history() throws SQLException {
        return on(home).strings(
                        "SELECT migration_id || ' ' || state FROM migration_history ORDER BY migration_id, database_name");
    }

    @Test
    void aRollbackWhoseRecordWasLostIsNotRunTwice() throws SQLException {
        TestManifest manifest = new TestManifest().add(onReporting("001_facts"), noting("facts"));
        migrate(manifest).apply();
        migrate(manifest).rollback(last());
        // as if the runner had died after the commit on the target and before the history was told
        history("ROLLING_BACK", "001_facts");

        migrate(manifest).rollback(last());

        assertThat(effects(second)).containsExactly("up facts", "down facts");
        assertThat(history()).containsExactly("001_facts ROLLED_BACK");
    }

    @Test
    void aRollbackThatDiedBeforeItsCommitIsRunOnce() throws SQLException {
        TestManifest manifest = new TestManifest().add(onReporting("001_facts"), noting("facts"));
        migrate(manifest).apply();
        history("ROLLING_BACK", "001_facts");

        migrate(manifest).rollback(last());

        assertThat(effects(second)).containsExactly("up facts", "down facts");
        assertThat(history()).containsExactly("001_facts ROLLED_BACK");
        assertThat(on(second).strings("SELECT version FROM schema_versions")).isEmpty();
    }

    @Test
    void aJournaledRollbackThatDiedBeforeItBeganAtHomeStillStands() throws SQLException {
        TestManifest manifest = new TestManifest().add(Sql.entry("001_home").transactional(false), noting("home"));
        migrate(manifest).apply();
        history("ROLLING_BACK", "001_home");

        migrate(manifest).rollback(last());

        assertThat(effects(home)).containsExactly("up home", "down home");
        assertThat(on(home).strings("SELECT version FROM schema_versions")).isEmpty();
    }

    /** Two steps down; the second one fails until it is told not to. */
    private static final class TwoStepsDown implements PostgresMigration {

        private boolean fails = true;

        @Override
        public void up(PostgresContext db) {
            db.update("INSERT INTO effects (what) VALUES ('up')");
        }

        @Override
        public void down(PostgresContext db) {
            db.update("INSERT INTO effects (what) VALUES ('down 1')");
            db.step("second", () -> {
                if (fails) {
                    throw new IllegalStateException("not today");
                }
                db.update("INSERT INTO effects (what) VALUES ('down 2')");
            });
        }
    }

    @Test
    void anInterruptedRollbackGoesOnAndTakesItsVersionAlong() throws SQLException {
        TwoStepsDown migration = new TwoStepsDown();
        TestManifest manifest = new TestManifest().add(onReporting("001_steps").transactional(false), () -> migration);
        migrate(manifest).apply();
        assertThatThrownBy(() -> migrate(manifest).rollback(last())).hasMessageContaining("[DBM-R031]");
        migrate(manifest)
                .repair(new RepairRequest("001_steps", null, RepairRequest.Decision.RETRY, "it threw before it wrote"));
        assertThat(history()).containsExactly("001_steps ROLLING_BACK");
        migration.fails = false;

        migrate(manifest).rollback(last());

        assertThat(effects(second)).containsExactly("up", "down 1", "down 2");
        assertThat(history()).containsExactly("001_steps ROLLED_BACK");
        assertThat(on(second).strings("SELECT version FROM schema_versions")).isEmpty();
    }

    /** Three steps up; the second one leaves an effect and then fails until it is told not to. */
    private static final class ThreeStepsUp implements PostgresMigration {

        private boolean fails = true;

        @Override
        public void up(PostgresContext db) {
            db.update("INSERT INTO effects (what) VALUES ('1')");
            db.step("second", () -> {
                db.update("INSERT INTO effects (what) VALUES ('2')");
                if (fails) {
                    throw new IllegalStateException("after its effect");
                }
            });
            db.update("INSERT INTO effects (what) VALUES ('3')");
        }
    }

    private TestManifest inDoubt(ThreeStepsUp migration) {
        TestManifest manifest = new TestManifest().add(onReporting("001_steps").transactional(false), () -> migration);
        assertThatThrownBy(() -> migrate(manifest).apply())
                .hasMessageContaining("[DBM-R031]")
                .hasMessageContaining("retry ")
                .hasMessageContaining("continue ")
                .hasMessageContaining("mark-applied ")
                .hasMessageContaining("mark-rolled-back ");
        migration.fails = false;
        return manifest;
    }

    private void decide(TestManifest manifest, RepairRequest.Decision decision) {
        migrate(manifest).repair(new RepairRequest("001_steps", null, decision, "looked at the table"));
    }

    @Test
    void retryRunsTheInterruptedStepAgainAndNoOther() throws SQLException {
        TestManifest manifest = inDoubt(new ThreeStepsUp());
        on(second).execute("DELETE FROM effects WHERE what = '2'");

        decide(manifest, RepairRequest.Decision.RETRY);
        migrate(manifest).apply();

        assertThat(effects(second)).containsExactly("1", "2", "3");
    }

    @Test
    void continueGoesOnAfterTheInterruptedStep() throws SQLException {
        TestManifest manifest = inDoubt(new ThreeStepsUp());

        decide(manifest, RepairRequest.Decision.CONTINUE);
        migrate(manifest).apply();

        assertThat(effects(second)).containsExactly("1", "2", "3");
        assertThat(history()).containsExactly("001_steps APPLIED");
    }

    @Test
    void markAppliedWritesTheRecordAndTheVersionOnTheDatabaseItself() throws SQLException {
        TestManifest manifest = inDoubt(new ThreeStepsUp());
        on(second).execute("INSERT INTO effects (what) VALUES ('3 by hand')");

        decide(manifest, RepairRequest.Decision.MARK_APPLIED);

        assertThat(on(second).strings("SELECT migration_id || ' ' || state FROM migration_marker"))
                .containsExactly("001_steps APPLIED");
        assertThat(on(second).strings("SELECT version FROM schema_versions")).containsExactly("1.0.0");
        // even if the history forgets it, the database knows
        history("STARTED", "001_steps");
        assertThat(migrate(manifest).apply().parts())
                .extracting(part -> part.id() + " " + part.outcome())
                .containsExactly("001_steps RECOVERED");
        assertThat(effects(second)).containsExactly("1", "2", "3 by hand");
    }

    @Test
    void markRolledBackLetsItRunFromItsBeginning() throws SQLException {
        TestManifest manifest = inDoubt(new ThreeStepsUp());
        on(second).execute("DELETE FROM effects");

        decide(manifest, RepairRequest.Decision.MARK_ROLLED_BACK);
        assertThat(history()).containsExactly("001_steps ROLLED_BACK");
        migrate(manifest).apply();

        assertThat(effects(second)).containsExactly("1", "2", "3");
    }

    /** On the home an effect; on the other database a failure, once the home is busy with the next migration. */
    private static final class FailsOnReporting implements PostgresMigration {

        private final CountDownLatch homeIsBusy;

        FailsOnReporting(CountDownLatch homeIsBusy) {
            this.homeIsBusy = homeIsBusy;
        }

        @Override
        public void up(PostgresContext db) throws Exception {
            if (onHome(db)) {
                db.update("INSERT INTO effects (what) VALUES ('up both')");
                return;
            }
            if (!homeIsBusy.await(1, TimeUnit.MINUTES)) {
                throw new IllegalStateException("the home's next migration has not begun");
            }
            throw new IllegalStateException("the second database says no");
        }

        @Override
        public void down(PostgresContext db) {
            db.update("INSERT INTO effects (what) VALUES ('down both')");
        }

        private static boolean onHome(PostgresContext db) {
            return db.query("SELECT to_regclass('migration_lock') IS NOT NULL", row -> row.getBoolean(1))
                    .get(0);
        }
    }

    @Test
    void partsAreUndoneOnlyWhenNobodyElseUsesTheirDatabase() throws SQLException {
        CountDownLatch homeIsBusy = new CountDownLatch(1);
        CountDownLatch failed = new CountDownLatch(1);
        PostgresMigration busy = db -> {
            db.update("INSERT INTO effects (what) VALUES ('busy 1')");
            homeIsBusy.countDown();
            failed.await(3, TimeUnit.SECONDS);
            db.update("INSERT INTO effects (what) VALUES ('busy 2')");
        };
        TestManifest manifest = new TestManifest()
                .add(
                        ManifestEntry.of("001_both", "test.Both")
                                .version("1.0.0")
                                .part("postgres", "postgres", true)
                                .part("postgres", "reporting", true)
                                .source("test/Both.java", 3),
                        () -> new FailsOnReporting(homeIsBusy))
                .add(Sql.entry("002_busy"), () -> busy);

        assertThatThrownBy(() -> migrate(manifest).apply())
                .hasMessageContaining("the second database says no")
                .hasMessageContaining("on postgres: was applied, and has been undone");

        assertThat(effects(home)).containsExactly("up both", "busy 1", "busy 2", "down both");
        assertThat(history()).containsExactly("001_both ROLLED_BACK", "001_both FAILED", "002_busy APPLIED");
    }

    @Test
    void theAccountNamesThePartThatAnEarlierRunApplied() throws SQLException {
        CountDownLatch open = new CountDownLatch(0);
        TestManifest manifest = new TestManifest()
                .add(
                        ManifestEntry.of("001_both", "test.Both")
                                .version("1.0.0")
                                .part("postgres", "postgres", true)
                                .part("postgres", "reporting", true)
                                .source("test/Both.java", 3),
                        () -> new FailsOnReporting(open));
        migrate(manifest).apply(new Selection(List.of(), null, List.of("postgres")));

        assertThatThrownBy(() -> migrate(manifest).apply())
                .hasMessageContaining("001_both (test/Both.java:3) failed on reporting")
                .hasMessageContaining("on postgres: applied by an earlier run, and stands");
        assertThat(effects(home)).containsExactly("up both");
    }

    @Test
    void anUnknownTargetIsAnErrorEvenWhenNothingIsPending() {
        TestManifest manifest = new TestManifest().add(onReporting("001_facts"), noting("facts"));
        migrate(manifest).apply();

        assertThatThrownBy(() -> migrate(manifest).apply(new Selection(List.of(), "001_fact", List.of())))
                .hasMessageContaining("[DBM-R003]")
                .hasMessageContaining("001_facts");
    }
}
