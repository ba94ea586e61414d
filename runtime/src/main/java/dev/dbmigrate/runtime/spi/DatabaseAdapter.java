package dev.dbmigrate.runtime.spi;

import dev.dbmigrate.runtime.TargetConfig;

/** A database kind. Found by {@link java.util.ServiceLoader}; stateless and safe for use by several threads. */
public interface DatabaseAdapter {

    /** The kind's name, as in {@code @DatabaseKind}: {@code postgres}. */
    String kind();

    /**
     * How fit a database of this kind is to be the home of the history when none is named: the lowest wins (PostgreSQL
     * 10, MongoDB 20, Neo4j 30, Redis 40); negative if it cannot be home.
     */
    int homeRank();

    /**
     * The class of the kind's driver that must be on the class path, by its binary name, and what to add if it is not.
     *
     * @return the driver
     */
    Driver driver();

    /**
     * Prepares a target. Connects to nothing yet: the first use does.
     *
     * @param config how it is reached
     * @return the target; its owner closes it
     * @throws dev.dbmigrate.runtime.DbMigrateException with {@code DBM-R001} if the configuration cannot be read
     */
    Target open(TargetConfig config);

    /**
     * The driver that a kind needs.
     *
     * @param className a class of it
     * @param coordinates {@code group:artifact}, as a user adds it to a POM
     */
    record Driver(String className, String coordinates) {}
}
