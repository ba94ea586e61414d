package dev.dbmigrate.runtime.simulation;

/**
 * A statement of a simulated migration.
 *
 * @param name its name
 * @param kind how it is run when the migration is journaled
 */
record Statement(String name, Kind kind) {

    /** How a journaled statement is run. */
    enum Kind {
        /** Commits together with its record. */
        ATOMIC,
        /** Outside of any transaction; its outcome can be read back. */
        READABLE,
        /** Outside of any transaction; may be done twice. */
        IDEMPOTENT,
        /** Outside of any transaction; nobody can know. */
        UNKNOWN
    }
}
