package dev.dbmigrate.redis.internal;

import dev.dbmigrate.runtime.TargetConfig;
import dev.dbmigrate.runtime.spi.DatabaseAdapter;
import dev.dbmigrate.runtime.spi.Target;

/** Redis behind the runtime's SPI. */
public final class RedisAdapter implements DatabaseAdapter {

    /** For {@link java.util.ServiceLoader}. */
    public RedisAdapter() {}

    @Override
    public String kind() {
        return "redis";
    }

    @Override
    public int homeRank() {
        return 40;
    }

    @Override
    public Driver driver() {
        return new Driver("redis.clients.jedis.UnifiedJedis", "redis.clients:jedis");
    }

    @Override
    public Target open(TargetConfig config) {
        return new RedisTarget(RedisAddress.of(config));
    }
}
