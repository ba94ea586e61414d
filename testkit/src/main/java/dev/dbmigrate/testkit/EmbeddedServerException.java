package dev.dbmigrate.testkit;

/** A server could not be started, reached or stopped; the message says why and what to do. */
public final class EmbeddedServerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one without a cause.
     *
     * @param message what happened, why, and what to type
     */
    public EmbeddedServerException(String message) {
        super(message);
    }

    /**
     * Makes one with a cause.
     *
     * @param message what happened, why, and what to type
     * @param cause the failure below
     */
    public EmbeddedServerException(String message, Throwable cause) {
        super(message, cause);
    }
}
