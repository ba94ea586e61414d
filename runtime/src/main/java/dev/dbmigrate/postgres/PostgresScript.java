package dev.dbmigrate.postgres;

import dev.dbmigrate.postgres.internal.ScriptContext;
import dev.dbmigrate.runtime.spi.ScriptResource;
import java.io.IOException;
import java.io.Reader;

/** Runs the script files of {@link dev.dbmigrate.annotations.MigrationScripts}; called by generated classes. */
public final class PostgresScript {

    private PostgresScript() {}

    /**
     * Runs a script as psql would: statement by statement, {@code COPY … FROM STDIN} with the lines behind it. In a
     * migration with {@code transactional = false} each statement is a journaled step.
     *
     * @param db the database
     * @param owner the migration's class, which has the file beside it in its jar
     * @param resource the file, from the root of the resources
     * @param digest the digest of the file that was compiled
     * @throws IOException if the file cannot be read
     * @throws dev.dbmigrate.runtime.DbMigrateException if the file is missing or is not the one that was compiled; nothing
     *     of it has been run then
     */
    public static void run(PostgresContext db, Class<?> owner, String resource, String digest) throws IOException {
        if (!(db instanceof ScriptContext context)) {
            throw new IllegalArgumentException(
                    "a script runs on the context that dbmigrate gives to up and down, not on " + db.getClass());
        }
        ScriptResource script = new ScriptResource(owner, resource, digest);
        try (Reader text = script.open()) {
            context.script(script.name(), text);
        }
    }
}
