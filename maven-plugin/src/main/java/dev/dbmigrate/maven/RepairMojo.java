package dev.dbmigrate.maven;

import java.util.Map;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Settles a migration that is in doubt, as a person has decided after a look at the database. */
@Mojo(name = "repair", threadSafe = true)
public final class RepairMojo extends SelectingGoal {

    /** What stands: {@code retry}, {@code continue}, {@code mark-applied} or {@code mark-rolled-back}. */
    @Parameter(property = "dbmigrate.decision")
    @Nullable
    String decision;

    /** How you know; becomes part of the audit. */
    @Parameter(property = "dbmigrate.reason")
    @Nullable
    String reason;

    /** For Maven. */
    public RepairMojo() {
        super("repair");
    }

    @Override
    void collect(Map<String, String> values) {
        super.collect(values);
        put("dbmigrate.decision", decision, values);
        put("dbmigrate.reason", reason, values);
    }
}
