package dev.dbmigrate.runtime;

/**
 * The errors of a run; each has a heading of its own in {@code docs/diagnostics-runtime.md}. Ids are stable: they are never
 * renumbered and never used again.
 */
public enum Diagnostic {
    /** A parameter is missing, unknown or has a value that cannot be read. */
    CONFIGURATION("DBM-R001", ExitCode.USAGE),
    /** A migration's database is not configured, or its kind has no adapter or driver on the class path. */
    DATABASE_NOT_CONFIGURED("DBM-R002", ExitCode.USAGE),
    /** No migration has the id that was given. */
    UNKNOWN_MIGRATION("DBM-R003", ExitCode.USAGE),
    /** Classes with {@code @Migration} exist, but no manifest: the annotation processor did not run. */
    NO_MANIFEST("DBM-R004", ExitCode.USAGE),
    /** Two manifests hold the same migration id, or a manifest has a format that is unknown here. */
    MANIFEST_CONFLICT("DBM-R005", ExitCode.USAGE),
    /** A migration's class cannot be instantiated. */
    NOT_INSTANTIABLE("DBM-R006", ExitCode.USAGE),
    /** A migration's script file is missing, or is another than the one that was compiled. */
    SCRIPT_CHANGED("DBM-R007", ExitCode.USAGE),
    /** A database cannot be reached. */
    UNREACHABLE("DBM-R010", ExitCode.UNREACHABLE),
    /** A database refused the user or the password. */
    AUTHENTICATION("DBM-R011", ExitCode.UNREACHABLE),
    /** The user may not do what the operation needs. */
    PERMISSION("DBM-R012", ExitCode.UNREACHABLE),
    /** The connection was lost while a migration ran. */
    CONNECTION_LOST("DBM-R013", ExitCode.UNREACHABLE),
    /** The server is too old, or lacks what the operation needs. */
    UNSUPPORTED_SERVER("DBM-R014", ExitCode.UNREACHABLE),
    /** The history was written by a newer dbmigrate. */
    NEWER_HISTORY("DBM-R015", ExitCode.USAGE),
    /** Another runner holds the lease. */
    LEASE_HELD("DBM-R020", ExitCode.LEASE_HELD),
    /** This runner's lease is gone; it has stopped. */
    LEASE_LOST("DBM-R021", ExitCode.LEASE_HELD),
    /** The run was stopped by a signal. */
    INTERRUPTED("DBM-R022", ExitCode.INTERRUPTED),
    /** A migration failed. */
    MIGRATION_FAILED("DBM-R030", ExitCode.MIGRATION_FAILED),
    /** It cannot be known whether a step of a migration took effect. */
    IN_DOUBT("DBM-R031", ExitCode.IN_DOUBT),
    /** A statement was used that cannot run in this migration as it is declared. */
    STATEMENT_REFUSED("DBM-R032", ExitCode.MIGRATION_FAILED),
    /** A migration's own check, {@code verify}, failed. */
    VERIFY_FAILED("DBM-R033", ExitCode.MIGRATION_FAILED),
    /** The history and the code disagree. */
    VALIDATION_FAILED("DBM-R040", ExitCode.VALIDATION_FAILED),
    /** A migration cannot be rolled back because others that depend on it are applied. */
    DEPENDENTS_APPLIED("DBM-R041", ExitCode.VALIDATION_FAILED),
    /** A migration has no way back. */
    IRREVERSIBLE("DBM-R042", ExitCode.VALIDATION_FAILED),
    /** A migration depends on one that is not applied and not part of the run. */
    DEPENDENCY_NOT_APPLIED("DBM-R043", ExitCode.VALIDATION_FAILED),
    /** Released migrations were changed, so they are not locked again. */
    RELEASED_CHANGED("DBM-R044", ExitCode.VALIDATION_FAILED),
    /** The lock file cannot be read, mended or written. */
    LOCK_FILE("DBM-R045", ExitCode.USAGE),
    /** The compiler found mistakes in the sources. */
    CHECK_FAILED("DBM-R046", ExitCode.VALIDATION_FAILED),
    /** A migration replaces others of which only some are applied, and the rest cannot be. */
    PARTLY_REPLACED("DBM-R047", ExitCode.VALIDATION_FAILED),
    /** A file to be written exists. */
    FILE_EXISTS("DBM-R050", ExitCode.USAGE),
    /** An embedded server could not be started. */
    EMBEDDED_SERVER("DBM-R060", ExitCode.UNREACHABLE),
    /** A mistake in dbmigrate itself. */
    INTERNAL("DBM-R999", ExitCode.INTERNAL);

    private final String id;
    private final ExitCode exitCode;

    Diagnostic(String id, ExitCode exitCode) {
        this.id = id;
        this.exitCode = exitCode;
    }

    /** The stable id, for example {@code DBM-R020}. */
    public String id() {
        return id;
    }

    /** The exit code of a process that ends with this error. */
    public ExitCode exitCode() {
        return exitCode;
    }
}
