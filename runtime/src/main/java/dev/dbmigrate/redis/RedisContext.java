package dev.dbmigrate.redis;

import dev.dbmigrate.runtime.MigrationContext;
import redis.clients.jedis.UnifiedJedis;

/** What a Redis migration gets. */
public interface RedisContext extends MigrationContext {

    /** The client on which the migration runs. */
    UnifiedJedis client();
}
