package dev.dbmigrate.runtime.internal;

import dev.dbmigrate.model.ManifestEntry;
import dev.dbmigrate.runtime.MigrationState;
import dev.dbmigrate.runtime.StatusReport;
import dev.dbmigrate.runtime.TargetConfig;
import dev.dbmigrate.runtime.spi.HistoryRow;
import dev.dbmigrate.runtime.spi.HistoryStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the status report from the home database alone: two round trips, no right to write, whatever runs. */
final class StatusReader {

    private StatusReader() {}

    static StatusReport read(MigrationSet migrations, Databases databases, Redactor redactor) {
        HistoryStore store = databases.history();
        HistoryStore.Head head = databases.head().orElse(null);
        HistoryView history = new HistoryView(head == null ? List.of() : store.rows());
        HistoryStore.Holder holder = head == null ? null : head.holder();
        List<Comparison.Line> lines = Comparison.compare(migrations, history);
        Standing standing = new Standing(migrations, history);
        VersionLedger versions = new VersionLedger(migrations, standing);
        Map<String, TargetConfig> configs = new LinkedHashMap<>();
        databases.configs().forEach(config -> configs.put(config.name(), config));
        List<StatusReport.DatabaseStatus> summaries = new ArrayList<>();
        for (TargetConfig config : configs.values()) {
            summaries.add(summary(config, lines, versions));
        }
        return new StatusReport(
                databases.home().name(),
                holder == null ? null : LeaseKeeper.describe(holder),
                summaries,
                lines.stream().map(line -> line(line, standing, redactor)).toList());
    }

    private static StatusReport.DatabaseStatus summary(
            TargetConfig config, List<Comparison.Line> lines, VersionLedger versions) {
        int applied = 0;
        int pending = 0;
        int failed = 0;
        int inDoubt = 0;
        for (Comparison.Line line : lines) {
            if (line.database().equals(config.name())) {
                switch (line.state()) {
                    case APPLIED, BASELINE, CHANGED, MISSING -> applied++;
                    case PENDING, OUT_OF_ORDER -> pending++;
                    case ROLLED_BACK -> pending += line.entry() == null ? 0 : 1;
                    case FAILED -> failed++;
                    case IN_DOUBT -> inDoubt++;
                }
            }
        }
        return new StatusReport.DatabaseStatus(
                config.name(),
                config.kind(),
                config.displayUrl(),
                versions.current(config.name()),
                applied,
                pending,
                failed,
                inDoubt);
    }

    private static StatusReport.MigrationStatus line(Comparison.Line line, Standing standing, Redactor redactor) {
        ManifestEntry entry = line.entry();
        HistoryRow row = line.row();
        return new StatusReport.MigrationStatus(
                line.id(),
                WorkItem.displayName(line.id()),
                entry == null ? "" : entry.description(),
                line.database(),
                line.kind(),
                line.state(),
                entry != null ? entry.version().toString() : row == null ? "" : row.version(),
                entry != null ? entry.checksum() : checksum(row),
                checksum(row),
                row == null ? null : row.appliedAt(),
                row == null ? null : row.appliedBy(),
                row == null ? null : Long.valueOf(row.executionMillis()),
                entry != null ? isReversible(entry, line.database()) : row != null && row.rollbackAvailable(),
                isOpen(line) && row != null ? redactor.redactNullable(row.errorMessage()) : null,
                entry == null ? null : WorkItem.sourceOf(entry),
                entry == null ? null : standing.note(entry));
    }

    /** What went wrong once and was settled since is for the audit, not for the status. */
    private static boolean isOpen(Comparison.Line line) {
        return line.state() == MigrationState.FAILED || line.state() == MigrationState.IN_DOUBT;
    }

    private static @Nullable String checksum(@Nullable HistoryRow row) {
        return row == null ? null : row.checksum();
    }

    private static boolean isReversible(ManifestEntry entry, String database) {
        return entry.irreversible() == null
                && entry.parts().stream()
                        .filter(part -> part.database().equals(database))
                        .allMatch(ManifestEntry.Part::reversible);
    }
}
