package dev.dbmigrate.runtime.internal;

import static dev.dbmigrate.runtime.internal.FakeManifest.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbmigrate.model.ManifestEntry;
import dev.dbmigrate.runtime.RollbackRequest;
import dev.dbmigrate.runtime.Selection;
import dev.dbmigrate.runtime.spi.HistoryRow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlannersTest {

    private static HistoryRow row(String id, String database, HistoryRow.State state, long order) {
        return new HistoryRow(order, id, id, database, "postgres", "1.0.0", state, null, "x", null, null, true, 1, 1);
    }

    private static HistoryView history(HistoryRow... rows) {
        return new HistoryView(List.of(rows));
    }

    private static List<String> names(List<WorkItem> items) {
        return items.stream()
                .map(item -> item.entry().id() + "@" + item.part().database())
                .toList();
    }

    @Test
    void whatIsAppliedIsNotPlanned() {
        MigrationSet set = FakeManifest.set(entry("001_a", "1.0.0", "p", "q"), entry("002_b", "1.0.0", "p"));
        HistoryView history = history(
                row("001_a", "p", HistoryRow.State.APPLIED, 1), row("002_b", "p", HistoryRow.State.ROLLED_BACK, 2));

        assertThat(names(new ApplyPlanner(set, history).plan(Selection.ALL))).containsExactly("001_a@q", "002_b@p");
    }

    @Test
    void rollbackToAVersionTakesEverythingAboveInReverse() {
        MigrationSet set = FakeManifest.set(
                entry("001_a", "1.0.0", "p"),
                entry("002_b", "1.1.0", "p").dependsOn("001_a"),
                entry("003_c", "1.2.0", "q").dependsOn("002_b"));
        HistoryView history = history(
                row("001_a", "p", HistoryRow.State.APPLIED, 1),
                row("002_b", "p", HistoryRow.State.APPLIED, 2),
                row("003_c", "q", HistoryRow.State.APPLIED, 3));
        RollbackPlanner planner = new RollbackPlanner(set, history);

        assertThat(names(planner.plan(new RollbackRequest(new Selection(List.of(), "1.0.0", List.of()), 0, false))))
                .containsExactly("003_c@q", "002_b@p");
        assertThat(names(planner.plan(new RollbackRequest(new Selection(List.of(), "002_b", List.of()), 0, false))))
                .containsExactly("003_c@q");
        assertThat(names(planner.plan(new RollbackRequest(Selection.ALL, 2, false))))
                .containsExactly("003_c@q", "002_b@p");
    }

    @Test
    void anIrreversibleMigrationIsRefusedWithItsReason() {
        MigrationSet set = FakeManifest.set(entry("001_a", "1.0.0", "p").irreversible("the old data is gone"));
        RollbackPlanner planner = new RollbackPlanner(set, history(row("001_a", "p", HistoryRow.State.APPLIED, 1)));

        assertThatThrownBy(() -> planner.plan(new RollbackRequest(Selection.ALL, 1, false)))
                .hasMessageContaining("[DBM-R042] 001_a cannot be rolled back on p: the old data is gone");
    }

    @Test
    void aRollbackOnSomeDatabasesNeverLeavesADependentBehind() {
        MigrationSet set = FakeManifest.set(
                entry("001_a", "1.0.0", "p"), entry("002_b", "1.0.0", "q").dependsOn("001_a"));
        HistoryView history =
                history(row("001_a", "p", HistoryRow.State.APPLIED, 1), row("002_b", "q", HistoryRow.State.APPLIED, 2));

        assertThatThrownBy(() -> new RollbackPlanner(set, history)
                        .plan(new RollbackRequest(new Selection(List.of("001_a"), null, List.of("p")), 0, true)))
                .hasMessageContaining("[DBM-R041]")
                .hasMessageContaining("002_b");
    }

    @Test
    void everyPlanKeepsTheGraphAndEveryItemWaitsOnlyForEarlierOnes() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            List<ManifestEntry.Builder> entries = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(30); i++) {
                Set<String> earlier = new HashSet<>();
                for (int j = 0; j < i; j++) {
                    if (random.nextInt(4) == 0) {
                        earlier.add(id(j));
                    }
                }
                String[] databases = random.nextInt(3) == 0 ? new String[] {"p", "q"} : new String[] {"p"};
                entries.add(entry(id(i), "1.0.0", databases).dependsOn(earlier.toArray(String[]::new)));
            }
            java.util.Collections.shuffle(entries, random);
            MigrationSet set = FakeManifest.set(entries.toArray(ManifestEntry.Builder[]::new));
            Set<PartKey> seen = new HashSet<>();
            for (WorkItem item : new ApplyPlanner(set, history()).plan(Selection.ALL)) {
                assertThat(seen).as("seed %s", seed).containsAll(item.waitsFor());
                for (String dependency : item.entry().dependsOn()) {
                    for (ManifestEntry.Part part : set.find(dependency).parts()) {
                        assertThat(item.waitsFor())
                                .as("seed %s", seed)
                                .contains(new PartKey(dependency, part.database()));
                    }
                }
                seen.add(item.key());
            }
        }
    }

    private static String id(int number) {
        return "%03d_m".formatted(number);
    }
}
