package dev.dbmigrate.maven;

import java.util.Map;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Rolls migrations back: {@code dbmigrate.migration}, {@code dbmigrate.last} or {@code dbmigrate.to} says which. */
@Mojo(name = "rollback", threadSafe = true)
public final class RollbackMojo extends SelectingGoal {

    /** How many of the last applied migrations. */
    @Parameter(property = "dbmigrate.last")
    @Nullable
    String last;

    /** Roll back the applied migrations that depend on the selected ones too; without it they are a reason to refuse. */
    @Parameter(property = "dbmigrate.cascade")
    @Nullable
    String cascade;

    /** Only show what would be done. */
    @Parameter(property = "dbmigrate.dryRun")
    @Nullable
    String dryRun;

    /** For Maven. */
    public RollbackMojo() {
        super("rollback");
    }

    @Override
    void collect(Map<String, String> values) {
        super.collect(values);
        put("dbmigrate.last", last, values);
        put("dbmigrate.cascade", cascade, values);
        put("dbmigrate.dryRun", dryRun, values);
    }
}
