package dev.dbmigrate.runtime.launch;

import java.util.Set;

/** One goal: parameters in, one call to the facade, outcome out. Stateless. */
interface Command {

    /**
     * Does it.
     *
     * @param call what was asked for, and where lines go meanwhile
     * @return what it came to
     * @throws dev.dbmigrate.runtime.DbMigrateException if it failed and there is nothing to report but the error
     */
    Outcome run(Invocation call);

    /**
     * Whether its report is what it was called for, and not an account of what was done: it is written even where people
     * asked for silence.
     *
     * @param parameters what was asked for
     */
    default boolean answers(Parameters parameters) {
        return false;
    }

    /** The formats in which its report can be written. */
    default Set<Parameters.Format> formats() {
        return Set.of(Parameters.Format.TEXT, Parameters.Format.JSON);
    }

    /** Whether it needs migrations: without any, there is nothing to do, which is no error. */
    default boolean needsMigrations() {
        return true;
    }
}
