package dev.dbmigrate.runtime.internal;

import static dev.dbmigrate.runtime.internal.FakeManifest.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbmigrate.model.ManifestEntry;
import dev.dbmigrate.runtime.MigrationState;
import dev.dbmigrate.runtime.PlannedPart;
import dev.dbmigrate.runtime.RollbackRequest;
import dev.dbmigrate.runtime.Selection;
import dev.dbmigrate.runtime.ValidationReport;
import dev.dbmigrate.runtime.spi.HistoryRow;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A migration that replaces others stands for them, whatever of them a database has seen. */
class SquashTest {

    private long order;

    private HistoryRow row(String id, String database, HistoryRow.State state) {
        order++;
        return new HistoryRow(
                order, id, id, database, "postgres", "1.0.0", state, null, "x", null, null, true, 1, order);
    }

    private HistoryRow applied(String id) {
        return row(id, "p", HistoryRow.State.APPLIED);
    }

    private static HistoryView history(HistoryRow... rows) {
        return new HistoryView(List.of(rows));
    }

    private static List<String> plan(MigrationSet set, HistoryView history) {
        return plan(set, history, Selection.ALL);
    }

    private static List<String> plan(MigrationSet set, HistoryView history, Selection selection) {
        return new ApplyPlanner(set, history)
                .plan(selection).stream()
                        .map(item -> item.entry().id() + "@" + item.part().database())
                        .toList();
    }

    private static List<String> states(MigrationSet set, HistoryView history) {
        return Comparison.compare(set, history).stream()
                .map(line -> line.id() + " " + line.state())
                .toList();
    }

    private static ManifestEntry.Builder squash(String... databases) {
        return entry("010_squash", "1.1.0", databases).replaces("001_a", "002_b");
    }

    /** The classes of the replaced migrations are still there, and a later one depends on one of them. */
    private static MigrationSet withClasses() {
        return FakeManifest.set(
                entry("001_a", "1.0.0", "p"),
                entry("002_b", "1.1.0", "p").dependsOn("001_a"),
                squash("p"),
                entry("003_c", "1.2.0", "p").dependsOn("002_b"));
    }

    private static MigrationSet withoutClasses() {
        return FakeManifest.set(squash("p"), entry("003_c", "1.2.0", "p").dependsOn("010_squash"));
    }

    @Test
    void onANewDatabaseItRunsAloneAndDependentsOfTheReplacedWaitForIt() {
        List<WorkItem> plan = new ApplyPlanner(withClasses(), history()).plan(Selection.ALL);

        assertThat(plan).extracting(item -> item.entry().id()).containsExactly("010_squash", "003_c");
        assertThat(plan.get(1).waitsFor()).containsExactly(new PartKey("010_squash", "p"));
        assertThat(plan(withoutClasses(), history())).containsExactly("010_squash@p", "003_c@p");
        assertThat(states(withClasses(), history(applied("010_squash"), applied("003_c"))))
                .containsExactly("001_a BASELINE", "002_b BASELINE", "010_squash APPLIED", "003_c APPLIED");
        assertThat(Validation.report(withClasses(), history(applied("010_squash"), applied("003_c")))
                        .findings())
                .isEmpty();
        assertThat(plan(withClasses(), history(applied("010_squash"), applied("003_c"))))
                .isEmpty();
    }

    @Test
    void onAnOldDatabaseItIsRecordedAndNotRun() {
        HistoryView old = history(applied("001_a"), applied("002_b"), applied("003_c"));

        for (MigrationSet set : List.of(withClasses(), withoutClasses())) {
            List<WorkItem> plan = new ApplyPlanner(set, old).plan(Selection.ALL);
            assertThat(plan).extracting(item -> item.entry().id()).containsExactly("010_squash");
            PlannedPart part = Plans.describe(plan.get(0));
            assertThat(part.note()).isEqualTo("stands for 001_a, 002_b, which are applied: it is recorded and not run");
            assertThat(states(set, old)).contains("010_squash BASELINE").doesNotContain("001_a MISSING");
            assertThat(Validation.report(set, old).findings()).isEmpty();
        }
    }

