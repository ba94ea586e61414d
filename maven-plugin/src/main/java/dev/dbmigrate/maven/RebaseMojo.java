package dev.dbmigrate.maven;

import java.util.Map;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Mends the lock file after a merge of two branches that both released migrations: the lines of both, under a new head. */
@Mojo(name = "rebase", threadSafe = true)
public final class RebaseMojo extends LocalGoal {

    /** The lock file; the default is {@code src/main/resources/META-INF/dbmigrate.lock}. */
    @Parameter(property = "dbmigrate.lock")
    @Nullable
    String lock;

    /** For Maven. */
    public RebaseMojo() {
        super("rebase");
    }

    @Override
    void collect(Map<String, String> values) {
        put("dbmigrate.lock", lock, values);
    }
}
