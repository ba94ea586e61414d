package dev.dbmigrate.postgres.internal;

import dev.dbmigrate.runtime.spi.LeaseLostException;
import dev.dbmigrate.runtime.spi.PartFailedException;
import dev.dbmigrate.runtime.spi.PartFailedException.Effect;
import dev.dbmigrate.runtime.spi.PartOutcome;
import dev.dbmigrate.runtime.spi.PartRun;
import java.sql.Connection;
import java.sql.SQLException;

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
        PartOutcome outcome;
        try {
            // stays off for the whole series: pgjdbc sends BEGIN together with the first statement
            connection.setAutoCommit(false);
            Body.run(run, new TransactionContext(session, run.monitor()));
            outcome = session.writeDoneAtomically(run);
        } catch (LeaseLostException e) {
            session.rollbackAfter(e);
            throw e;
        } catch (Exception | AssertionError | LinkageError e) {
            session.rollbackAfter(e);
            throw FailedMigration.of(Effect.NONE, e);
        }
        try {
            connection.commit();
        } catch (SQLException e) {
            outcome = afterFailedCommit(e, outcome);
        }
        session.reset();
        return outcome;
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
