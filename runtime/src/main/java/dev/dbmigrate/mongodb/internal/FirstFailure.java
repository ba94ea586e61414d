package dev.dbmigrate.mongodb.internal;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.spi.LeaseLostException;
import dev.dbmigrate.runtime.spi.PartFailedException;
import org.jspecify.annotations.Nullable;

/**
 * The first step of a migration that failed. A migration that catches the failure and goes on must neither do more, which
 * could stand on something that does not, nor look done. For use by the thread that runs it.
 */
final class FirstFailure {

    private @Nullable RuntimeException first;

    /** Runs something that counts when it fails. */
    void watch(Runnable step) {
        requireNone();
        try {
            step.run();
        } catch (RuntimeException e) {
            first = e;
            throw e;
        }
    }

    /**
     * Refuses to go on after a failure.
     *
     * @throws RuntimeException the failure, or one that tells of it
     */
    void requireNone() {
        RuntimeException failed = first;
        if (failed instanceof PartFailedException
                || failed instanceof LeaseLostException
                || failed instanceof DbMigrateException) {
            throw failed;
        }
        if (failed != null) {
            throw new DbMigrateException(
                    Diagnostic.MIGRATION_FAILED,
                    "a step failed; catching the exception does not make it undone or done: "
                            + ServerErrors.reason(failed),
                    failed);
        }
    }
}
