package dev.dbmigrate.runtime.spi;

import dev.dbmigrate.runtime.Step;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides for each step of a journaled migration whether it is run, skipped or in doubt. For use by the thread that runs
 * the migration.
 *
 * <p>The rule of {@code docs/architecture.md}: a record precedes the step, another follows it; on a second try, steps
 * that are done are skipped, a step that was running is run again only if it says it may be or if its outcome can be read
 * back.
 */
public final class StepJournal {

    /** Writes the journal on the target. */
    public interface Store {

        /**
         * Records that a step begins; durable when it returns, and refused if the fencing token is not the lease's.
         *
         * @param step the step, in state RUNNING
         */
        void started(StepRecord step);

        /**
         * Records that a step is done; durable when it returns, and refused if the fencing token is not the lease's.
         *
         * @param step the step, in state DONE
         */
        void finished(StepRecord step);
    }

    /** What can be found out about a step that was interrupted. */
    public enum Outcome {
        /** Its effect stands. */
        DONE,
        /** Nothing of it stands, or it may be run again without harm. */
        REPEAT,
        /** Nobody can know. */
        UNKNOWN
    }

    private final List<StepRecord> earlier;
    private final Store store;
    private final RunMonitor monitor;
    private int next;
    private @Nullable Throwable failure;

    /**
     * Begins or goes on with a journal.
     *
     * @param run the part that is run; its unfinished marker holds the steps of the earlier try
     * @param store where the records go
     */
    public StepJournal(PartRun run, Store store) {
        Marker unfinished = run.unfinished();
        this.earlier = unfinished == null ? List.of() : unfinished.steps();
        this.store = store;
        this.monitor = run.monitor();
    }

    /**
     * Runs a step with a record before and after it.
     *
     * @param name its name
     * @param interrupted asked only if an earlier try was interrupted in this step
     * @param body the work
     * @throws PartFailedException with {@code IN_DOUBT} if it was interrupted and nobody can know its outcome, or if the
     *     code has other steps than the journal
     */
    public void step(String name, Supplier<Outcome> interrupted, Step body) {
        StepRecord running = new StepRecord(next, name, StepRecord.State.RUNNING);
        if (!mustRun(running, interrupted)) {
            monitor.step(name, RunMonitor.StepEvent.SKIPPED);
            next++;
            return;
        }
        monitor.checkMayContinue();
        monitor.step(name, RunMonitor.StepEvent.STARTED);
        store.started(running);
        try {
            runUnchecked(body);
            store.finished(new StepRecord(next, name, StepRecord.State.DONE));
        } catch (RuntimeException | Error e) {
            failure = e;
            throw e;
        }
        monitor.step(name, RunMonitor.StepEvent.DONE);
        next++;
    }

    /**
     * Decides about a step whose end the adapter records itself, in the step's own transaction, without a record before
     * it. Counts the step.
     *
     * @param name its name
     * @return the record to commit with the step, or null if it is done and must be skipped
     * @throws PartFailedException with {@code IN_DOUBT} if the code has other steps than the journal
     */
    public @Nullable StepRecord atomicStep(String name) {
        StepRecord done = new StepRecord(next, name, StepRecord.State.DONE);
        boolean run = mustRun(done, () -> Outcome.REPEAT);
        next++;
        return run ? done : null;
    }

    /**
     * Runs a step whose end the adapter records itself, in the step's own transaction, without a record before it; skips
     * it if it is done. It counts once it has been passed: after one that failed, nothing of it stands.
     *
     * @param name its name
     * @param body does the work and commits the record that it is given with it
     * @throws PartFailedException with {@code IN_DOUBT} if the code has other steps than the journal
     */
    public void atomicStep(String name, Consumer<StepRecord> body) {
        StepRecord done = new StepRecord(next, name, StepRecord.State.DONE);
        if (mustRun(done, () -> Outcome.REPEAT)) {
            try {
                body.accept(done);
            } catch (RuntimeException | Error e) {
                failure = e;
                throw e;
            }
        } else {
            monitor.step(name, RunMonitor.StepEvent.SKIPPED);
        }
        next++;
    }

    /**
     * Begins a step that lasts until the migration's end, because the journal cannot see what is done in it (statements on
     * a raw connection, calls on a raw client). Counts the step.
     *
     * @param name its name
     * @throws PartFailedException with {@code IN_DOUBT} if an earlier try had begun it
     */
    public void openStep(String name) {
        requireNoFailure();
        StepRecord running = new StepRecord(next, name, StepRecord.State.RUNNING);
        if (next < earlier.size()) {
            throw new PartFailedException(
                    PartFailedException.Effect.IN_DOUBT,
                    "step " + (next + 1) + " '" + name + "' was interrupted, and nobody can know how far it came",
                    null);
        }
        monitor.checkMayContinue();
        store.started(running);
        next++;
    }

    /** How many steps have been passed, run or skipped. */
    public int count() {
        return next;
    }

    /**
     * Fails if a step has failed, whatever the migration's code made of that; for the adapter, before it records that the
     * migration is done.
     *
     * @throws RuntimeException the exception with which the step failed; an error likewise
     */
    public void requireNoFailure() {
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
        if (failure instanceof Error error) {
            throw error;
        }
    }

    private boolean mustRun(StepRecord step, Supplier<Outcome> interrupted) {
        requireNoFailure();
        if (step.index() >= earlier.size()) {
            return true;
        }
        StepRecord before = earlier.get(step.index());
        if (!before.name().equals(step.name())) {
            throw new PartFailedException(
                    PartFailedException.Effect.IN_DOUBT,
                    "step " + (step.index() + 1) + " was '" + before.name()
                            + "' when the migration was interrupted, and is '" + step.name()
                            + "' now: the class was changed in between",
                    null);
        }
        if (before.state() == StepRecord.State.DONE) {
            return false;
        }
        return switch (interrupted.get()) {
            case DONE -> {
                store.finished(new StepRecord(step.index(), step.name(), StepRecord.State.DONE));
                yield false;
            }
            case REPEAT -> true;
            case UNKNOWN ->
                throw new PartFailedException(
                        PartFailedException.Effect.IN_DOUBT,
                        "step " + (step.index() + 1) + " '" + step.name()
                                + "' was interrupted, and nobody can know how far it came",
                        null);
        };
    }

    /**
     * Runs a step's body; for a step that needs no journal, because it stands in a transaction.
     *
     * @param body the work
     * @throws RuntimeException whatever the body throws, checked exceptions wrapped in {@link StepFailedException}
     */
    public static void runUnchecked(Step body) {
        try {
            body.run();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new StepFailedException(e);
        }
    }

    /** Carries a checked exception of a step's body through the unchecked methods of a context. */
    public static final class StepFailedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        StepFailedException(Exception cause) {
            super(cause.getMessage(), cause);
        }
    }
}
