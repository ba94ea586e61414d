package dev.dbmigrate.runtime;

import org.jspecify.annotations.Nullable;

/**
 * What a person has decided about a migration that is in doubt.
 *
 * @param migration the migration's id
 * @param database the database, or null if the migration is in doubt on one only
 * @param decision what stands
 * @param reason why the person knows; becomes part of the audit
 */
public record RepairRequest(String migration, @Nullable String database, Decision decision, String reason) {

    /** What stands. */
    public enum Decision {
        /** The interrupted step did not take effect, or may be run again: the next run begins with it. Steps that are done stay done. */
        RETRY,
        /** The interrupted step stands: the next run goes on after it. */
        CONTINUE,
        /** All of the migration stands. */
        MARK_APPLIED,
        /** Nothing of it stands any more. */
        MARK_ROLLED_BACK
    }
}
