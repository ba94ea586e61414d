package dev.dbmigrate.postgres.internal;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.spi.PartFailedException;
import dev.dbmigrate.runtime.spi.StepJournal;
import java.sql.SQLException;

/** Turns whatever a migration threw into the failure that the core knows. */
final class FailedMigration {

    private FailedMigration() {}

    static PartFailedException of(PartFailedException.Effect effect, Throwable thrown) {
        if (thrown instanceof PartFailedException known) {
            return known;
        }
        Throwable real = thrown instanceof StepJournal.StepFailedException step && step.getCause() != null
                ? step.getCause()
                : thrown;
        return new PartFailedException(effect, message(real), real);
    }

    static String message(Throwable thrown) {
        if (thrown instanceof SqlFailedException sql) {
            return String.valueOf(sql.getMessage());
        }
        if (thrown instanceof SQLException sql) {
            return PostgresErrors.message(sql);
        }
        if (thrown instanceof DbMigrateException known) {
            return known.text();
        }
        return thrown.getMessage() == null
                ? thrown.getClass().getName()
                : thrown.getClass().getSimpleName() + ": " + thrown.getMessage();
    }
}
