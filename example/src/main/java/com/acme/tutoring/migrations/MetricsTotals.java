package com.acme.tutoring.migrations;

import dev.dbmigrate.annotations.Migration;
import dev.dbmigrate.redis.RedisContext;
import dev.dbmigrate.redis.RedisMigration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The fields of {@code metrics:totals} get a prefix. Readers see the old hash or the new one, never half of each. */
@Migration(
        id = "008_metrics_totals",
        description = "metrics:totals counts under total:… names",
        version = "1.3.0",
        dependsOn = UpdateRedisConfig.class)
public final class MetricsTotals implements RedisMigration {

    private static final String KEY = "metrics:totals";
    private static final String PREFIX = "total:";

    @Override
    public void up(RedisContext db) {
        replace(db, field -> field.startsWith(PREFIX) ? field : PREFIX + field);
    }

    @Override
    public void down(RedisContext db) {
        replace(db, field -> field.startsWith(PREFIX) ? field.substring(PREFIX.length()) : field);
    }

    private static void replace(RedisContext db, UnaryOperator<String> rename) {
        Map<String, String> renamed = new HashMap<>();
        db.client().hgetAll(KEY).forEach((field, value) -> renamed.put(rename.apply(field), value));
        if (renamed.isEmpty()) {
            return;
        }
        db.atomically("replace " + KEY, redis -> {
            redis.del(KEY);
            redis.hset(KEY, renamed);
        });
    }
}
