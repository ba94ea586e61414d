package dev.dbmigrate.redis.internal;

import dev.dbmigrate.redis.KeyFamily;
import dev.dbmigrate.redis.RedisContext;
import dev.dbmigrate.runtime.Step;
import dev.dbmigrate.runtime.spi.Marker;
import dev.dbmigrate.runtime.spi.PartFailedException;
import dev.dbmigrate.runtime.spi.PartRun;
import dev.dbmigrate.runtime.spi.StepJournal;
import dev.dbmigrate.runtime.spi.StepRecord;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import redis.clients.jedis.AbstractTransaction;
import redis.clients.jedis.UnifiedJedis;

/** What one migration gets while it runs, and what is known of its effect. For use by the thread that runs it. */
final class PartExecution implements RedisContext {

    private final PartRun run;
    private final Session session;
    private final RedisJournal journal;
    private final StepJournal steps;
    private final WriteLedger ledger;
    private final UnifiedJedis client;
    private @Nullable StepRecord interruptedStep;
    private boolean somethingStands;
    private @Nullable Throwable failure;

    PartExecution(Session session, PartRun run, String markerBefore) {
        this.run = run;
        this.session = session;
        this.journal = new RedisJournal(session, run, markerBefore);
        this.steps = new StepJournal(run, journal);
        this.ledger = new WriteLedger(journal, run.monitor());
        this.client = new MigrationClient(session.pool(), ledger);
        this.somethingStands =
                run.unfinished() != null && !run.unfinished().steps().isEmpty();
    }

    WriteLedger ledger() {
        return ledger;
    }

    @Override
    public UnifiedJedis client() {
        return client;
    }

    @Override
    public void step(String name, Step body) {
        step(name, false, body);
    }

    @Override
    public void idempotentStep(String name, Step body) {
        step(name, true, body);
    }

    /** Runs a step; within another one it is part of that one. */
    void step(String name, boolean repeatable, Step body) {
        requireNoFailure();
        requireNoStepAround("step '" + name + "'");
        StepRecord record = new StepRecord(steps.count(), name, StepRecord.State.RUNNING);
        boolean[] begun = {false};
        try {
            steps.step(name, () -> repeatable ? StepJournal.Outcome.REPEAT : StepJournal.Outcome.UNKNOWN, () -> {
                begun[0] = true;
                ledger.stepBegins();
                try {
                    body.run();
                } finally {
                    ledger.stepEnds();
                }
            });
        } catch (RuntimeException | Error e) {
            if (begun[0]) {
                stepFailed(record, repeatable, e);
            }
            remember(e);
            throw e;
        }
        somethingStands = true;
    }

    private void requireNoStepAround(String what) {
        if (ledger.isInStep() || ledger.isInExec()) {
            IllegalStateException nested = new IllegalStateException(what + " stands within another step or "
                    + "atomically(…); they follow each other, they do not nest. Within a step, use client().multi()");
            remember(nested);
            throw nested;
        }
    }

    /** A step in which nothing was written has not begun, as far as the data is concerned. */
    private void stepFailed(StepRecord record, boolean repeatable, Throwable cause) {
        if (ledger.stepWrites() > 0) {
            interruptedStep = repeatable ? null : record;
            somethingStands = true;
        } else if (!wasInterruptedBefore(record)) {
            try {
                journal.forget(record);
            } catch (RuntimeException e) {
                // the record stays, and the next run asks a person; the failure itself is what must be told
                cause.addSuppressed(e);
            }
        }
    }

    private boolean wasInterruptedBefore(StepRecord record) {
        return run.unfinished() != null
                && record.index() < run.unfinished().steps().size();
    }

    @Override
    public void atomically(String name, Consumer<AbstractTransaction> commands) {
        requireNoFailure();
        requireNoStepAround("atomically('" + name + "')");
        try {
            requireNoDoubtfulExec(name);
            StepRecord done = steps.atomicStep(name);
            if (done == null) {
                somethingStands = true;
                run.monitor().step(name, dev.dbmigrate.runtime.spi.RunMonitor.StepEvent.SKIPPED);
                return;
            }
            run.monitor().checkMayContinue();
            run.monitor().step(name, dev.dbmigrate.runtime.spi.RunMonitor.StepEvent.STARTED);
            new AtomicStep(session, journal, ledger, run.lease(), run.migrationId()).run(done, commands);
            somethingStands = true;
            run.monitor().step(name, dev.dbmigrate.runtime.spi.RunMonitor.StepEvent.DONE);
        } catch (RuntimeException | Error e) {
            remember(e);
            throw e;
        }
    }

    /** The record of an EXEC stands with its effect; one that is not DONE tells of commands that failed beside others. */
    private void requireNoDoubtfulExec(String name) {
        StepRecord before = earlier(steps.count());
        if (before != null && before.name().equals(name) && before.state() == StepRecord.State.RUNNING) {
            throw new PartFailedException(
                    PartFailedException.Effect.IN_DOUBT,
                    "step " + (before.index() + 1) + " '" + name
                            + "': its EXEC was run by an earlier try, but not all of its commands succeeded",
                    null);
        }
    }

    private @Nullable StepRecord earlier(int index) {
        Marker unfinished = run.unfinished();
        return unfinished == null || index >= unfinished.steps().size()
                ? null
                : unfinished.steps().get(index);
    }

    /** What an earlier try began and the code has no more: nobody would ever look at it again. */
    void requireNoStepLeft() {
        StepRecord left = earlier(steps.count());
        if (left != null) {
            throw new PartFailedException(
                    PartFailedException.Effect.IN_DOUBT,
                    "step " + (left.index() + 1) + " '" + left.name() + "' was "
                            + (left.state() == StepRecord.State.DONE ? "done" : "begun")
                            + " by an earlier try, and the code has no such step any more: the class was changed in"
                            + " between",
                    null);
        }
    }

    @Override
    public KeyFamily keys(String pattern) {
        return new KeyFamilyWalk(this, session, run, pattern);
    }

    @Override
    public Logger log() {
        return run.monitor().log();
    }

    @Override
    public void progress(long done, long total) {
        run.monitor().progress(done, total);
    }

    /** A migration that swallows the failure of a step has failed all the same. */
    void requireNoFailure() {
        Throwable e = failure == null ? ledger.refusal() : failure;
        if (e instanceof Error error) {
            throw error;
        }
        if (e instanceof RuntimeException exception) {
            throw exception;
        }
    }

    private void remember(Throwable e) {
        if (failure == null) {
            failure = e;
        }
    }

    /** Whether neither data nor a record of this try can be on the server, whatever became of the connection. */
    boolean isUntouched() {
        return effect() == PartFailedException.Effect.NONE && !journal.hasRecord();
    }

    /** The step that failed after it had written and cannot be resumed, or null. */
    @Nullable
    StepRecord interruptedStep() {
        return interruptedStep;
    }

    /** What is known of the effect when the migration has failed. */
    PartFailedException.Effect effect() {
        if (interruptedStep != null || ledger.hasDirectWrites()) {
            return PartFailedException.Effect.IN_DOUBT;
        }
        return somethingStands ? PartFailedException.Effect.STEPS_DONE : PartFailedException.Effect.NONE;
    }
}
