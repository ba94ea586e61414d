package dev.dbmigrate.runtime.spi;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One change of the history: the row that stands from now on, and the event that is appended to the audit.
 *
 * @param row the row; replaces the one for the same migration and database
 * @param event what happened
 * @param runner who did it
 * @param link its place in the chain of events; null only before it has got one, and where an adapter is used by itself:
 *     the store takes its own time then and leaves both hashes empty
 */
public record HistoryChange(
        HistoryRow row,
        Event event,
        Runner runner,
        @Nullable Link link) {

    /**
     * A change that has no place in the chain yet.
     *
     * @param row the row
     * @param event what happened
     * @param runner who did it
     */
    public HistoryChange(HistoryRow row, Event event, Runner runner) {
        this(row, event, runner, null);
    }

    /**
     * The place of an event in the chain: each carries a hash over itself and the one before.
     *
     * @param at when, by the server's clock, in whole milliseconds; stored as the event's and the row's time
     * @param previous the hash of the event before, empty for the first one
     * @param hash this event's hash
     */
    public record Link(Instant at, String previous, String hash) {}

    /** What the audit records. */
    public enum Event {
        /** The way up began. */
        STARTED,
        /** Applied. */
        APPLIED,
        /** Found to be applied by reading the target after an interrupted run. */
        RECOVERED,
        /** Failed. */
        FAILED,
        /** In doubt. */
        IN_DOUBT,
        /** The way down began. */
        ROLLBACK_STARTED,
        /** Rolled back. */
        ROLLED_BACK,
        /** The way down failed. */
        ROLLBACK_FAILED,
        /** Found not to have taken effect by reading the target after an interrupted run. */
        NOT_APPLIED,
        /** A person decided what stands; the message holds the decision and its reason. */
        REPAIRED,
        /** Taken as applied when an existing database was adopted. */
        BASELINED,
        /** The row was written again as the events say, after it had been lost or altered. */
        REBUILT
    }
}
