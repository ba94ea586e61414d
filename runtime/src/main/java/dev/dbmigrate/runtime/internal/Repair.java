package dev.dbmigrate.runtime.internal;

import dev.dbmigrate.model.ManifestEntry;
import dev.dbmigrate.runtime.Configuration;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.RepairRequest;
import dev.dbmigrate.runtime.RunListener;
import dev.dbmigrate.runtime.spi.HistoryChange;
import dev.dbmigrate.runtime.spi.HistoryRow;
import dev.dbmigrate.runtime.spi.HistoryStore;
import dev.dbmigrate.runtime.spi.Lease;
import dev.dbmigrate.runtime.spi.Marker;
import dev.dbmigrate.runtime.spi.StepRecord;
import dev.dbmigrate.runtime.spi.VersionChange;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes down what a person has decided about a migration in doubt: the target's marker goes first, the history last. */
final class Repair {

    private final MigrationSet migrations;
    private final Databases databases;
    private final Configuration configuration;
    private final RunListener listener;
    private final Scheduler scheduler;

    Repair(
            MigrationSet migrations,
            Databases databases,
            Configuration configuration,
            RunListener listener,
            Scheduler scheduler) {
        this.migrations = migrations;
        this.scheduler = scheduler;
        this.databases = databases;
        this.configuration = configuration;
        this.listener = listener;
    }

    void run(RepairRequest request) {
        if (request.reason().isBlank()) {
            throw new DbMigrateException(
                    Diagnostic.CONFIGURATION,
                    "say how you know: -Ddbmigrate.reason=\"…\". It becomes part of the audit.");
        }
        HistoryStore history = databases.history();
        if (databases.head().isEmpty()) {
            throw new DbMigrateException(Diagnostic.UNKNOWN_MIGRATION, "there is no history yet; nothing to repair.");
        }
        StopSignal stop = new StopSignal();
        try (LeaseKeeper keeper = LeaseKeeper.acquire(
                history, configuration, Runners.current(configuration.appliedBy()), stop, listener, scheduler)) {
            List<HistoryRow> rows = history.rows();
            settle(request, choose(request, rows), new HistoryView(rows), keeper.lease());
        }
    }

    private static HistoryRow choose(RepairRequest request, List<HistoryRow> rows) {
        List<HistoryRow> doubtful = rows.stream()
                .filter(row -> row.migrationId().equals(request.migration()))
                .filter(row -> request.database() == null || row.database().equals(request.database()))
                .filter(row -> !row.success() && row.state() != HistoryRow.State.ROLLED_BACK)
                .toList();
        if (doubtful.isEmpty()) {
            List<String> known =
                    rows.stream().map(HistoryRow::migrationId).distinct().toList();
            throw known.contains(request.migration())
                    ? new DbMigrateException(
                            Diagnostic.UNKNOWN_MIGRATION,
                            request.migration() + " is not in doubt: there is nothing to repair.")
                    : ApplyPlanner.unknown(request.migration(), known);
        }
        if (doubtful.size() > 1) {
            throw new DbMigrateException(
                    Diagnostic.CONFIGURATION,
                    request.migration() + " is open on several databases: say which with -Ddbmigrate.only="
                            + doubtful.get(0).database());
        }
        return doubtful.get(0);
    }

    private void settle(RepairRequest request, HistoryRow row, HistoryView history, Lease lease) {
        Marker marker = new Claims(databases, lease).marker(row.database(), row.migrationId());
        ManifestEntry entry = migrations.find(row.migrationId());
        boolean known = entry != null
                && entry.parts().stream().anyMatch(part -> part.database().equals(row.database()));
        VersionLedger versions = new VersionLedger(migrations, history);
        VersionChange version = switch (request.decision()) {
            case RETRY, CONTINUE -> VersionChange.NONE;
            case MARK_APPLIED ->
                known ? versions.ifApplied(Objects.requireNonNull(entry), row.database()) : VersionChange.NONE;
            case MARK_ROLLED_BACK ->
                known ? versions.ifRolledBack(Objects.requireNonNull(entry), row.database()) : VersionChange.NONE;
        };
        databases
                .target(row.database())
                .settle(lease, row.migrationId(), settled(request, row, marker, lease), version);
        String said = "settled by " + configuration.appliedBy() + " as " + request.decision() + ": " + request.reason();
        new EventChain(databases.history(), lease, scheduler)
                .append(row.with(state(request, marker), said, row.executionMillis()), HistoryChange.Event.REPAIRED);
    }

    /** What the target records from now on. On the home the history's row is the marker of what is applied. */
    private @Nullable Marker settled(RepairRequest request, HistoryRow row, @Nullable Marker marker, Lease lease) {
        return switch (request.decision()) {
            case RETRY -> marker == null ? null : withSteps(marker, lease, done(marker.steps()));
            case CONTINUE -> {
                if (marker == null
                        || done(marker.steps()).size() == marker.steps().size()) {
                    throw new DbMigrateException(
                            Diagnostic.CONFIGURATION,
                            row.migrationId() + " was not interrupted inside a step on " + row.database()
                                    + ": decide for retry, mark-applied or mark-rolled-back.");
                }
                yield withSteps(
                        marker,
                        lease,
                        marker.steps().stream()
                                .map(step -> new StepRecord(step.index(), step.name(), StepRecord.State.DONE))
                                .toList());
            }
            case MARK_APPLIED ->
                databases.isHome(row.database())
                        ? null
                        : new Marker(row.migrationId(), Marker.State.APPLIED, row.checksum(), lease.token(), List.of());
            case MARK_ROLLED_BACK -> null;
        };
    }

    private static Marker withSteps(Marker marker, Lease lease, List<StepRecord> steps) {
        return new Marker(marker.migrationId(), marker.state(), marker.checksum(), lease.token(), steps);
    }

    private static List<StepRecord> done(List<StepRecord> steps) {
        return steps.stream()
                .filter(step -> step.state() == StepRecord.State.DONE)
                .toList();
    }

    private static HistoryRow.State state(RepairRequest request, @Nullable Marker marker) {
        return switch (request.decision()) {
            case RETRY, CONTINUE ->
                marker != null && marker.state() == Marker.State.RUNNING_DOWN
                        ? HistoryRow.State.ROLLING_BACK
                        : HistoryRow.State.FAILED;
            case MARK_APPLIED -> HistoryRow.State.APPLIED;
            case MARK_ROLLED_BACK -> HistoryRow.State.ROLLED_BACK;
        };
    }
}
