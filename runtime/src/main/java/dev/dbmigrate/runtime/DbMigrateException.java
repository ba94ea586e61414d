package dev.dbmigrate.runtime;

import org.jspecify.annotations.Nullable;

/** The root of all that dbmigrate throws to its users: what happened, why, and what to type. */
public final class DbMigrateException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Diagnostic diagnostic;

    /**
     * Creates the exception.
     *
     * @param diagnostic which error it is
     * @param message what happened, where, and what to type; holds no secret
     * @param cause the driver's or the migration's own exception, or null
     */
    public DbMigrateException(Diagnostic diagnostic, String message, @Nullable Throwable cause) {
        super("[" + diagnostic.id() + "] " + message, cause);
        this.diagnostic = diagnostic;
    }

    /**
     * Creates the exception without a cause.
     *
     * @param diagnostic which error it is
     * @param message what happened, where, and what to type; holds no secret
     */
    public DbMigrateException(Diagnostic diagnostic, String message) {
        this(diagnostic, message, null);
    }

    /** Which error it is. */
    public Diagnostic diagnostic() {
        return diagnostic;
    }
}
