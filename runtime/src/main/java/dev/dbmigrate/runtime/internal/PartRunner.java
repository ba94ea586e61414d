package dev.dbmigrate.runtime.internal;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Direction;
import dev.dbmigrate.runtime.ExecutedPart;
import dev.dbmigrate.runtime.RunListener;
import dev.dbmigrate.runtime.spi.HistoryChange;
import dev.dbmigrate.runtime.spi.HistoryRow;
import dev.dbmigrate.runtime.spi.Lease;
import dev.dbmigrate.runtime.spi.LeaseLostException;
import dev.dbmigrate.runtime.spi.Marker;
import dev.dbmigrate.runtime.spi.PartFailedException;
import dev.dbmigrate.runtime.spi.PartOutcome;
import dev.dbmigrate.runtime.spi.PartRun;
import dev.dbmigrate.runtime.spi.RunMonitor;
import dev.dbmigrate.runtime.spi.Target;
import dev.dbmigrate.runtime.spi.VersionChange;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Runs one part under the lease and records what became of it.
 *
 * <p>Where the part is atomic on the home database, the history's row is written in its own transaction and nothing else
 * is. Everywhere else the history is told before (STARTED) and after; between the two, the target's own marker is the
 * truth, and it is read before anything is run again.
 */
final class PartRunner {

    private final Instances instances;
    private final Databases databases;
    private final LeaseKeeper keeper;
    private final EventChain chain;
    private final VersionLedger versions;
    private final Claims claims;
    private final RunListener listener;
    private final Redactor redactor;
    private final StopSignal stop;
    private final Adoption adoption;

    PartRunner(
            Instances instances,
            Databases databases,
            LeaseKeeper keeper,
            EventChain chain,
            VersionLedger versions,
            Claims claims,
            RunListener listener,
            Redactor redactor,
            StopSignal stop) {
        this.instances = instances;
        this.databases = databases;
        this.keeper = keeper;
        this.chain = chain;
        this.versions = versions;
        this.claims = claims;
        this.listener = listener;
        this.redactor = redactor;
        this.stop = stop;
        this.adoption = new Adoption(databases, chain, claims, versions);
    }

    /** How one part ended; {@code failure} is null if it ended well. */
    record Result(ExecutedPart part, @Nullable DbMigrateException failure) {}

    Result run(WorkItem item) {
        return run(item, successOutcome(item.direction()));
    }

    /** Undoes a part that was applied in this run, because a later part of the same migration failed. */
    Result undo(WorkItem item) {
        return run(downOf(item), ExecutedPart.Outcome.UNDONE);
    }

    private Result run(WorkItem item, ExecutedPart.Outcome onSuccess) {
        long startedNanos = System.nanoTime();
        WorkItem running = item;
        try {
            keeper.checkAlive();
            if (item.adopts()) {
                adoption.adopt(item);
                note(item);
                return new Result(executed(item, ExecutedPart.Outcome.BASELINED, startedNanos, null), null);
            }
            Marker marker = claims.marker(item.part().database(), item.entry().id());
            if (item.direction() == Direction.UP && marker != null && marker.state() == Marker.State.RUNNING_DOWN) {
                running = downOf(item);
                finishRollback(running, marker);
                running = item;
                marker = null;
            }
            ExecutedPart.Outcome outcome = isDone(item, marker)
                    ? recover(item)
                    : execute(item, unfinished(item, marker), startedNanos, onSuccess);
            note(item);
            return new Result(executed(item, outcome, startedNanos, null), null);
        } catch (PartFailedException e) {
            // if the rollback could not be finished, that is what failed: the way up has not begun
            return failed(running, startedNanos, e);
        }
    }

    /** An earlier rollback was interrupted half-way: it goes to its end before the migration is applied again. */
    private void finishRollback(WorkItem down, Marker marker) {
        execute(down, marker, System.nanoTime(), ExecutedPart.Outcome.ROLLED_BACK);
        note(down);
    }

    private static WorkItem downOf(WorkItem item) {
        return new WorkItem(
                item.position(), item.entry(), item.part(), Direction.DOWN, item.waitsFor(), item.reasons());
    }

    private static boolean isDone(WorkItem item, @Nullable Marker marker) {
        return item.direction() == Direction.UP && marker != null && marker.state() == Marker.State.APPLIED;
    }

