package dev.dbmigrate.runtime;

/** The body of a named, journaled step of a migration. */
@FunctionalInterface
public interface Step {

    /**
     * Does the step's work.
     *
     * @throws Exception if the step failed; the migration fails with it
     */
    void run() throws Exception;
}
