package dev.dbmigrate.runtime.internal;

import dev.dbmigrate.runtime.Configuration;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.RepairRequest;
import dev.dbmigrate.runtime.RunListener;
import dev.dbmigrate.runtime.spi.HistoryChange;
import dev.dbmigrate.runtime.spi.HistoryRow;
import dev.dbmigrate.runtime.spi.HistoryStore;
import dev.dbmigrate.runtime.spi.Lease;
import dev.dbmigrate.runtime.spi.Target;
import java.util.List;

/** Writes down what a person has decided about a migration in doubt: the target's marker goes first, the history last. */
final class Repair {

    private final Databases databases;
    private final Configuration configuration;
    private final RunListener listener;

    Repair(Databases databases, Configuration configuration, RunListener listener) {
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
                history, configuration, Runners.current(configuration.appliedBy()), stop, listener)) {
            HistoryRow row = choose(request, history.rows());
            settle(request, row, keeper.lease());
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

    private void settle(RepairRequest request, HistoryRow row, Lease lease) {
        Target target = databases.target(row.database());
        new Claims(databases, lease).state(row.database());
        target.clearMarker(lease, row.migrationId());
        String said = "settled by " + configuration.appliedBy() + " as " + request.decision() + ": " + request.reason();
        HistoryRow.State state = switch (request.decision()) {
            case RETRY -> HistoryRow.State.FAILED;
            case MARK_APPLIED -> HistoryRow.State.APPLIED;
            case MARK_ROLLED_BACK -> HistoryRow.State.ROLLED_BACK;
        };
        databases
                .history()
                .record(
                        lease,
                        new HistoryChange(
                                row.with(state, said, row.executionMillis()),
                                HistoryChange.Event.REPAIRED,
                                lease.owner()));
    }
}
