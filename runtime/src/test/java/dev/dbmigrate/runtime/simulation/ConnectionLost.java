package dev.dbmigrate.runtime.simulation;

/** The connection broke: the request or its answer is lost, and the client cannot tell which. */
final class ConnectionLost extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ConnectionLost() {
        super("connection lost", null, false, false);
    }
}
