package dev.dbmigrate.maven;

import java.util.Map;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Writes the rows of the history again as its events say, where somebody altered or removed them. */
@Mojo(name = "rebuild-history", threadSafe = true)
public final class RebuildHistoryMojo extends RuntimeGoal {

    /** Why; becomes part of the audit. */
    @Parameter(property = "dbmigrate.reason")
    @Nullable
    String reason;

    /** For Maven. */
    public RebuildHistoryMojo() {
        super("rebuild-history");
    }

    @Override
    void collect(Map<String, String> values) {
        super.collect(values);
        put("dbmigrate.reason", reason, values);
    }
}
