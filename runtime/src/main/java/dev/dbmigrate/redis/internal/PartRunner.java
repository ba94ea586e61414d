package dev.dbmigrate.redis.internal;

import dev.dbmigrate.redis.RedisMigration;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.Direction;
import dev.dbmigrate.runtime.spi.HistoryChange;
import dev.dbmigrate.runtime.spi.LeaseLostException;
import dev.dbmigrate.runtime.spi.Marker;
import dev.dbmigrate.runtime.spi.PartFailedException;
import dev.dbmigrate.runtime.spi.PartFailedException.Effect;
import dev.dbmigrate.runtime.spi.PartOutcome;
import dev.dbmigrate.runtime.spi.PartRun;
import dev.dbmigrate.runtime.spi.StepJournal;
import dev.dbmigrate.runtime.spi.StepRecord;
import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.exceptions.JedisException;

/** Runs one part: the migration's code, its {@code verify}, then marker, schema version and history at once. */
final class PartRunner {

    private final Session session;
    private final PartRun run;
    private final RedisMigration migration;

    PartRunner(Session session, PartRun run) {
        this.session = session;
        this.run = run;
        this.migration = (RedisMigration) run.migration();
    }

    PartOutcome run() {
        String doubt = MarkerCodec.doubt(run.unfinished());
        if (doubt != null) {
            throw new PartFailedException(Effect.IN_DOUBT, "an earlier try was interrupted: " + doubt, null);
        }
        PartExecution execution = new PartExecution(session, run, markerBefore());
        session.pool().observe(execution.ledger());
        try {
            call(execution);
            execution.requireNoFailure();
            execution.requireNoStepLeft();
        } catch (Throwable e) {
            if (e instanceof VirtualMachineError fatal) {
                throw fatal;
            }
            throw failed(execution, e);
        } finally {
            session.pool().observe(null);
        }
        return finish(execution);
    }

    /** What the journal goes back to if nothing of this try stands: a way down begins from a marker that says APPLIED. */
    private String markerBefore() {
        Marker unfinished = run.unfinished();
        if (unfinished != null) {
            return MarkerCodec.marker(unfinished);
        }
        if (run.direction() == Direction.UP) {
            return "";
        }
        String applied = session.repeatable(jedis -> jedis.hget(Keys.MARKERS, run.migrationId()));
        return applied == null ? "" : applied;
    }

    private void call(PartExecution execution) throws Exception {
        if (run.direction() == Direction.DOWN) {
            migration.down(execution);
            return;
        }
        migration.up(execution);
        try {
            migration.verify(execution);
        } catch (LeaseLostException | PartFailedException e) {
            throw e;
        } catch (Exception | AssertionError e) {
            throw new DbMigrateException(Diagnostic.VERIFY_FAILED, "verify failed: " + e.getMessage(), e);
        }
    }

    private RuntimeException failed(PartExecution execution, Throwable e) {
        if (e instanceof LeaseLostException lost) {
            return lost;
        }
        if (e instanceof PartFailedException known && known.effect() != Effect.NONE) {
            return known;
        }
        if (RedisFailures.isConnectionLoss(e)) {
            requireFenceOrThrow(execution, e);
        }
        Effect effect = execution.effect();
        String what = effect == Effect.IN_DOUBT && execution.ledger().hasDirectWrites()
                ? "\nWritten outside of a step before that: "
                        + execution.ledger().directWrites()
                        + ". Put writes into atomically(…), step(…) or idempotentStep(…), and a failure can be resumed."
                : "";
        StepRecord step = execution.interruptedStep();
        String where = step == null
                ? ""
                : "step " + (step.index() + 1) + " '" + step.name() + "' failed, and nobody can know how far it came: ";
        return new PartFailedException(effect, where + text(e) + what, e);
    }

    /** The connection was lost: because of a new owner of the lease? Else, if nobody answers, the outcome is not known. */
    private void requireFenceOrThrow(PartExecution execution, Throwable e) {
        try {
            Object fence = session.raw(jedis -> jedis.hget(Keys.FENCE, "token"));
            if (!Long.toString(run.lease().token()).equals(fence)) {
                throw RedisJournal.lost(session, run.lease());
            }
        } catch (JedisException unreachable) {
            e.addSuppressed(unreachable);
            if (execution.isUntouched()) {
                return;
            }
            throw new PartFailedException(Effect.UNKNOWN, text(e), e);
        }
    }

    private String text(Throwable failure) {
        Throwable e = failure instanceof StepJournal.StepFailedException && failure.getCause() != null
                ? failure.getCause()
                : failure;
        if (e instanceof JedisException || e instanceof DbMigrateException) {
            return session.address() + ": " + e.getMessage();
        }
        return e.getClass().getSimpleName() + ": " + e.getMessage();
    }

    private PartOutcome finish(PartExecution execution) {
        HistoryChange success = run.success();
        boolean up = run.direction() == Direction.UP;
        List<String> arguments = new ArrayList<>(List.of(
                run.lease().historyId(),
                Long.toString(run.lease().token()),
                run.migrationId(),
                up ? MarkerCodec.marker(Marker.State.APPLIED, run.lease().token(), run.checksum()) : ""));
        arguments.addAll(TargetScripts.version(run.version()));
        arguments.addAll(HistoryRecords.arguments(run.lease(), success));
        List<String> keys =
                new ArrayList<>(List.of(Keys.FENCE, Keys.MARKERS, Keys.steps(run.migrationId()), Keys.METADATA));
        keys.addAll(HistoryRecords.keys(success.row()));
        Object reply;
        try {
            // safe to send twice: the change has an id of its own, and the rest sets what is set already
            reply = session.script(TargetScripts.FINISH, keys, arguments);
        } catch (DbMigrateException e) {
            throw e.diagnostic() == Diagnostic.UNREACHABLE
                    ? new PartFailedException(Effect.UNKNOWN, "the outcome could not be recorded: " + e.getMessage(), e)
                    : new PartFailedException(execution.effect(), String.valueOf(e.getMessage()), e);
        }
        if (TargetScripts.LATE.equals(reply)) {
            throw new LeaseLostException(session.address() + ": an earlier record of this run has arrived late");
        }
        if (TargetScripts.LOST.equals(reply)) {
            throw RedisJournal.lost(session, run.lease());
        }
        return "RECORDED".equals(reply) ? PartOutcome.RECORDED_IN_HISTORY : PartOutcome.MARKED_ON_TARGET;
    }
}
