package dev.dbmigrate.maven;

import java.util.Map;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Shows who holds the lease, and frees it when that runner is known to be dead. */
@Mojo(name = "unlock", threadSafe = true)
public final class UnlockMojo extends RuntimeGoal {

    /** Take the lease away although it has not expired; the old runner's sessions are ended. */
    @Parameter(property = "dbmigrate.force")
    @Nullable
    String force;

    /** For Maven. */
    public UnlockMojo() {
        super("unlock");
    }

    @Override
    void collect(Map<String, String> values) {
        super.collect(values);
        put("dbmigrate.force", force, values);
    }
}
