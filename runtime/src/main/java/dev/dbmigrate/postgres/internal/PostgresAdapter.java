package dev.dbmigrate.postgres.internal;

import dev.dbmigrate.runtime.TargetConfig;
import dev.dbmigrate.runtime.spi.DatabaseAdapter;
import dev.dbmigrate.runtime.spi.Target;

/** PostgreSQL 15 and later. */
public final class PostgresAdapter implements DatabaseAdapter {

    private static final int HOME_RANK = 10;

    @Override
    public String kind() {
        return "postgres";
    }

    @Override
    public int homeRank() {
        return HOME_RANK;
    }

    @Override
    public Driver driver() {
        return new Driver("org.postgresql.Driver", "org.postgresql:postgresql");
    }

    @Override
    public Target open(TargetConfig config) {
        return new PostgresTarget(config, new Connector(config));
    }
}
