package dev.dbmigrate.neo4j.internal;

import dev.dbmigrate.runtime.TargetConfig;
import dev.dbmigrate.runtime.spi.DatabaseAdapter;
import dev.dbmigrate.runtime.spi.Target;

/** Neo4j 5 and the calendar versions. */
public final class Neo4jAdapter implements DatabaseAdapter {

    private static final int HOME_RANK = 30;

    /** Made by {@link java.util.ServiceLoader}. */
    public Neo4jAdapter() {}

    @Override
    public String kind() {
        return "neo4j";
    }

    @Override
    public int homeRank() {
        return HOME_RANK;
    }

    @Override
    public Driver driver() {
        return new Driver("org.neo4j.driver.Driver", "org.neo4j.driver:neo4j-java-driver");
    }

    @Override
    public Target open(TargetConfig config) {
        return new Neo4jTarget(config, Neo4jAddress.of(config));
    }
}
