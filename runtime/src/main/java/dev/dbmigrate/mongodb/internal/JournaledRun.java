package dev.dbmigrate.mongodb.internal;

import com.mongodb.MongoException;
import com.mongodb.client.MongoDatabase;
import dev.dbmigrate.runtime.spi.LeaseLostException;
import dev.dbmigrate.runtime.spi.PartFailedException;
import dev.dbmigrate.runtime.spi.PartFailedException.Effect;
import dev.dbmigrate.runtime.spi.PartOutcome;
import dev.dbmigrate.runtime.spi.PartRun;

/** Runs a part without a transaction: what is done is known from the journal. */
final class JournaledRun {

    private final PartRun run;
    private final MongoDatabase database;
    private final WriteWatch watch;
    private final Journal journal;

    JournaledRun(PartRun run, MongoDatabase database, WriteWatch watch, Journal journal) {
        this.run = run;
        this.database = database;
        this.watch = watch;
        this.journal = journal;
    }

    PartOutcome execute() {
        refuseWhatIsInDoubt();
        JournaledContext context = new JournaledContext(run, database, watch, journal);
        Body body = new Body(run);
        try {
            body.execute(context);
            context.requireWhole();
            requireNotStopped();
            run.monitor().checkMayContinue();
        } catch (StopMigrationError e) {
            throw failure(e.reason(), context, body);
        } catch (Throwable e) {
            RuntimeException stopped = watch.stopped();
            throw failure(stopped == null ? e : stopped, context, body);
        }
        watch.finishing();
        finish(context);
        return PartOutcome.MARKED_ON_TARGET;
    }

    private void refuseWhatIsInDoubt() {
        if (journal.earlierTryWroteOutside()) {
            throw new PartFailedException(
                    Effect.IN_DOUBT,
                    "an earlier try was interrupted after it had begun to write outside a named step, and nobody can know "
                            + "how far it came; put writes into step(…) or idempotentStep(…), which can be resumed",
                    null);
        }
    }

    private void requireNotStopped() {
        RuntimeException stopped = watch.stopped();
        if (stopped != null) {
            throw stopped;
        }
    }

    private void finish(JournaledContext context) {
        try {
            journal.finish();
        } catch (LeaseLostException e) {
            if (!context.leftSomething()) {
                throw e;
            }
            throw new PartFailedException(
                    Effect.UNKNOWN, "the lease was lost before the migration could be marked as done", e);
        } catch (MongoException e) {
            throw new PartFailedException(
                    Effect.UNKNOWN,
                    "the migration ran to its end, but could not be marked as done: " + ServerErrors.reason(e),
                    e);
        }
        try {
            journal.settle();
        } catch (MongoException e) {
            // It is done; the next claim copies what could not be copied now.
            run.monitor().log().warn("the marker will be copied by the next run: {}", ServerErrors.reason(e));
        }
    }

    private RuntimeException failure(Throwable problem, JournaledContext context, Body body) {
        if (problem instanceof PartFailedException known) {
            return known;
        }
        String what = body.describe(problem, watch);
        if (watch.isInDoubt()) {
            return new PartFailedException(
                    Effect.IN_DOUBT,
                    what + "; this deployment or migration has no transaction: " + watch.doubtfulWrites(),
                    problem);
        }
        Effect effect = context.leftSomething() ? Effect.STEPS_DONE : Effect.NONE;
        try {
            context.takeBackWhatDidNothing(effect);
        } catch (MongoException | LeaseLostException e) {
            problem.addSuppressed(e);
            return new PartFailedException(Effect.UNKNOWN, what + "; and its journal could not be corrected", problem);
        }
        if (effect == Effect.NONE && problem instanceof LeaseLostException lost) {
            return lost;
        }
        return new PartFailedException(effect, what, problem);
    }
}
