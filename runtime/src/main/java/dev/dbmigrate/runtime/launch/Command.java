package dev.dbmigrate.runtime.launch;

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

    /** Whether it needs migrations: without any, there is nothing to do, which is no error. */
    default boolean needsMigrations() {
        return true;
    }
}
