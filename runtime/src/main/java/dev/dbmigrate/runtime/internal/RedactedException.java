package dev.dbmigrate.runtime.internal;

/** Stands for an exception whose words held a secret: with its class name and its stack trace, without the secret. */
@SuppressWarnings("OverrideThrowableToString") // it speaks for another class, whose name is the point
final class RedactedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String text;

    RedactedException(String text, String message) {
        super(message);
        this.text = text;
    }

    /** As the exception itself would say it. */
    @Override
    public String toString() {
        return text;
    }
}
