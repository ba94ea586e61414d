package dev.dbmigrate.runtime.internal;

import dev.dbmigrate.runtime.Configuration;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.Direction;
import dev.dbmigrate.runtime.ExecutedPart;
import dev.dbmigrate.runtime.RunListener;
import dev.dbmigrate.runtime.RunResult;
import dev.dbmigrate.runtime.ValidationReport;
import dev.dbmigrate.runtime.spi.LeaseLostException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One run that changes something: lease, plan, work, report, release. */
final class LeasedRun {

    private final MigrationSet migrations;
    private final Databases databases;
    private final Configuration configuration;
    private final RunListener listener;
    private final Redactor redactor;
    private final Scheduler scheduler;

    /** Makes a plan of what the history says once the lease is held. */
    interface Planner {
        List<WorkItem> plan(HistoryView history);
    }

    LeasedRun(
            MigrationSet migrations,
            Databases databases,
            Configuration configuration,
            RunListener listener,
            Redactor redactor,
            Scheduler scheduler) {
        this.migrations = migrations;
        this.databases = databases;
        this.configuration = configuration;
        this.listener = listener;
        this.redactor = redactor;
        this.scheduler = scheduler;
    }

    /**
     * Runs a plan under the lease.
     *
     * @param planner makes the plan
     * @param direction up or down; on the way up, migrations that were changed after they were applied make it refuse
     * @param startedNanos when the operation began
     */
    RunResult run(Planner planner, Direction direction, long startedNanos) {
        StopSignal stop = new StopSignal();
        stop.onStop(databases::abort);
        try (ProcessEnd end = new ProcessEnd(stop, listener);
                LeaseKeeper keeper = LeaseKeeper.acquire(
                        databases.history(),
                        configuration,
                        Runners.current(configuration.appliedBy()),
                        stop,
                        listener,
                        scheduler)) {
            Claims claims = new Claims(databases, keeper.lease());
            EventChain chain = new EventChain(databases.history(), keeper.lease(), scheduler);
            HistoryView found = new HistoryView(databases.history().rows());
            InDoubt.refuseIfAny(found, claims);
            Recovery recovery = new Recovery(databases, chain, claims);
            HistoryView before = direction == Direction.UP ? recovery.settleRollbacks(found) : recovery.settle(found);
            List<String> warnings = check(before, direction);
            List<WorkItem> plan = planner.plan(before);
            Plans.requireConfigured(plan, databases);
            Instances instances = Instances.of(migrations, plan);
            VersionLedger versions = new VersionLedger(migrations, before);
            PartRunner parts =
                    new PartRunner(instances, databases, keeper, chain, versions, claims, listener, redactor, stop);
            listener.runStarted(plan.stream().map(Plans::describe).toList());
            PlanRunner runner = new PlanRunner(plan, before, parts, listener, scheduler);
            runner.run();
            RunResult result =
                    new RunResult(runner.executed(), warnings, (System.nanoTime() - startedNanos) / 1_000_000);
            throwIfFailed(seenAs(stop, runner.failure()), result);
            // with warnings the next run must look again, and say them again: the digest would let it pass them by
            if (direction == Direction.UP && warnings.isEmpty() && isEverythingApplied(before, plan)) {
                keeper.appliedDigest(migrations.digest());
            }
            end.finished();
            return result;
        }
    }

    private List<String> check(HistoryView history, Direction direction) {
        ValidationReport report = Validation.report(migrations, history);
        List<ValidationReport.Finding> blocking = direction == Direction.UP ? Validation.blocking(report) : List.of();
        if (!blocking.isEmpty()) {
            throw new DbMigrateException(
                    Diagnostic.VALIDATION_FAILED,
                    blocking.stream()
                            .map(finding -> finding.id() + " on " + finding.database() + " (" + finding.source() + "): "
                                    + finding.message())
                            .collect(Collectors.joining("\n", "nothing was run.\n", "")));
        }
        List<String> warnings = Validation.warnings(report, migrations);
        warnings.forEach(listener::warning);
        return warnings;
    }

    /** The digest stands for the whole manifest, so it may be written only when no part of it is left. */
    private boolean isEverythingApplied(HistoryView before, List<WorkItem> ran) {
        Standing standing = new Standing(migrations, before);
        long open = migrations.entries().stream()
                .flatMap(entry -> entry.parts().stream().filter(part -> standing.isOpen(entry, part.database())))
                .count();
        return open == ran.size();
    }

    /** A run that is stopped because its lease is gone may notice first that it is stopped: nobody has sent it a signal. */
    private static @Nullable RuntimeException seenAs(StopSignal stop, @Nullable RuntimeException failure) {
        boolean stopped = failure instanceof DbMigrateException known && known.diagnostic() == Diagnostic.INTERRUPTED;
        if (!stopped || !stop.isLeaseLost()) {
            return failure;
        }
        try {
            stop.check();
            return failure;
        } catch (LeaseLostException lost) {
            lost.addSuppressed(failure);
            return lost;
        }
    }

    private void throwIfFailed(@Nullable RuntimeException failure, RunResult result) {
        if (failure instanceof DbMigrateException known) {
            throw new DbMigrateException(known.diagnostic(), redactor.redact(known.text()), known.getCause(), result);
        }
        if (failure instanceof LeaseLostException lost) {
            throw leaseLost(lost, result);
        }
        if (failure != null) {
            throw failure;
        }
    }

    static DbMigrateException leaseLost(LeaseLostException lost, @Nullable RunResult result) {
        long done = result == null
                ? 0
                : result.parts().stream()
                        .filter(part -> part.outcome() == ExecutedPart.Outcome.APPLIED
                                || part.outcome() == ExecutedPart.Outcome.ROLLED_BACK)
                        .count();
        return new DbMigrateException(
                Diagnostic.LEASE_LOST,
                "this runner has stopped: "
                        + String.valueOf(lost.getMessage()).replaceAll("\\.+$", "") + ". "
                        + (done == 1 ? "1 part was" : done + " parts were")
                        + " done before; nothing was written since. mvn dbmigrate:status shows what stands.",
                lost,
                result);
    }
}
