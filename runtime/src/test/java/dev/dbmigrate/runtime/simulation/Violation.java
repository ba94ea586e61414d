package dev.dbmigrate.runtime.simulation;

/** The protocol let something through. */
final class Violation extends AssertionError {

    private static final long serialVersionUID = 1L;

    Violation(String what) {
        super(what);
    }

    Violation(Throwable cause) {
        super(cause);
    }
}
