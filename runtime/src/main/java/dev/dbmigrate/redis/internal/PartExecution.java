package dev.dbmigrate.redis.internal;

import dev.dbmigrate.redis.KeyFamily;
import dev.dbmigrate.redis.RedisContext;
import dev.dbmigrate.runtime.Step;
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
    private boolean interruptedStep;
    private boolean somethingStands;
    private @Nullable RuntimeException failure;

    PartExecution(Session session, PartRun run) {
        this.run = run;
        this.session = session;
        this.journal = new RedisJournal(session, run);
        this.steps = new StepJournal(run, journal);
        this.ledger = new WriteLedger(journal, run.monitor());
        this.client = new MigrationClient(session.pool(), ledger);
        this.somethingStands = run.unfinished() != null;
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
        if (ledger.isInStep()) {
            throw remember(new IllegalStateException(
                    "step '" + name + "' stands within another step; steps follow each other, they do not nest"));
        }
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
        } catch (RuntimeException e) {
            if (begun[0]) {
                stepFailed(record, repeatable);
            }
            throw remember(e);
        }
        somethingStands = true;
    }

    /** A step in which nothing was written has not begun, as far as the data is concerned. */
    private void stepFailed(StepRecord record, boolean repeatable) {
        if (ledger.stepWrites() > 0) {
            interruptedStep = !repeatable;
            somethingStands = true;
        } else if (!wasInterruptedBefore(record)) {
            journal.forget(record);
        }
    }

    private boolean wasInterruptedBefore(StepRecord record) {
        return run.unfinished() != null
                && record.index() < run.unfinished().steps().size();
    }

    @Override
    public void atomically(String name, Consumer<AbstractTransaction> commands) {
        requireNoFailure();
        if (ledger.isInStep()) {
            throw remember(new IllegalStateException("atomically('" + name
                    + "') is a step of its own and cannot stand within another one; there, use client().multi()"));
        }
        try {
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
        } catch (RuntimeException e) {
            throw remember(e);
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
        if (failure != null) {
            throw failure;
        }
    }

    private RuntimeException remember(RuntimeException e) {
        if (failure == null) {
            failure = e;
        }
        return e;
    }

    /** Whether neither data nor a record of this try can be on the server, whatever became of the connection. */
    boolean isUntouched() {
        return effect() == PartFailedException.Effect.NONE && !journal.hasRecord();
    }

    /** What is known of the effect when the migration has failed. */
    PartFailedException.Effect effect() {
        if (interruptedStep || ledger.hasDirectWrites()) {
            return PartFailedException.Effect.IN_DOUBT;
        }
        return somethingStands ? PartFailedException.Effect.STEPS_DONE : PartFailedException.Effect.NONE;
    }
}
