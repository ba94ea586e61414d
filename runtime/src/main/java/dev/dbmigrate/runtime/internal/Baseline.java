package dev.dbmigrate.runtime.internal;

import dev.dbmigrate.runtime.Configuration;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.ExecutedPart;
import dev.dbmigrate.runtime.RunListener;
import dev.dbmigrate.runtime.RunResult;
import dev.dbmigrate.runtime.Selection;
import dev.dbmigrate.runtime.spi.HistoryRow;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes migrations as applied without running them: an existing database is adopted at a version or id. A baseline that was
 * interrupted can be made again.
 */
final class Baseline {

    private final MigrationSet migrations;
    private final Databases databases;
    private final Configuration configuration;
    private final RunListener listener;
    private final Scheduler scheduler;

    Baseline(
            MigrationSet migrations,
            Databases databases,
            Configuration configuration,
            RunListener listener,
            Scheduler scheduler) {
        this.migrations = migrations;
        this.databases = databases;
        this.configuration = configuration;
        this.listener = listener;
        this.scheduler = scheduler;
    }

    RunResult run(Selection selection, long startedNanos) {
        Plans.requireConfigured(plan(selection, new HistoryView(List.of())), databases);
        if (databases.head().isEmpty()) {
            databases.history().initialise();
        }
        try (LeaseKeeper keeper = LeaseKeeper.acquire(
                databases.history(),
                configuration,
                Runners.current(configuration.appliedBy()),
                new StopSignal(),
                listener,
                scheduler)) {
            HistoryView history = new HistoryView(databases.history().rows());
            List<WorkItem> plan = plan(selection, history);
            requireUntouched(plan, history);
            Claims claims = new Claims(databases, keeper.lease());
            EventChain chain = new EventChain(databases.history(), keeper.lease(), scheduler);
            VersionLedger versions = new VersionLedger(migrations, history);
            Adoption adoption = new Adoption(databases, chain, claims, versions);
            List<ExecutedPart> parts = new ArrayList<>();
            for (WorkItem item : plan) {
                keeper.checkAlive();
                adoption.adopt(item);
                versions.applied(item.entry(), item.part().database());
                ExecutedPart part = PartRunner.executed(item, ExecutedPart.Outcome.BASELINED, 0, null);
                listener.partFinished(part);
                parts.add(part);
            }
            return new RunResult(parts, List.of(), (System.nanoTime() - startedNanos) / 1_000_000);
        }
    }

    private List<WorkItem> plan(Selection selection, HistoryView history) {
        return new ApplyPlanner(migrations, history).plan(selection);
    }

    /** What was begun is not adopted: whether it stands is a question for {@code repair}. */
    private static void requireUntouched(List<WorkItem> plan, HistoryView history) {
        for (WorkItem item : plan) {
            HistoryRow row = history.row(item.entry().id(), item.part().database());
            if (row != null && row.state() != HistoryRow.State.ROLLED_BACK) {
                throw new DbMigrateException(
                        Diagnostic.VALIDATION_FAILED,
                        item.entry().id() + " has been begun on " + item.part().database() + " and is " + row.state()
                                + ": whether it stands is for you to say, with\n  "
                                + InDoubt.repair(item.entry().id(), item.part().database())
                                + "…\nNothing was changed.");
            }
        }
    }

    /** What would be adopted, for {@code dbmigrate.dryRun}. */
    static List<WorkItem> preview(MigrationSet migrations, HistoryView history, Selection selection) {
        List<WorkItem> plan = new ApplyPlanner(migrations, history).plan(selection);
        requireUntouched(plan, history);
        return plan;
    }
}
