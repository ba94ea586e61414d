package com.acme.tutoring.migrations;

import dev.dbmigrate.annotations.Migration;
import dev.dbmigrate.redis.RedisContext;
import dev.dbmigrate.redis.RedisMigration;
import java.util.Map;

/** The cache in front of the new table, so it waits for PostgreSQL. */
@Migration(
        id = "004_update_redis_config",
        description = "Feature switches and the namespace of the preferences cache",
        version = "1.2.0",
        dependsOn = AddUserPreferences.class)
public final class UpdateRedisConfig implements RedisMigration {

    @Override
    public void up(RedisContext db) {
        db.atomically("switches and namespace", redis -> {
            redis.hset("config:features", Map.of("new_feature_enabled", "true", "cache_ttl_extended", "7200"));
            redis.hset("app:namespaces", "cache:extended", "initialized");
        });
    }

    @Override
    public void down(RedisContext db) {
        db.atomically("switches and namespace", redis -> {
            redis.hdel("config:features", "new_feature_enabled", "cache_ttl_extended");
            redis.hdel("app:namespaces", "cache:extended");
        });
    }
}
