package dev.dbmigrate.runtime;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the configured databases are.
 *
 * @param databases one entry a database, in the order of the configuration
 */
public record HealthReport(List<DatabaseHealth> databases) {

    public HealthReport {
        databases = List.copyOf(databases);
    }

    /** Whether nothing is wrong anywhere. */
    public boolean healthy() {
        return databases.stream().allMatch(DatabaseHealth::healthy);
    }

    /**
     * One database.
     *
     * @param name its configured name
     * @param kind its kind
     * @param url its address without credentials
     * @param home whether it holds the history
     * @param reachable whether the server answered and let the user in
     * @param healthy whether nothing is wrong
     * @param server product and version, or null if it did not answer
     * @param user the user as the server sees it, or null
     * @param schemaVersion the schema version that the database carries, or null if it carries none
     * @param findings what is wrong, each with its mend
     * @param notes what is good to know
     */
    public record DatabaseHealth(
            String name,
            String kind,
            String url,
            boolean home,
            boolean reachable,
            boolean healthy,
            @Nullable String server,
            @Nullable String user,
            @Nullable String schemaVersion,
            List<String> findings,
            List<String> notes) {}
}
