package dev.dbmigrate.runtime;

import org.jspecify.annotations.Nullable;

/**
 * One part of a migration that was run, or was to be.
 *
 * @param id the migration
 * @param database the database's name
 * @param kind the database's kind
 * @param version the migration's schema version
 * @param direction up or down
 * @param outcome what came of it
 * @param executionMillis how long it ran, in milliseconds
 * @param error what went wrong, or null
 */
public record ExecutedPart(
        String id,
        String database,
        String kind,
        String version,
        Direction direction,
        Outcome outcome,
        long executionMillis,
        @Nullable String error) {

    /** What came of a part. */
    public enum Outcome {
        /** Applied. */
        APPLIED,
        /** Rolled back. */
        ROLLED_BACK,
        /** Undone, because a later part of the same migration failed. */
        UNDONE,
        /** Found to be applied by reading the target after an interrupted run; not run again. */
        RECOVERED,
        /** Taken as applied without being run. */
        BASELINED,
        /** Failed; nothing is in doubt. */
        FAILED,
        /** In doubt. */
        IN_DOUBT,
        /** Not reached, because something before it failed. */
        NOT_RUN
    }
}