    @Test
    void onceRecordedThereIsNothingLeft() {
        HistoryView recorded = history(
                applied("001_a"),
                applied("002_b"),
                row("010_squash", "p", HistoryRow.State.BASELINE),
                applied("003_c"));

        assertThat(plan(withClasses(), recorded)).isEmpty();
        assertThat(plan(withoutClasses(), recorded)).isEmpty();
        assertThat(Validation.report(withoutClasses(), recorded).findings()).isEmpty();
        assertThat(states(withoutClasses(), recorded)).containsExactly("010_squash BASELINE", "003_c APPLIED");
    }

    @Test
    void halfWayTheRestOfTheReplacedRunsFirst() {
        List<WorkItem> plan = new ApplyPlanner(withClasses(), history(applied("001_a"))).plan(Selection.ALL);

        assertThat(plan)
                .extracting(item -> item.entry().id() + (item.adopts() ? " recorded" : " run"))
                .containsExactly("002_b run", "010_squash recorded", "003_c run");
        assertThat(plan.get(1).waitsFor()).containsExactly(new PartKey("002_b", "p"));
    }

    @Test
    void halfWayWithoutTheClassesItSaysWhatIsMissingAndWhatToDo() {
        HistoryView half = history(applied("001_a"));

        assertThatThrownBy(() -> plan(withoutClasses(), half))
                .hasMessageContaining(
                        "[DBM-R044] 010_squash stands for 001_a, 002_b, but only some of them are applied")
                .hasMessageContaining("applied: 001_a")
                .hasMessageContaining("not applied, and their classes are gone: 002_b")
                .hasMessageContaining("Restore the classes of 002_b")
                .hasMessageContaining("replaces");
        assertThat(Validation.report(withoutClasses(), half).findings())
                .extracting(ValidationReport.Finding::id)
                .containsExactly("010_squash");
    }

    @Test
    void aReplacedOneThatHasBegunIsNotPassedBy() {
        HistoryView begun = history(row("001_a", "p", HistoryRow.State.FAILED));

        assertThat(plan(withClasses(), begun)).containsExactly("001_a@p", "002_b@p", "010_squash@p", "003_c@p");
        assertThatThrownBy(() -> plan(withoutClasses(), begun)).hasMessageContaining("[DBM-R044]");
    }

    @Test
    void whatWasRolledBackCountsAsNeverApplied() {
        assertThat(plan(
                        withoutClasses(),
                        history(
                                row("001_a", "p", HistoryRow.State.ROLLED_BACK),
                                row("002_b", "p", HistoryRow.State.ROLLED_BACK))))
                .containsExactly("010_squash@p", "003_c@p");
    }

    @Test
    void overSeveralDatabasesItStandsOnlyWhenAllOfTheReplacedDo() {
        MigrationSet set =
                FakeManifest.set(entry("001_a", "1.0.0", "p", "q"), entry("002_b", "1.1.0", "q"), squash("p", "q"));

        assertThat(plan(set, history())).containsExactly("010_squash@p", "010_squash@q");
        assertThat(plan(set, history(row("001_a", "p", HistoryRow.State.APPLIED))))
                .containsExactly("001_a@q", "002_b@q", "010_squash@p", "010_squash@q");
        // its own way up was interrupted between the two: it goes on, and nothing of the replaced begins
        assertThat(plan(set, history(row("010_squash", "p", HistoryRow.State.APPLIED))))
                .containsExactly("010_squash@q");
        // and so was its recording
        assertThat(plan(
                        set,
                        history(
                                row("001_a", "p", HistoryRow.State.APPLIED),
                                row("001_a", "q", HistoryRow.State.APPLIED),
                                row("002_b", "q", HistoryRow.State.APPLIED),
                                row("010_squash", "p", HistoryRow.State.BASELINE))))
                .containsExactly("010_squash@q");
    }

