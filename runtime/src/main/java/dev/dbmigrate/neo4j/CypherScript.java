package dev.dbmigrate.neo4j;

import dev.dbmigrate.neo4j.internal.ScriptContext;
import dev.dbmigrate.runtime.spi.ScriptResource;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;

/** Runs the script files of {@link dev.dbmigrate.annotations.MigrationScripts}; called by generated classes. */
public final class CypherScript {

    private CypherScript() {}

    /**
     * Runs the statements of a script, which end with semicolons.
     *
     * @param db the database
     * @param owner the migration's class, which has the file beside it in its jar
     * @param resource the file, from the root of the resources
     * @param digest the digest of the file that was compiled
     * @throws IOException if the file cannot be read
     * @throws dev.dbmigrate.runtime.DbMigrateException if the file is missing or is not the one that was compiled; nothing
     *     of it has been run then
     */
    public static void run(Neo4jContext db, Class<?> owner, String resource, String digest) throws IOException {
        if (!(db instanceof ScriptContext context)) {
            throw new IllegalArgumentException(
                    "a script runs on the context that dbmigrate gives to up and down, not on " + db.getClass());
        }
        ScriptResource script = new ScriptResource(owner, resource, digest);
        StringWriter text = new StringWriter();
        try (Reader reader = script.open()) {
            reader.transferTo(text);
        }
        context.script(script.name(), text.toString());
    }
}
