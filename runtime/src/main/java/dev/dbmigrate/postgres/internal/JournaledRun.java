package dev.dbmigrate.postgres.internal;

import dev.dbmigrate.runtime.Direction;
import dev.dbmigrate.runtime.spi.LeaseLostException;
import dev.dbmigrate.runtime.spi.Marker;
import dev.dbmigrate.runtime.spi.PartFailedException;
import dev.dbmigrate.runtime.spi.PartFailedException.Effect;
import dev.dbmigrate.runtime.spi.PartOutcome;
import dev.dbmigrate.runtime.spi.PartRun;
import dev.dbmigrate.runtime.spi.StepJournal;
import dev.dbmigrate.runtime.spi.StepRecord;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A part with {@code transactional = false}, statement by statement. A statement that may run in a transaction commits
 * together with its record; one that may not is recorded before and after, and its outcome is read back if an earlier try
 * was interrupted in it.
 */
final class JournaledRun implements StepJournal.Store {

    private final WorkSession session;
    private final PartRun run;
    private boolean atEnd;

    JournaledRun(WorkSession session, PartRun run) {
        this.session = session;
        this.run = run;
    }

    PartOutcome run() {
        StepJournal journal = new StepJournal(run, this);
        JournaledContext context = new JournaledContext(session, run.monitor(), journal, this);
        try {
            session.reset();
            session.connection().setAutoCommit(true);
            if (run.unfinished() == null) {
                begin();
            }
            Body.run(run, context);
            journal.requireNoFailure();
            atEnd = true;
            PartOutcome[] outcome = new PartOutcome[1];
            session.inTransaction(() -> outcome[0] = session.writeDone(run));
            return outcome[0];
        } catch (LeaseLostException e) {
            throw e;
        } catch (Exception | AssertionError | LinkageError e) {
            throw failed(context, e);
        }
    }

    private void begin() throws SQLException {
        session.inTransaction(() -> {
            session.checkFence();
            session.writeMarker(
                    run, run.direction() == Direction.UP ? Marker.State.RUNNING_UP : Marker.State.RUNNING_DOWN);
        });
    }

    private PartFailedException failed(JournaledContext context, Throwable thrown) {
        Effect effect = effect(context, thrown);
        String step = context.unresumableStep();
        if (effect != Effect.IN_DOUBT || step == null || thrown instanceof PartFailedException) {
            return FailedMigration.of(effect, thrown);
        }
        PartFailedException plain = FailedMigration.of(effect, thrown);
        return new PartFailedException(
                effect, step + " failed, and nobody can know how far it came: " + plain.getMessage(), plain.getCause());
    }

    /** A step whose body may have done half of its work cannot be told; single statements are whole or not at all. */
    private Effect effect(JournaledContext context, Throwable thrown) {
        Throwable cause = thrown instanceof SqlFailedException ? thrown.getCause() : thrown;
        boolean connectionLost = cause instanceof SQLException sql && PostgresErrors.isConnectionLost(sql);
        if (atEnd && connectionLost) {
            // the end commits as a whole or not at all, and the next run reads which
            return Effect.UNKNOWN;
        }
        if (context.unresumableStep() != null) {
            return Effect.IN_DOUBT;
        }
        if (connectionLost) {
            return Effect.UNKNOWN;
        }
        return context.mayHaveChanged() || leftByEarlierTry() ? Effect.STEPS_DONE : Effect.NONE;
    }

    /** What an earlier try has done or begun stands also if this one has not come as far. */
    private boolean leftByEarlierTry() {
        Marker unfinished = run.unfinished();
        return unfinished != null && !unfinished.steps().isEmpty();
    }

    @Override
    public void started(StepRecord step) {
        write(step);
    }

    @Override
    public void finished(StepRecord step) {
        write(step);
    }

    private void write(StepRecord step) {
        try {
            session.inTransaction(() -> {
                session.checkFence();
                session.writeStep(run.migrationId(), step);
            });
        } catch (SQLException e) {
            throw new PartFailedException(
                    PostgresErrors.isConnectionLost(e) ? Effect.UNKNOWN : Effect.IN_DOUBT,
                    "the step '" + step.name() + "' could not be journaled: " + PostgresErrors.message(e),
                    e);
        }
    }

    /** Runs a query in a transaction in which the server refuses every change. */
    <T> T readOnly(SqlStatement statement, Supplier<T> query) {
        List<T> result = new ArrayList<>(1);
        try {
            session.inTransaction(() -> {
                session.forbidWrites();
                result.add(query.get());
            });
        } catch (SQLException e) {
            throw new SqlFailedException(statement, e);
        }
        return result.get(0);
    }

    /** Runs a statement and its record in one transaction. */
    void atomically(StepRecord step, SqlStatement statement, Runnable body) {
        try {
            session.inTransaction(() -> {
                session.checkFence();
                body.run();
                session.writeStep(run.migrationId(), step);
            });
        } catch (SQLException e) {
            throw new SqlFailedException(statement, e);
        }
    }
}
