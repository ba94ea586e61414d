package dev.dbmigrate.maven;

import java.util.Map;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Takes everything up to {@code dbmigrate.to} as applied without running it: adopts an existing database. */
@Mojo(name = "baseline", threadSafe = true)
public final class BaselineMojo extends SelectingGoal {

    /** Only show what would be taken as applied. */
    @Parameter(property = "dbmigrate.dryRun")
    @Nullable
    String dryRun;

    /** For Maven. */
    public BaselineMojo() {
        super("baseline");
    }

    @Override
    void collect(Map<String, String> values) {
        super.collect(values);
        put("dbmigrate.dryRun", dryRun, values);
    }
}