    private static @Nullable Marker unfinished(WorkItem item, @Nullable Marker marker) {
        Marker.State sameWay = item.direction() == Direction.UP ? Marker.State.RUNNING_UP : Marker.State.RUNNING_DOWN;
        return marker != null && marker.state() == sameWay ? marker : null;
    }

    /** The target says that it is applied, the history does not know: an earlier runner died between the two. */
    private ExecutedPart.Outcome recover(WorkItem item) {
        Marker marker = Objects.requireNonNull(
                claims.marker(item.part().database(), item.entry().id()));
        String checksum = item.entry().checksum();
        if (marker.checksum() != null && checksum != null && !marker.checksum().equals(checksum)) {
            throw new PartFailedException(
                    PartFailedException.Effect.IN_DOUBT,
                    "the database says that " + item.entry().id() + " is applied, but with other code (checksum "
                            + marker.checksum() + ") than this build has (" + checksum + ")",
                    null);
        }
        record(row(item, HistoryRow.State.APPLIED, null, 0), HistoryChange.Event.RECOVERED);
        return ExecutedPart.Outcome.RECOVERED;
    }

    private ExecutedPart.Outcome execute(
            WorkItem item, @Nullable Marker unfinished, long startedNanos, ExecutedPart.Outcome onSuccess) {
        boolean up = item.direction() == Direction.UP;
        Target target = databases.target(item.part().database());
        if (!isAtomicAtHome(item)) {
            record(
                    row(item, up ? HistoryRow.State.STARTED : HistoryRow.State.ROLLING_BACK, null, 0),
                    up ? HistoryChange.Event.STARTED : HistoryChange.Event.ROLLBACK_STARTED);
        }
        HistoryChange success = new HistoryChange(
                row(item, up ? HistoryRow.State.APPLIED : HistoryRow.State.ROLLED_BACK, null, 0),
                up ? HistoryChange.Event.APPLIED : HistoryChange.Event.ROLLED_BACK,
                lease().owner());
        VersionChange version = up
                ? versions.ifApplied(item.entry(), item.part().database())
                : versions.ifRolledBack(item.entry(), item.part().database());
        Monitor monitor = new Monitor(item);
        PartRun run = new PartRun(
                item.entry().id(),
                instances.take(item),
                item.direction(),
                item.entry().transactional(),
                item.entry().checksum(),
                lease(),
                startedNanos,
                success,
                version,
                unfinished,
                monitor);
        boolean recorded = false;
        String working = item.entry().id() + " on " + item.part().database();
        keeper.begins(working);
        try {
            recorded = target.run(run) == PartOutcome.RECORDED_IN_HISTORY;
            if (!recorded) {
                databases.history().record(lease(), run.success());
                recorded = true;
            }
        } catch (PartFailedException e) {
            throw monitor.withStep(e);
        } finally {
            keeper.ends(working);
            chain.close(recorded);
        }
        return onSuccess;
    }

    private void note(WorkItem item) {
        if (item.direction() == Direction.UP) {
            versions.applied(item.entry(), item.part().database());
        } else {
            versions.rolledBack(item.entry(), item.part().database());
            claims.forget(item.part().database(), item.entry().id());
        }
    }

    private Result failed(WorkItem item, long startedNanos, PartFailedException failure) {
        boolean up = item.direction() == Direction.UP;
        String message = redactor.redact(String.valueOf(failure.getMessage()));
        boolean inDoubt = failure.effect() == PartFailedException.Effect.IN_DOUBT;
        if (stop.isGiven() && failure.effect() == PartFailedException.Effect.NONE) {
            takeBackStart(item, failure);
            stop.check();
        }
        if (failure.effect() != PartFailedException.Effect.UNKNOWN) {
            long millis = millisSince(startedNanos);
            HistoryRow.State state = inDoubt
                    ? HistoryRow.State.IN_DOUBT
                    : up
                            ? HistoryRow.State.FAILED
                            : failure.effect() == PartFailedException.Effect.NONE
                                    ? HistoryRow.State.APPLIED
                                    : HistoryRow.State.ROLLING_BACK;
            HistoryChange.Event event = inDoubt
                    ? HistoryChange.Event.IN_DOUBT
                    : up ? HistoryChange.Event.FAILED : HistoryChange.Event.ROLLBACK_FAILED;
            try {
                record(row(item, state, message, millis), event);
            } catch (DbMigrateException e) {
                failure.addSuppressed(e);
            } catch (LeaseLostException e) {
                if (failure.effect() == PartFailedException.Effect.NONE) {
                    // whoever took over has ended this runner's session; nothing is wrong with the migration
                    e.addSuppressed(failure);
                    throw e;
                }
                failure.addSuppressed(e);
            }
        }
        return new Result(
                executed(
                        item,
                        inDoubt ? ExecutedPart.Outcome.IN_DOUBT : ExecutedPart.Outcome.FAILED,
                        startedNanos,
                        message),
                FailureText.explain(item, failure, message));
    }

