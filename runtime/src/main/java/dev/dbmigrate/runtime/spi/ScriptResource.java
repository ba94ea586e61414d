package dev.dbmigrate.runtime.spi;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.script.NormalizedInput;
import dev.dbmigrate.script.ScriptDigest;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;

/**
 * A script file that was compiled into a migration.
 *
 * @param owner the migration's class
 * @param resource the file, from the root of the resources
 * @param digest the digest of the file that was compiled
 */
public record ScriptResource(Class<?> owner, String resource, String digest) {

    /** The file's name without its folder. */
    public String name() {
        return resource.substring(resource.lastIndexOf('/') + 1);
    }

    /**
     * Opens the script, once it is known to be the one that the compiler has checked.
     *
     * @return its text with normalised line ends
     * @throws IOException if it cannot be read
     * @throws DbMigrateException if it is missing or is another one
     */
    public Reader open() throws IOException {
        if (!ScriptDigest.of(bytes()).equals(digest)) {
            throw new DbMigrateException(
                    Diagnostic.SCRIPT_CHANGED,
                    "the script " + resource + " is not the one of which " + owner.getName()
                            + " was compiled, and was not run. Compile again: mvn clean compile (resource filtering must be"
                            + " off for scripts).");
        }
        return new InputStreamReader(new NormalizedInput(bytes()), StandardCharsets.UTF_8);
    }

    private InputStream bytes() {
        InputStream bytes = owner.getResourceAsStream("/" + resource);
        if (bytes == null) {
            throw new DbMigrateException(
                    Diagnostic.SCRIPT_CHANGED,
                    "the script " + resource + " of " + owner.getName() + " is not on the class path. Put it into"
                            + " src/main/resources/" + resource + " (or take it into the jar), and compile again:"
                            + " mvn clean compile.");
        }
        return bytes;
    }
}
