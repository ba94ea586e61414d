package dev.dbmigrate.runtime;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The root of all that dbmigrate throws to its users: what happened, why, and what to type. */
public final class DbMigrateException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String text;
    private final Diagnostic diagnostic;
    private final transient @Nullable RunResult result;

    /**
     * Creates the exception.
     *
     * @param diagnostic which error it is
     * @param message what happened, where, and what to type; holds no secret
     * @param cause the driver's or the migration's own exception, or null
     */
    public DbMigrateException(Diagnostic diagnostic, String message, @Nullable Throwable cause) {
        this(diagnostic, message, cause, null);
    }

    /**
     * Creates the exception for a run that ended part-way.
     *
     * @param diagnostic which error it is
     * @param message what happened, where, and what to type; holds no secret
     * @param cause the driver's or the migration's own exception, or null
     * @param result what the run did before it ended, or null
     */
    public DbMigrateException(
            Diagnostic diagnostic, String message, @Nullable Throwable cause, @Nullable RunResult result) {
        super("[" + diagnostic.id() + "] " + message, cause);
        this.diagnostic = diagnostic;
        this.text = message;
        this.result = result;
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

    /** What the run did before it ended; empty if nothing had begun. */
    public Optional<RunResult> result() {
        return Optional.ofNullable(result);
    }

    /** The message without the diagnostic's id before it, for use within another message. */
    public String text() {
        return text;
    }

    /** Which error it is. */
    public Diagnostic diagnostic() {
        return diagnostic;
    }
}