    /** A run that was told to stop and left nothing behind has not failed: it leaves no failure in the history either. */
    private void takeBackStart(WorkItem item, PartFailedException failure) {
        if (stop.isLeaseLost() || isAtomicAtHome(item)) {
            return;
        }
        boolean up = item.direction() == Direction.UP;
        try {
            record(
                    row(item, up ? HistoryRow.State.ROLLED_BACK : HistoryRow.State.APPLIED, null, 0),
                    HistoryChange.Event.NOT_APPLIED);
        } catch (DbMigrateException | LeaseLostException e) {
            // the row says STARTED then, and the next run reads on the target that nothing stands
            failure.addSuppressed(e);
        }
    }

    private boolean isAtomicAtHome(WorkItem item) {
        return databases.isHome(item.part().database())
                && item.entry().transactional()
                && databases.target(item.part().database()).recordsAtomically();
    }

    private HistoryRow row(WorkItem item, HistoryRow.State state, @Nullable String error, long millis) {
        return item.row(state, error, millis, lease());
    }

    private void record(HistoryRow row, HistoryChange.Event event) {
        chain.append(row, event);
    }

    private Lease lease() {
        return keeper.lease();
    }

    private static ExecutedPart.Outcome successOutcome(Direction direction) {
        return direction == Direction.UP ? ExecutedPart.Outcome.APPLIED : ExecutedPart.Outcome.ROLLED_BACK;
    }

    static ExecutedPart executed(
            WorkItem item, ExecutedPart.Outcome outcome, long startedNanos, @Nullable String error) {
        return new ExecutedPart(
                item.entry().id(),
                item.part().database(),
                item.part().kind(),
                item.entry().version().toString(),
                item.direction(),
                outcome,
                startedNanos == 0 ? 0 : millisSince(startedNanos),
                error);
    }

    private static long millisSince(long startedNanos) {
        return (System.nanoTime() - startedNanos) / 1_000_000;
    }

    /** An adapter's line to this run. */
    private final class Monitor implements RunMonitor {

        private final WorkItem item;
        private final Logger log;
        private volatile @Nullable String openStep;

        Monitor(WorkItem item) {
            this.item = item;
            this.log = new MigrationLogger(
                    item.entry().id(),
                    (level, message) ->
                            listener.log(item.entry().id(), item.part().database(), level, redactor.redact(message)));
        }

        @Override
        public Logger log() {
            return log;
        }

        @Override
        public void progress(long done, long total) {
            listener.progress(item.entry().id(), item.part().database(), done, total);
        }

        @Override
        public void step(String name, StepEvent event) {
            openStep = event == StepEvent.STARTED ? name : null;
            listener.step(item.entry().id(), item.part().database(), redactor.redact(name), event);
        }

        /** Whoever has to say what stands must know which step it is about. */
        PartFailedException withStep(PartFailedException failure) {
            String name = openStep;
            String message = String.valueOf(failure.getMessage());
            if (failure.effect() != PartFailedException.Effect.IN_DOUBT || name == null || message.contains(name)) {
                return failure;
            }
            PartFailedException named = new PartFailedException(
                    failure.effect(), "in the step '" + name + "': " + message, failure.getCause());
            named.setStackTrace(failure.getStackTrace());
            for (Throwable suppressed : failure.getSuppressed()) {
                named.addSuppressed(suppressed);
            }
            return named;
        }

        @Override
        public void checkMayContinue() {
            keeper.checkAlive();
        }

        @Override
        public HistoryChange link(HistoryChange change) {
            return chain.open(change);
        }
    }
}