    @Test
    void whoeverAsksForAReplacedOneOrADependentGetsTheOneThatStandsForIt() {
        assertThat(plan(withClasses(), history(), new Selection(List.of("003_c"), null, List.of())))
                .containsExactly("010_squash@p", "003_c@p");
        assertThat(plan(withClasses(), history(), new Selection(List.of("001_a"), null, List.of())))
                .containsExactly("010_squash@p");
    }

    @Test
    void aDependencyOfTheReplacedComesBeforeItAlsoOnAnotherDatabase() {
        MigrationSet set = FakeManifest.set(
                entry("020_e", "1.0.0", "q"),
                entry("001_a", "1.0.0", "p").dependsOn("020_e"),
                entry("002_b", "1.1.0", "p").dependsOn("001_a"),
                squash("p"));
        List<WorkItem> plan = new ApplyPlanner(set, history()).plan(Selection.ALL);

        assertThat(plan).extracting(item -> item.entry().id()).containsExactly("020_e", "010_squash");
        assertThat(plan.get(1).waitsFor()).containsExactly(new PartKey("020_e", "q"));
    }

    @Test
    void aJarThatWasCompiledAgainstAReplacedOneFindsTheOneThatStandsForIt() {
        MigrationSet set =
                FakeManifest.set(squash("p"), entry("003_c", "1.2.0", "p").dependsOn("002_b"));

        assertThat(plan(set, history())).containsExactly("010_squash@p", "003_c@p");
        assertThat(Validation.report(set, history(applied("010_squash"), applied("003_c")))
                        .findings())
                .isEmpty();
    }

    @Test
    void versionsAreReachedWithTheOneThatRan() {
        HistoryView fresh = history();
        MigrationSet set = withClasses();
        VersionLedger ledger = new VersionLedger(set, new Standing(set, fresh));

        ManifestEntry squash = set.find("010_squash");
        assertThat(ledger.ifApplied(squash, "p").current()).isEqualTo("1.1.0");
        ledger.applied(squash, "p");
        assertThat(ledger.current("p")).isEqualTo("1.1.0");
        HistoryView old = history(applied("001_a"), applied("002_b"), applied("003_c"));
        assertThat(new VersionLedger(set, new Standing(set, old)).current("p")).isEqualTo("1.2.0");
    }

    @Test
    void whatDidNotRunItselfIsNotRolledBack() {
        HistoryView recorded =
                history(applied("001_a"), applied("002_b"), row("010_squash", "p", HistoryRow.State.BASELINE));
        RollbackPlanner planner = new RollbackPlanner(withClasses(), recorded);

        assertThatThrownBy(() -> planner.plan(new RollbackRequest(Selection.ALL, 1, false)))
                .hasMessageContaining("[DBM-R042] 010_squash cannot be rolled back on p: it never ran there")
                .hasMessageContaining("001_a, 002_b")
                .hasMessageContaining("Nothing was changed.");
        assertThatThrownBy(() ->
                        planner.plan(new RollbackRequest(new Selection(List.of("002_b"), null, List.of()), 0, false)))
                .hasMessageContaining("[DBM-R041] 002_b cannot be rolled back")
                .hasMessageContaining("010_squash");
        assertThatThrownBy(() ->
                        planner.plan(new RollbackRequest(new Selection(List.of("002_b"), null, List.of()), 0, true)))
                .hasMessageContaining("[DBM-R042] 010_squash");
    }

    @Test
    void whatRanItselfIsRolledBackAfterTheDependentsOfTheReplaced() {
        HistoryView ran = history(applied("010_squash"), applied("003_c"));
        RollbackPlanner planner = new RollbackPlanner(withClasses(), ran);

        assertThatThrownBy(() -> planner.plan(
                        new RollbackRequest(new Selection(List.of("010_squash"), null, List.of()), 0, false)))
                .hasMessageContaining("[DBM-R041] 010_squash")
                .hasMessageContaining("003_c");
        assertThat(planner.plan(new RollbackRequest(new Selection(List.of("010_squash"), null, List.of()), 0, true)))
                .extracting(item -> item.entry().id())
                .containsExactly("003_c", "010_squash");
    }

