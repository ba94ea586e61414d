package dev.dbmigrate.runtime.spi;

/** The lease belongs to somebody else now; whoever sees this touches nothing more. */
public final class LeaseLostException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message where it was noticed
     */
    public LeaseLostException(String message) {
        super(message);
    }
}
