package dev.dbmigrate.benchmarks.contender;

import dev.dbmigrate.runtime.TargetConfig;

/** One way to bring a database to the state of a workload. For use by one thread. */
public interface Contender {

    /** What tables call it. */
    String title();

    /**
     * Applies what is not applied yet. Opens its own connection and closes it.
     *
     * @param database the database
     * @throws Exception whatever the library throws
     */
    void apply(TargetConfig database) throws Exception;
}
