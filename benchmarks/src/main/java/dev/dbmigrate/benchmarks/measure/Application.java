package dev.dbmigrate.benchmarks.measure;

import dev.dbmigrate.benchmarks.contender.Contender;
import dev.dbmigrate.runtime.TargetConfig;
import dev.dbmigrate.testkit.TestDatabases;

/**
 * A contender applies a workload to a fresh PostgreSQL database.
 *
 * @param contender who
 * @param count how many tables it must make
 * @param databases where the databases come from
 */
record Application(Contender contender, int count, TestDatabases databases) implements Subject {

    @Override
    public String title() {
        return contender.title();
    }

    @Override
    public long nanos() throws Exception {
        TargetConfig database = databases.postgres();
        Server.settle();
        long startedNanos = System.nanoTime();
        contender.apply(database);
        long nanos = System.nanoTime() - startedNanos;
        Server.requireTables(database, count, title());
        return nanos;
    }
}
