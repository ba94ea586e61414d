package dev.dbmigrate.neo4j.internal;

import dev.dbmigrate.neo4j.Neo4jMigration;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.Direction;
import dev.dbmigrate.runtime.spi.LeaseLostException;
import dev.dbmigrate.runtime.spi.PartFailedException;
import dev.dbmigrate.runtime.spi.PartFailedException.Effect;
import dev.dbmigrate.runtime.spi.PartOutcome;
import dev.dbmigrate.runtime.spi.PartRun;
import dev.dbmigrate.runtime.spi.StepJournal;
import java.util.UUID;
import org.neo4j.driver.Transaction;
import org.neo4j.driver.exceptions.Neo4jException;

/**
 * Runs a part. Its last transaction holds the last data statements, the marker, the schema version and, on the home
 * database, the history's row; a part of data statements alone has no other.
 */
final class MigrationRun {

    private final PartRun run;
    private final TargetRecords records;
    private final boolean home;
    private final DataTransactions transactions;
    private final Journal journal;
    private final MigrationWork work;
    private boolean verifying;

    MigrationRun(PartRun run, Connections connections, TargetRecords records, boolean home) {
        this.run = run;
        this.records = records;
        this.home = home;
        this.transactions = new DataTransactions(connections, records, run);
        this.journal = new Journal(run, connections, transactions, home);
        this.work = new MigrationWork(run, connections, records, transactions, journal);
    }

    PartOutcome execute() {
        requireResumable();
        try {
            body();
            work.requireWhole();
            finish();
        } catch (Exception | AssertionError e) {
            throw failure(e);
        }
        return home ? PartOutcome.RECORDED_IN_HISTORY : PartOutcome.MARKED_ON_TARGET;
    }

    private void requireResumable() {
        if (run.unfinished() != null && records.hasOutsideEffects(run.migrationId())) {
            throw new PartFailedException(
                    Effect.IN_DOUBT,
                    "the migration was interrupted after it had asked for driver(), and nobody can know what was done"
                            + " through it; in an idempotentStep(…) it could be done again",
                    null);
        }
    }

    private void body() throws Exception {
        if (!(run.migration() instanceof Neo4jMigration migration)) {
            throw new DbMigrateException(
                    Diagnostic.INTERNAL, run.migration().getClass().getName() + " is not a Neo4jMigration");
        }
        if (run.direction() == Direction.DOWN) {
            migration.down(work);
            return;
        }
        migration.up(work);
        verifying = true;
        migration.verify(work);
        verifying = false;
    }

    private void finish() {
        Transaction last = transactions.current();
        SchemaVersions.write(last, run.version());
        journal.writeEnd(last);
        if (home) {
            // last of all: renewing the lease waits for this node from here on
            Neo4jHistory.write(
                    last, run.lease(), run.success(), UUID.randomUUID().toString());
        }
        transactions.commit();
    }

    private RuntimeException failure(Throwable problem) {
        transactions.rollback(problem);
        if (problem instanceof PartFailedException known) {
            return known;
        }
        Throwable cause = problem instanceof StepJournal.StepFailedException && problem.getCause() != null
                ? problem.getCause()
                : problem;
        String what = (verifying ? "verify failed: " : "") + text(work.describe(cause));
        Throwable reason = verifying && !(cause instanceof LeaseLostException) && !(cause instanceof DbMigrateException)
                ? new DbMigrateException(Diagnostic.VERIFY_FAILED, what, cause)
                : cause;
        if (work.isInDoubt()) {
            return new PartFailedException(Effect.IN_DOUBT, what, reason);
        }
        boolean stands = journal.hasDone() || journal.isLeftHalfDone() || work.partlyStands();
        Effect effect = stands ? Effect.STEPS_DONE : Effect.NONE;
        try {
            if (records.read().token() > run.lease().token()) {
                return lost(effect, what, problem);
            }
            if (!work.partlyStands() && !(problem instanceof LeaseLostException)) {
                journal.takeBackRunning();
            }
        } catch (Neo4jException e) {
            problem.addSuppressed(e);
            return new PartFailedException(Effect.UNKNOWN, what, reason);
        } catch (LeaseLostException e) {
            return lost(effect, what, problem);
        }
        if (problem instanceof LeaseLostException) {
            return lost(effect, what, problem);
        }
        return new PartFailedException(effect, what, reason);
    }

    private static RuntimeException lost(Effect effect, String what, Throwable problem) {
        if (problem instanceof LeaseLostException lost && effect == Effect.NONE) {
            return lost;
        }
        String message = "a newer owner has claimed this database: " + what;
        if (effect != Effect.NONE) {
            return new PartFailedException(Effect.UNKNOWN, message, problem);
        }
        LeaseLostException lost = new LeaseLostException(message);
        lost.initCause(problem);
        return lost;
    }

    /** Without the id in brackets, which the core sets before the whole message. */
    private static String text(String message) {
        return message.replaceFirst("^\\[DBM-R\\d+] ", "");
    }
}
