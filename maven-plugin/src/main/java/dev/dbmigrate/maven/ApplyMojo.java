package dev.dbmigrate.maven;

import java.util.Map;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Applies all pending migrations, or those selected and what they depend on. */
@Mojo(name = "apply", threadSafe = true)
public final class ApplyMojo extends SelectingGoal {

    /** Only show what would be done. */
    @Parameter(property = "dbmigrate.dryRun")
    @Nullable
    String dryRun;

    /** For Maven. */
    public ApplyMojo() {
        super("apply");
    }

    @Override
    void collect(Map<String, String> values) {
        super.collect(values);
        put("dbmigrate.dryRun", dryRun, values);
    }
}
