package dev.dbmigrate.maven;

import java.util.Map;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Releases the new migrations: writes them into {@code src/main/resources/META-INF/dbmigrate.lock}, after which the compiler
 * refuses to have them changed. Refuses itself where released ones were changed.
 */
@Mojo(name = "lock", threadSafe = true)
public final class LockMojo extends RuntimeGoal {

    /** The lock file; the default is {@code src/main/resources/META-INF/dbmigrate.lock}. */
    @Parameter(property = "dbmigrate.lock")
    @Nullable
    String lock;

    /** Ids of released migrations whose change is accepted, separated by commas. */
    @Parameter(property = "dbmigrate.relock")
    @Nullable
    String relock;

    /** Why no database needs what they were. */
    @Parameter(property = "dbmigrate.reason")
    @Nullable
    String reason;

    /** For Maven. */
    public LockMojo() {
        super("lock");
    }

    @Override
    boolean usesDatabases() {
        return false;
    }

    @Override
    boolean usesClasses() {
        return true;
    }

    @Override
    void collect(Map<String, String> values) {
        put("dbmigrate.lock", lock, values);
        put("dbmigrate.relock", relock, values);
        put("dbmigrate.reason", reason, values);
    }
}
