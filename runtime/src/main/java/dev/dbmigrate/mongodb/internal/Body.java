package dev.dbmigrate.mongodb.internal;

import com.mongodb.MongoException;
import dev.dbmigrate.mongodb.MongoContext;
import dev.dbmigrate.mongodb.MongoMigration;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.Direction;
import dev.dbmigrate.runtime.spi.LeaseLostException;
import dev.dbmigrate.runtime.spi.PartRun;
import dev.dbmigrate.runtime.spi.StepJournal;

/** The user's code of one part, and how its failure is told. */
final class Body {

    private final PartRun run;
    private boolean verifying;

    Body(PartRun run) {
        this.run = run;
    }

    /** Runs the way up and its check, or the way down. */
    void execute(MongoContext context) throws Exception {
        if (!(run.migration() instanceof MongoMigration migration)) {
            throw new DbMigrateException(
                    Diagnostic.INTERNAL, run.migration().getClass().getName() + " is not a MongoMigration");
        }
        if (run.direction() == Direction.DOWN) {
            migration.down(context);
            return;
        }
        migration.up(context);
        verifying = true;
        try {
            migration.verify(context);
        } catch (DbMigrateException | LeaseLostException | MongoException e) {
            throw e;
        } catch (Exception | AssertionError e) {
            throw new DbMigrateException(Diagnostic.VERIFY_FAILED, "verify failed: " + text(e), e);
        }
    }

    /** What went wrong, for people. */
    String describe(Throwable problem, WriteWatch watch) {
        Throwable cause = problem instanceof StepJournal.StepFailedException && problem.getCause() != null
                ? problem.getCause()
                : problem;
        boolean serverFailedVerify = verifying && cause instanceof MongoException;
        return (serverFailedVerify ? "verify failed: " : "") + watch.failedAt(cause) + text(cause);
    }

    private static String text(Throwable cause) {
        if (cause instanceof DbMigrateException known) {
            return known.text();
        }
        String said = ServerErrors.reason(cause);
        return said.equals("null") || said.isBlank() ? cause.getClass().getName() : said;
    }
}
