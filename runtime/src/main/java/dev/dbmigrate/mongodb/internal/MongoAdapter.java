package dev.dbmigrate.mongodb.internal;

import dev.dbmigrate.runtime.TargetConfig;
import dev.dbmigrate.runtime.spi.DatabaseAdapter;
import dev.dbmigrate.runtime.spi.Target;

/** MongoDB, by its synchronous driver. */
public final class MongoAdapter implements DatabaseAdapter {

    private static final int HOME_RANK = 20;

    @Override
    public String kind() {
        return "mongodb";
    }

    @Override
    public int homeRank() {
        return HOME_RANK;
    }

    @Override
    public Driver driver() {
        return new Driver("com.mongodb.client.MongoClient", "org.mongodb:mongodb-driver-sync");
    }

    @Override
    public Target open(TargetConfig config) {
        return new MongoTarget(config, MongoAddress.parse(config));
    }
}
