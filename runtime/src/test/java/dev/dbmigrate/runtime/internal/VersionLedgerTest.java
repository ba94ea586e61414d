package dev.dbmigrate.runtime.internal;

import static dev.dbmigrate.runtime.internal.FakeManifest.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dbmigrate.runtime.spi.VersionChange;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Fault 19 of the procedures: five files share version 1.2.0, and nothing says when it is complete. */
class VersionLedgerTest {

    private final MigrationSet set = FakeManifest.set(
            entry("001_a", "1.0.0", "p"),
            entry("002_b", "1.2.0", "p"),
            entry("003_c", "1.2.0", "p").breaking(true),
            entry("004_d", "1.3.0", "p"));
    private final VersionLedger ledger = new VersionLedger(set, new HistoryView(List.of()));

    private VersionChange apply(String id) {
        VersionChange change = ledger.ifApplied(set.find(id), "p");
        ledger.applied(set.find(id), "p");
        return change;
    }

    @Test
    void aVersionIsReachedWithItsLastMigration() {
        assertThat(apply("001_a").current()).isEqualTo("1.0.0");
        assertThat(apply("002_b")).isEqualTo(VersionChange.NONE);
        assertThat(ledger.current("p")).isEqualTo("1.0.0");
        VersionChange change = apply("003_c");
        assertThat(change.current()).isEqualTo("1.2.0");
        assertThat(change.reached())
                .containsExactly(new VersionChange.Reached("1.2.0", "does 002_b; does 003_c", true));
    }

    @Test
    void aHigherVersionWaitsForTheLowerOnes() {
        apply("001_a");
        apply("003_c");
        assertThat(apply("004_d")).isEqualTo(VersionChange.NONE);
        assertThat(apply("002_b").reached())
                .extracting(VersionChange.Reached::version)
                .containsExactly("1.2.0", "1.3.0");
    }

    @Test
    void aRollbackLeavesTheVersionAndAllAboveIt() {
        List.of("001_a", "002_b", "003_c", "004_d").forEach(this::apply);

        VersionChange change = ledger.ifRolledBack(set.find("002_b"), "p");

        assertThat(change.left()).containsExactly("1.2.0", "1.3.0");
        assertThat(change.current()).isEqualTo("1.0.0");
        ledger.rolledBack(set.find("002_b"), "p");
        assertThat(ledger.current("p")).isEqualTo("1.0.0");
        assertThat(ledger.ifRolledBack(set.find("003_c"), "p")).isEqualTo(VersionChange.NONE);
    }
}
