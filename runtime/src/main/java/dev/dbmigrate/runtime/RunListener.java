package dev.dbmigrate.runtime;

import dev.dbmigrate.runtime.spi.HistoryStore;
import dev.dbmigrate.runtime.spi.RunMonitor;
import java.time.Duration;
import java.util.List;

/**
 * Is told what a run does while it does it. Called by several threads, one call at a time; must return quickly and throw
 * nothing.
 */
public interface RunListener {

    /** Tells nobody. */
    RunListener NONE = new RunListener() {};

    /**
     * Another runner holds the lease; this one waits.
     *
     * @param holder who holds it
     * @param waited how long this runner has waited
     */
    default void waitingForLease(HistoryStore.Holder holder, Duration waited) {}

    /**
     * The plan is made and will be carried out.
     *
     * @param parts the parts
     */
    default void runStarted(List<PlannedPart> parts) {}

    /**
     * A part begins.
     *
     * @param part the part
     */
    default void partStarted(PlannedPart part) {}

    /**
     * A part has ended, well or not.
     *
     * @param part the part
     */
    default void partFinished(ExecutedPart part) {}

    /**
     * Something happens to a step.
     *
     * @param id the migration
     * @param database the database
     * @param step the step's name
     * @param event what happens
     */
    default void step(String id, String database, String step, RunMonitor.StepEvent event) {}

    /**
     * Long work has come so far.
     *
     * @param id the migration
     * @param database the database
     * @param done how much is done
     * @param total how much there is, or 0 if it is unknown
     */
    default void progress(String id, String database, long done, long total) {}

    /**
     * A migration logs a line.
     *
     * @param id the migration
     * @param database the database
     * @param level the level
     * @param message the line, without secrets
     */
    default void log(String id, String database, org.slf4j.event.Level level, String message) {}

    /**
     * Something that the user should know.
     *
     * @param message what
     */
    default void warning(String message) {}
}
