package dev.dbmigrate.runtime;

/** What is known of one migration on one database, as {@code status} shows it. */
public enum MigrationState {
    /** In the code, not yet applied. */
    PENDING,
    /** Applied. */
    APPLIED,
    /** The last try failed; nothing is in doubt, the next {@code apply} tries again. */
    FAILED,
    /** It cannot be known whether a step took effect. */
    IN_DOUBT,
    /** Applied once, then rolled back. */
    ROLLED_BACK,
    /** In the history, not in the code. */
    MISSING,
    /** Applied, and its source has changed since. */
    CHANGED,
    /** Pending, although a migration that comes later on the same database is applied. */
    OUT_OF_ORDER,
    /** Taken as applied when an existing database was adopted. */
    BASELINE
}
