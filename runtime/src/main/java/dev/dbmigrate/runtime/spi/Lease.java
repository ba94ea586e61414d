package dev.dbmigrate.runtime.spi;

import java.time.Duration;

/**
 * The right to change what a history describes, until it expires by the clock of the history's own server.
 *
 * @param historyId identifies the history: eight hexadecimal digits, made when it was initialised
 * @param token the fencing token; each take-over raises it
 * @param owner the runner
 * @param timeToLive how long it lives without being renewed
 */
public record Lease(String historyId, long token, Runner owner, Duration timeToLive) {

    /** What the names of all sessions of one history begin with. */
    public static String sessionPrefix(String historyId) {
        return "dbmigrate-" + historyId + "-";
    }

    /**
     * The name under which every session of this lease is known to the servers ({@code application_name},
     * {@code CLIENT SETNAME}, {@code appName}, transaction metadata): a new owner ends the sessions with its history's
     * prefix and a lower token.
     */
    public String sessionName() {
        return sessionPrefix(historyId) + token;
    }
}
