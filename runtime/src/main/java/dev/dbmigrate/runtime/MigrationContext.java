package dev.dbmigrate.runtime;

import org.slf4j.Logger;

/**
 * What a migration of any kind gets. Its methods throw unchecked exceptions only, so that a migration is as short as its
 * statements. For use by the thread that runs the migration.
 */
public interface MigrationContext {

    /**
     * Runs a named, journaled part of a migration that cannot be one transaction. After a crash, steps that are done are
     * skipped; if this step was running, the migration is in doubt, because nobody can know how far it came.
     *
     * @param name the step's name, unique within the migration and never changed once released
     * @param body the work
     * @throws RuntimeException whatever the body throws, checked exceptions wrapped
     */
    void step(String name, Step body);

    /**
     * Like {@link #step}, for work that may be done twice without harm: after a crash it is run again.
     *
     * @param name the step's name, unique within the migration and never changed once released
     * @param body the work; running it again after it ran wholly or in part must lead to the same data
     * @throws RuntimeException whatever the body throws, checked exceptions wrapped
     */
    void idempotentStep(String name, Step body);

    /** A logger whose lines appear in the output of the goal that runs the migration. */
    Logger log();

    /**
     * Reports how far long work has come.
     *
     * @param done how many rows, documents, nodes or keys are done
     * @param total how many there are in all, or 0 if it is unknown
     */
    void progress(long done, long total);
}
