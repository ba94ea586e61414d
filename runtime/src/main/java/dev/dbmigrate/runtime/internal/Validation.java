package dev.dbmigrate.runtime.internal;

import dev.dbmigrate.model.ManifestEntry;
import dev.dbmigrate.runtime.MigrationState;
import dev.dbmigrate.runtime.ValidationReport;
import dev.dbmigrate.runtime.spi.HistoryRow;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds where history and code disagree. Pure. */
final class Validation {

    private Validation() {}

    static ValidationReport report(MigrationSet migrations, HistoryView history) {
        List<Comparison.Line> lines = Comparison.compare(migrations, history);
        Standing standing = new Standing(migrations, history);
        List<ValidationReport.Finding> findings = new ArrayList<>();
        for (Comparison.Line line : lines) {
            String message = message(line);
            if (message == null) {
                message = dependencyMessage(line, migrations, standing);
            }
            if (message == null && line.entry() != null) {
                message = PartlyReplaced.message(line.entry(), standing);
            }
            if (message != null) {
                ManifestEntry entry = line.entry();
                findings.add(new ValidationReport.Finding(
                        line.id(),
                        line.database(),
                        line.state(),
                        message,
                        entry == null ? null : WorkItem.sourceOf(entry)));
            }
        }
        return new ValidationReport(lines.size(), findings);
    }

    /** What a run says before it begins: not what failed before, because this run tries it again or does not concern it. */
    static List<String> warnings(ValidationReport report, MigrationSet migrations) {
        List<ValidationReport.Finding> missing = report.findings().stream()
                .filter(finding -> finding.state() == MigrationState.MISSING)
                .toList();
        if (migrations.entries().isEmpty() && !missing.isEmpty()) {
            return List.of("this build has no migrations at all, but the history has " + missing.size()
                    + " applied (the last is " + missing.get(missing.size() - 1).id()
                    + "): it was built without them. Build again from the start: mvn clean compile. If they are gone on"
                    + " purpose, nothing is to be done; mvn dbmigrate:validate lists them, and fails.");
        }
        return report.findings().stream()
                .filter(finding -> finding.state() != MigrationState.FAILED)
                .map(finding -> finding.id() + " on " + finding.database() + ": " + finding.message())
                .toList();
    }

    /** The findings that make an apply refuse: to run more code on top of them could only make things worse. */
    static List<ValidationReport.Finding> blocking(ValidationReport report) {
        return report.findings().stream()
                .filter(finding -> finding.state() == MigrationState.CHANGED)
                .toList();
    }

    private static @Nullable String message(Comparison.Line line) {
        HistoryRow row = line.row();
        String error = row == null || row.errorMessage() == null
                ? ". "
                : ":\n" + row.errorMessage().indent(2);
        return switch (line.state()) {
            case CHANGED ->
                "its source was changed after it was applied (applied " + digits(row == null ? null : row.checksum())
                        + ", now "
                        + digits(line.entry() == null ? null : line.entry().checksum())
                        + "). Restore the source as it was, and put the change into a new migration. (On a database of your own:"
                        + " restore it, roll it back, and then change it.)";
            case MISSING ->
                "it is in the history, but its class is in none of the manifests. Restore the class, or check out the code"
                        + " that the database was migrated with.";
            case OUT_OF_ORDER ->
                "it is pending although a later migration on the same database is applied. apply will run it; if it must"
                        + " come first on every database, let the later one depend on it.";
            case FAILED ->
                line.entry() == null
                        ? "its last try failed" + error
                                + "Its class is in none of the manifests. Restore it; or, if nothing"
                                + " of it stands: " + InDoubt.repair(line.id(), line.database()) + "mark-rolled-back"
                        : row != null
                                        && (row.state() == HistoryRow.State.STARTED
                                                || row.state() == HistoryRow.State.ROLLING_BACK)
                                ? "it was interrupted" + error
                                        + "mvn dbmigrate:apply reads on the database what stands, and goes on from there."
                                : "its last try failed" + error + "Mend it and run mvn dbmigrate:apply.";
            case IN_DOUBT -> "it is in doubt" + error + InDoubt.waysOut(line.id(), line.database());
            case PENDING, APPLIED, ROLLED_BACK, BASELINE -> null;
        };
    }

    /** As many digits as people compare. */
    private static String digits(@Nullable String checksum) {
        return checksum == null ? "none" : checksum.length() <= 11 ? checksum : checksum.substring(0, 11) + "…";
    }

    private static @Nullable String dependencyMessage(
            Comparison.Line line, MigrationSet migrations, Standing standing) {
        ManifestEntry entry = line.entry();
        if (entry == null || !standing.isApplied(entry, line.database())) {
            return null;
        }
        for (String dependency : entry.dependsOn()) {
            ManifestEntry needed = migrations.find(dependency);
            if (needed != null && !standing.isWhollyApplied(needed)) {
                return "it is applied, but " + dependency + ", on which it depends, is not. Apply that one: mvn"
                        + " dbmigrate:apply -Ddbmigrate.migration=" + dependency;
            }
        }
        return null;
    }
}
