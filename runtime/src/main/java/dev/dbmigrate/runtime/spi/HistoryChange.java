package dev.dbmigrate.runtime.spi;

/**
 * One change of the history: the row that stands from now on, and the event that is appended to the audit.
 *
 * @param row the row; replaces the one for the same migration and database
 * @param event what happened
 * @param runner who did it
 */
public record HistoryChange(HistoryRow row, Event event, Runner runner) {

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
        BASELINED
    }
}
