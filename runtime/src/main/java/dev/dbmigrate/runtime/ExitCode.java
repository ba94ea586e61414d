package dev.dbmigrate.runtime;

/** How a process that ran an operation ends; documented in {@code docs/reference.md}. */
public enum ExitCode {
    /** All was done, or there was nothing to do. */
    OK(0),
    /** A migration failed; nothing of it is in doubt. */
    MIGRATION_FAILED(1),
    /** The call itself is wrong: configuration, ids, missing manifest. */
    USAGE(2),
    /** The history and the code disagree, or a rollback is refused. */
    VALIDATION_FAILED(3),
    /** Another runner holds the lease. */
    LEASE_HELD(4),
    /** It cannot be known whether a step took effect; a person must look. */
    IN_DOUBT(5),
    /** A database cannot be reached or refuses the user. */
    UNREACHABLE(6),
    /** A mistake in dbmigrate itself. */
    INTERNAL(70),
    /** Stopped by a signal. */
    INTERRUPTED(130);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    /** The number. */
    public int code() {
        return code;
    }
}
