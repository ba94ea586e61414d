package dev.dbmigrate.runtime;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How everything stands.
 *
 * @param home the name of the database that holds the history
 * @param lease who holds the lease, in words, or null if nobody does
 * @param databases one entry a configured database, in the order of the configuration
 * @param migrations one entry a migration and database, in apply order; those that are missing from the code come last
 */
public record StatusReport(
        String home, @Nullable String lease, List<DatabaseStatus> databases, List<MigrationStatus> migrations) {

    public StatusReport {
        databases = List.copyOf(databases);
        migrations = List.copyOf(migrations);
    }

    /**
     * One database.
     *
     * @param name its configured name
     * @param kind its kind
     * @param url its address without credentials
     * @param currentVersion the highest version that is complete, or null if none is
     * @param applied how many migrations are applied
     * @param pending how many are pending
     * @param failed how many failed
     * @param inDoubt how many are in doubt
     */
    public record DatabaseStatus(
            String name,
            String kind,
            String url,
            @Nullable String currentVersion,
            int applied,
            int pending,
            int failed,
            int inDoubt) {}

    /**
     * One migration on one database.
     *
     * @param id the migration
     * @param name its name for people
     * @param description what it does
     * @param database the database's name
     * @param kind the database's kind
     * @param state how it stands
     * @param version its schema version
     * @param checksum the code's checksum, or that of the history if it is missing from the code, or null
     * @param appliedChecksum the history's checksum, or null
     * @param appliedAt when its state was written, or null
     * @param appliedBy by whom, or null
     * @param executionMillis how long it ran, in milliseconds, or null
     * @param reversible whether it can be rolled back
     * @param error what went wrong, or null
     * @param source where its class stands, or null if it is missing from the code
     * @param note what else there is to know, for example {@code replaced by 010_squash}, or null
     */
    public record MigrationStatus(
            String id,
            String name,
            String description,
            String database,
            String kind,
            MigrationState state,
            String version,
            @Nullable String checksum,
            @Nullable String appliedChecksum,
            @Nullable Instant appliedAt,
            @Nullable String appliedBy,
            @Nullable Long executionMillis,
            boolean reversible,
            @Nullable String error,
            @Nullable String source,
            @Nullable String note) {

        /** A migration of which there is nothing else to know. */
        public MigrationStatus(
                String id,
                String name,
                String description,
                String database,
                String kind,
                MigrationState state,
                String version,
                @Nullable String checksum,
                @Nullable String appliedChecksum,
                @Nullable Instant appliedAt,
                @Nullable String appliedBy,
                @Nullable Long executionMillis,
                boolean reversible,
                @Nullable String error,
                @Nullable String source) {
            this(
                    id,
                    name,
                    description,
                    database,
                    kind,
                    state,
                    version,
                    checksum,
                    appliedChecksum,
                    appliedAt,
                    appliedBy,
                    executionMillis,
                    reversible,
                    error,
                    source,
                    null);
        }
    }
}
