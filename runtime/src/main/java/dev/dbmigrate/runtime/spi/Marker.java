package dev.dbmigrate.runtime.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A target's own record of a migration.
 *
 * @param migrationId the migration
 * @param state how far it is
 * @param checksum the migration's checksum, or null if there is none
 * @param token the fencing token under which this was written
 * @param steps the journaled steps of an unfinished one, in order
 */
public record Marker(
        String migrationId, State state, @Nullable String checksum, long token, List<StepRecord> steps) {

    public Marker {
        steps = List.copyOf(steps);
    }

    /** How far a migration is on its target. */
    public enum State {
        /** The way up has begun. */
        RUNNING_UP,
        /** It is applied. */
        APPLIED,
        /** The way down has begun. */
        RUNNING_DOWN,
        /**
         * The way down has ended, and the history may not know yet. Only for a home that cannot write the two together;
         * everywhere else the marker is gone then.
         */
        ROLLED_BACK
    }
}
