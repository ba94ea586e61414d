package dev.dbmigrate.mongodb.internal;

/**
 * Ends a migration before its next command is sent.
 *
 * <p>An {@link Error} because the driver logs and ignores every {@link Exception} that a command listener throws
 * ({@code ProtocolHelper.sendCommandStartedEvent}) and then sends the command all the same; and so that a migration's own
 * {@code catch (Exception e)} does not go on after the lease is gone.
 */
final class StopMigrationError extends Error {

    private static final long serialVersionUID = 1L;

    private final RuntimeException reason;

    StopMigrationError(RuntimeException reason) {
        super(reason.getMessage(), reason);
        this.reason = reason;
    }

    RuntimeException reason() {
        return reason;
    }
}