    @Test
    void aRecordedOneStandsOnlyWhileTheReplacedDo() {
        HistoryView undone = history(
                applied("001_a"),
                row("010_squash", "p", HistoryRow.State.BASELINE),
                row("002_b", "p", HistoryRow.State.ROLLED_BACK));

        assertThat(plan(withClasses(), undone)).containsExactly("002_b@p", "010_squash@p", "003_c@p");
    }

    @Test
    void jarsThatReplaceTheSameOrEachOtherAreRefused() {
        assertThatThrownBy(() -> FakeManifest.set(
                                entry("001_a", "1.0.0", "p"),
                                entry("002_b", "1.0.0", "p").replaces("001_a"),
                                entry("003_c", "1.0.0", "p").replaces("001_a"))
                        .entries())
                .hasMessageContaining("[DBM-R005] 001_a is replaced by two migrations: 002_b")
                .hasMessageContaining("003_c");
        assertThatThrownBy(() -> FakeManifest.set(
                                entry("001_a", "1.0.0", "p").replaces("002_b"),
                                entry("002_b", "1.0.0", "p").replaces("001_a"))
                        .entries())
                .hasMessageContaining("[DBM-R005]")
                .hasMessageContaining("001_a → 002_b → 001_a");
    }

    @Test
    void aSquashOfASquashStandsForBoth() {
        MigrationSet set = FakeManifest.set(
                entry("001_a", "1.0.0", "p"),
                entry("002_b", "1.1.0", "p").dependsOn("001_a"),
                squash("p"),
                entry("003_c", "1.2.0", "p").dependsOn("002_b"),
                entry("020_again", "1.2.0", "p").replaces("010_squash", "003_c"),
                entry("021_d", "1.3.0", "p").dependsOn("002_b", "003_c"));

        List<WorkItem> fresh = new ApplyPlanner(set, history()).plan(Selection.ALL);
        assertThat(fresh).extracting(item -> item.entry().id()).containsExactly("020_again", "021_d");
        assertThat(fresh.get(1).waitsFor()).contains(new PartKey("020_again", "p"));
        assertThat(plan(set, history(applied("020_again"), applied("021_d")))).isEmpty();
        assertThat(Validation.report(set, history(applied("020_again"), applied("021_d")))
                        .findings())
                .isEmpty();
        assertThat(plan(set, history(applied("001_a"), applied("002_b"), applied("003_c"))))
                .containsExactly("010_squash@p", "020_again@p", "021_d@p");
        assertThat(plan(set, history(applied("010_squash"), applied("003_c"))))
                .containsExactly("020_again@p", "021_d@p");
        assertThat(plan(set, history(applied("010_squash")))).containsExactly("003_c@p", "020_again@p", "021_d@p");
        assertThat(plan(set, history(), new Selection(List.of("001_a"), null, List.of())))
                .containsExactly("020_again@p");
    }

    @Test
    void severalStatesOfEveryDatabaseEndInTheSameOne() {
        MigrationSet set = withClasses();
        String[] road = {"001_a", "002_b", "010_squash", "003_c"};
        for (int had = 0; had <= 3; had++) {
            List<HistoryRow> rows = new ArrayList<>();
            for (int i = 0; i < had; i++) {
                rows.add(applied(i < 2 ? road[i] : "003_c"));
            }
            for (WorkItem item : new ApplyPlanner(set, new HistoryView(rows)).plan(Selection.ALL)) {
                rows.add(row(
                        item.entry().id(), "p", item.adopts() ? HistoryRow.State.BASELINE : HistoryRow.State.APPLIED));
            }
            HistoryView after = new HistoryView(rows);
            assertThat(plan(set, after)).as("had %s", had).isEmpty();
            assertThat(states(set, after))
                    .as("had %s", had)
                    .noneMatch(state -> state.endsWith(MigrationState.PENDING.name())
                            || state.endsWith(MigrationState.OUT_OF_ORDER.name()));
            assertThat(Validation.report(set, after).findings())
                    .as("had %s", had)
                    .isEmpty();
        }
    }
}
