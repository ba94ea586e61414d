package dev.dbmigrate.runtime.simulation;

import org.jspecify.annotations.Nullable;

/** A request on its way to a server, or in it. The server carries it out when it comes to it, whatever became of the client. */
final class Request {

    /** A connection as the server knows it. */
    static final class Session {
        final String database;
        final long token;
        /** Surely gone, and everything with it that was on its way. */
        boolean ended;
        /** Ended by a newer owner; what checks the fencing token itself may still slip through. */
        boolean endedByNewer;

        Session(String database, long token) {
            this.database = database;
            this.token = token;
        }
    }

    /** What the server does, at one instant. */
    interface Work {
        @Nullable
        Object run();
    }

    final @Nullable Session session;
    private final boolean fenced;
    private final Work work;
    private boolean executed;
    private @Nullable Object result;
    private @Nullable RuntimeException error;

    Request(@Nullable Session session, boolean fenced, Work work) {
        this.session = session;
        this.fenced = fenced;
        this.work = work;
    }

    boolean isDropped() {
        return !executed && session != null && (session.ended || (session.endedByNewer && !fenced));
    }

    void execute() {
        if (executed || isDropped()) {
            return;
        }
        executed = true;
        try {
            result = work.run();
        } catch (RuntimeException e) {
            error = e;
        }
    }

    @Nullable
    Object answer() {
        if (isDropped()) {
            throw new ConnectionLost();
        }
        RuntimeException thrown = error;
        if (thrown != null) {
            throw thrown;
        }
        return result;
    }
}
