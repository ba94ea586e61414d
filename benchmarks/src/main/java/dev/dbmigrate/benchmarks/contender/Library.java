package dev.dbmigrate.benchmarks.contender;

import dev.dbmigrate.benchmarks.workload.Workload;
import java.util.List;

/** The contenders, by names that a command line can hold. */
public enum Library {
    /** The measure of all others when something is applied. */
    PLAIN,
    /** The measure of all others when nothing is to be done. */
    PLAIN_QUESTION,
    /** This project. */
    DBMIGRATE,
    /** A peer. */
    FLYWAY,
    /** A peer. */
    LIQUIBASE;

    /**
     * Creates the contender for a workload.
     *
     * @param workload what it is to apply
     */
    public Contender with(Workload workload) {
        return switch (this) {
            case PLAIN -> new PlainJdbc(workload);
            case PLAIN_QUESTION -> new PlainQuestion();
            case DBMIGRATE -> new DbMigrateLibrary(workload);
            case FLYWAY -> new FlywayLibrary(workload);
            case LIQUIBASE -> new LiquibaseLibrary(workload);
        };
    }

    /** Those that apply a workload, the baseline first. */
    public static List<Library> appliers() {
        return List.of(PLAIN, DBMIGRATE, FLYWAY, LIQUIBASE);
    }
}
