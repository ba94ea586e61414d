package dev.dbmigrate.runtime;

/** A value that never shows: not in a log, a message, an exception or a debugger's {@code toString}. */
public final class Secret {

    private final String value;

    /**
     * Wraps a value.
     *
     * @param value the password or token
     */
    public Secret(String value) {
        this.value = value;
    }

    /** The value itself, for handing to a driver and for nothing else. */
    public String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return "***";
    }
}
