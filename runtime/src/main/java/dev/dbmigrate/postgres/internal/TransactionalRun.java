package dev.dbmigrate.postgres.internal;

import dev.dbmigrate.runtime.spi.LeaseLostException;
import dev.dbmigrate.runtime.spi.Marker;
import dev.dbmigrate.runtime.spi.PartFailedException;
import dev.dbmigrate.runtime.spi.PartFailedException.Effect;
import dev.dbmigrate.runtime.spi.PartOutcome;
import dev.dbmigrate.runtime.spi.PartRun;
import dev.dbmigrate.runtime.spi.StepRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.Collectors;

/** A part in one transaction, its record included: afterwards both stand, or neither. */
final class TransactionalRun {

    private final WorkSession session;
    private final PartRun run;

    TransactionalRun(WorkSession session, PartRun run) {
        this.session = session;
        this.run = run;
    }

    PartOutcome run() {
        Connection connection = session.connection();
        PartOutcome outcome = PartOutcome.RECORDED_IN_HISTORY;
        boolean commitsWithRecord = session.commitsWithRecord(run);
        refuseIfStepsStand();
        try {
            session.reset();
            // stays off for the whole series: pgjdbc sends BEGIN together with the first statement
            connection.setAutoCommit(false);
            Body.run(run, new TransactionContext(session, run.monitor()));
            if (!commitsWithRecord) {
                outcome = session.writeDoneAtomically(run);
            }
        } catch (LeaseLostException e) {
            session.rollbackAfter(e);
            throw e;
        } catch (Exception | AssertionError | LinkageError e) {
            session.rollbackAfter(e);
            throw FailedMigration.of(Effect.NONE, e);
        }
        try {
            if (commitsWithRecord) {
                return session.writeDoneAndCommit(run);
            }
            connection.commit();
        } catch (LeaseLostException e) {
            session.rollbackAfter(e);
            throw e;
        } catch (SQLException e) {
            outcome = afterFailedCommit(e, outcome);
        }
        return outcome;
    }

    /** They committed on their own, while the class was another; one transaction over all would do them twice. */
    private void refuseIfStepsStand() {
        Marker unfinished = run.unfinished();
        if (unfinished == null || unfinished.steps().isEmpty()) {
            return;
        }
        String standing = unfinished.steps().stream()
                .map(step -> "step " + (step.index() + 1) + " '" + step.name() + "' "
                        + (step.state() == StepRecord.State.DONE ? "is done" : "was begun"))
                .collect(Collectors.joining(", "));
        throw new PartFailedException(
                Effect.STEPS_DONE,
                "it was interrupted when it was a migration with transactional = false, and cannot go on as one"
                        + " transaction: " + standing
                        + ". Give it transactional = false again; or undo by hand what stands, and say so with"
                        + " mvn dbmigrate:repair and the decision mark-rolled-back",
                null);
    }

    private PartOutcome afterFailedCommit(SQLException e, PartOutcome outcome) {
        if (!PostgresErrors.isConnectionLost(e)) {
            session.rollbackAfter(e);
            throw new PartFailedException(Effect.NONE, "the COMMIT was refused: " + PostgresErrors.message(e), e);
        }
        return switch (session.resolveCommit(run)) {
            case COMMITTED -> outcome;
            case ROLLED_BACK ->
                throw new PartFailedException(
                        Effect.NONE,
                        "the connection was lost before the COMMIT took effect: " + PostgresErrors.message(e),
                        e);
            case UNKNOWN ->
                throw new PartFailedException(
                        Effect.UNKNOWN, "the connection was lost in the COMMIT: " + PostgresErrors.message(e), e);
        };
    }
}
