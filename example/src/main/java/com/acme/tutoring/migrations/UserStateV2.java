package com.acme.tutoring.migrations;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dbmigrate.annotations.Migration;
import dev.dbmigrate.redis.RedisContext;
import dev.dbmigrate.redis.RedisMigration;
import java.io.UncheckedIOException;
import java.time.Instant;

/**
 * Moves every {@code user_state:*} to {@code user_state_v2:*}. Each key keeps the time that it had left to live, both ways; a
 * value that is no JSON stays where it is and fails the migration with a list, after all others are moved.
 */
@Migration(
        id = "007_user_state_v2",
        description = "user_state:* becomes user_state_v2:*, with the switches of the new features",
        version = "1.3.0",
        dependsOn = UpdateRedisConfig.class)
public final class UserStateV2 implements RedisMigration {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public void up(RedisContext db) {
        db.keys("user_state:*").move("user_state_v2:*", UserStateV2::withNewFeatures);
    }

    @Override
    public void down(RedisContext db) {
        db.keys("user_state_v2:*").move("user_state:*", UserStateV2::withoutNewFeatures);
    }

    @Override
    public void verify(RedisContext db) {
        long left = db.keys("user_state:*").count();
        if (left > 0) {
            throw new IllegalStateException(left + " keys are still called user_state:*");
        }
    }

    private static String withNewFeatures(String value) {
        ObjectNode state = read(value);
        state.putObject("v2_features")
                .put("enhancedTracking", true)
                .put("aiInsights", true)
                .put("socialFeatures", false);
        state.put("schemaVersion", 2);
        state.put("lastMigrated", Instant.now().toString());
        return state.toString();
    }

    private static String withoutNewFeatures(String value) {
        ObjectNode state = read(value);
        state.remove("v2_features");
        state.remove("schemaVersion");
        state.remove("lastMigrated");
        return state.toString();
    }

    private static ObjectNode read(String value) {
        try {
            return JSON.readValue(value, ObjectNode.class);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("the value is not a JSON object", e);
        }
    }
}
