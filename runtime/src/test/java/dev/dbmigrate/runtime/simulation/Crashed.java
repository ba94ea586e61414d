package dev.dbmigrate.runtime.simulation;

/** Ends the threads of a process that has been killed. An Error, so that no code under test takes it for a failure. */
final class Crashed extends Error {

    private static final long serialVersionUID = 1L;

    Crashed() {
        super("killed", null, false, false);
    }
}
