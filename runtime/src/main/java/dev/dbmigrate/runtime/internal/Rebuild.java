package dev.dbmigrate.runtime.internal;

import dev.dbmigrate.runtime.Configuration;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.RunListener;
import dev.dbmigrate.runtime.spi.HistoryChange;
import dev.dbmigrate.runtime.spi.HistoryEvent;
import dev.dbmigrate.runtime.spi.HistoryRow;
import dev.dbmigrate.runtime.spi.HistoryStore;
import java.util.ArrayList;
import java.util.List;

/** Writes the rows of the history again as the events say; each is an event itself. */
final class Rebuild {

    private final Databases databases;
    private final Configuration configuration;
    private final RunListener listener;
    private final Scheduler scheduler;

    Rebuild(Databases databases, Configuration configuration, RunListener listener, Scheduler scheduler) {
        this.databases = databases;
        this.configuration = configuration;
        this.listener = listener;
        this.scheduler = scheduler;
    }

    /** Returns the parts whose row was written again, as {@code id on database}. */
    List<String> run(String reason) {
        if (reason.isBlank()) {
            throw new DbMigrateException(
                    Diagnostic.CONFIGURATION, "say why: -Ddbmigrate.reason=\"…\". It becomes part of the audit.");
        }
        if (databases.head().isEmpty()) {
            return List.of();
        }
        HistoryStore history = databases.history();
        try (LeaseKeeper keeper = LeaseKeeper.acquire(
                history,
                configuration,
                Runners.current(configuration.appliedBy()),
                new StopSignal(),
                listener,
                scheduler)) {
            List<HistoryEvent> events = history.events(0);
            if (!HistoryAudit.isWhole(events)) {
                throw new DbMigrateException(
                        Diagnostic.VALIDATION_FAILED,
                        "the events themselves were altered or removed, so they cannot say what the rows ought to be:"
                                + " mvn dbmigrate:validate shows where. Restore them from a backup. Nothing was changed.");
            }
            HistoryView rows = new HistoryView(history.rows());
            EventChain chain = new EventChain(history, keeper.lease(), scheduler);
            List<String> rebuilt = new ArrayList<>();
            HistoryAudit.last(events).forEach((key, event) -> {
                if (!HistoryAudit.agrees(rows.row(key.migrationId(), key.database()), event)) {
                    keeper.checkAlive();
                    HistoryRow row = HistoryAudit.row(event);
                    chain.append(
                            row.with(
                                    row.state(),
                                    "rebuilt from event " + event.sequence() + " by " + configuration.appliedBy() + ": "
                                            + reason,
                                    row.executionMillis()),
                            HistoryChange.Event.REBUILT);
                    rebuilt.add(key.migrationId() + " on " + key.database());
                }
            });
            return rebuilt;
        }
    }
}
