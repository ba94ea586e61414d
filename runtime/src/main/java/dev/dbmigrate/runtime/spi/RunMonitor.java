package dev.dbmigrate.runtime.spi;

import org.slf4j.Logger;

/** An adapter's line to the run that it is part of. Safe for use by several threads. */
public interface RunMonitor {

    /** Where the migration's own log lines go. */
    Logger log();

    /**
     * Reports how far long work has come.
     *
     * @param done how much is done
     * @param total how much there is, or 0 if it is unknown
     */
    void progress(long done, long total);

    /**
     * Reports that a step begins, is skipped or is done.
     *
     * @param name the step's name
     * @param event what happens to it
     */
    void step(String name, StepEvent event);

    /**
     * Called before each statement and each commit.
     *
     * @throws LeaseLostException if the lease is gone
     * @throws dev.dbmigrate.runtime.DbMigrateException with {@code DBM-R022} if the run is told to stop
     */
    void checkMayContinue();

    /**
     * Gives a change its place in the chain of events.
     *
     * @param change the change
     * @return the same with its link, or as it is where there is no chain
     */
    default HistoryChange link(HistoryChange change) {
        return change;
    }

    /** What happens to a step. */
    enum StepEvent {
        /** It begins. */
        STARTED,
        /** It was done by an earlier try and is not run again. */
        SKIPPED,
        /** It is done. */
        DONE
    }
}
