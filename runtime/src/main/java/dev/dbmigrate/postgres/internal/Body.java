package dev.dbmigrate.postgres.internal;

import dev.dbmigrate.postgres.PostgresContext;
import dev.dbmigrate.postgres.PostgresMigration;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.Direction;
import dev.dbmigrate.runtime.spi.PartRun;

/** Calls the user's own code. */
final class Body {

    private Body() {}

    /** Runs {@code up} and {@code verify}, or {@code down}. */
    static void run(PartRun run, PostgresContext context) throws Exception {
        PostgresMigration migration = (PostgresMigration) run.migration();
        if (run.direction() == Direction.DOWN) {
            migration.down(context);
            return;
        }
        migration.up(context);
        verify(migration, context);
    }

    private static void verify(PostgresMigration migration, PostgresContext context) {
        try {
            migration.verify(context);
        } catch (Exception | AssertionError e) {
            throw new DbMigrateException(Diagnostic.VERIFY_FAILED, "verify failed: " + FailedMigration.message(e), e);
        }
    }
}
