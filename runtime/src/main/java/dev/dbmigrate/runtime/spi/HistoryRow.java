package dev.dbmigrate.runtime.spi;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The history's present word on one migration and one database.
 *
 * @param order when it was written, as a number that only grows; given by the store, 0 before
 * @param migrationId the migration
 * @param migrationName its name for people
 * @param database the database's configured name
 * @param kind the database's kind
 * @param version the schema version that it belongs to
 * @param state how it stands
 * @param appliedAt when the row was written, by the clock of the history's server; given by the store, null before
 * @param appliedBy who ran it
 * @param checksum the migration's checksum, or null if there is none
 * @param errorMessage what went wrong, or null; holds no secret
 * @param rollbackAvailable whether the code said how to undo it
 * @param executionMillis how long it ran, in milliseconds
 * @param token the fencing token under which it was written
 */
public record HistoryRow(
        long order,
        String migrationId,
        String migrationName,
        String database,
        String kind,
        String version,
        State state,
        @Nullable Instant appliedAt,
        String appliedBy,
        @Nullable String checksum,
        @Nullable String errorMessage,
        boolean rollbackAvailable,
        long executionMillis,
        long token) {

    /** How a migration stands in the history. */
    public enum State {
        /** The way up has begun on a target that cannot write the history with its effect. */
        STARTED,
        /** Applied. */
        APPLIED,
        /** The way up failed; the target's journal says what stands. */
        FAILED,
        /** A person must look. */
        IN_DOUBT,
        /** The way down has begun. */
        ROLLING_BACK,
        /** Rolled back. */
        ROLLED_BACK,
        /** Taken as applied when an existing database was adopted. */
        BASELINE
    }

    /** The column {@code success}: whether the migration's effect stands as a whole. */
    public boolean success() {
        return state == State.APPLIED || state == State.BASELINE;
    }

    /**
     * The same row in another state.
     *
     * @param newState the state
     * @param error what went wrong, or null
     * @param millis how long it ran, in milliseconds
     * @return the row
     */
    public HistoryRow with(State newState, @Nullable String error, long millis) {
        return new HistoryRow(
                order,
                migrationId,
                migrationName,
                database,
                kind,
                version,
                newState,
                appliedAt,
                appliedBy,
                checksum,
                error,
                rollbackAvailable,
                millis,
                token);
    }
}
