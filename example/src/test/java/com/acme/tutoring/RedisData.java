package com.acme.tutoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dbmigrate.runtime.TargetConfig;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.Jedis;

/** A few hundred states, each with days of its own left to live, and one that never expires. */
final class RedisData implements StoreData {

    private static final int STATES = 300;
    private static final int FOR_EVER = 1300;

    private final Jedis redis;

    RedisData(TargetConfig target) {
        redis = new Jedis(URI.create(target.url()));
    }

    @Override
    public void write() {
        for (int days = 1; days <= STATES; days++) {
            redis.psetex("user_state:" + (1000 + days - 1), TimeUnit.DAYS.toMillis(days), "{\"streak\":" + days + "}");
        }
        redis.set("user_state:" + FOR_EVER, "{\"streak\":0,\"name\":\"דנה\"}");
        redis.set("user_stateless", "not of the family");
        redis.hset("metrics:totals", Map.of("sessions", "52"));
    }

    @Override
    public void expectMigrated() {
        expectStates("user_state_v2:");
        assertThat(redis.keys("user_state:*")).isEmpty();
        JsonNode state = json("user_state_v2:1006");
        assertThat(state.at("/v2_features/enhancedTracking").asBoolean()).isTrue();
        assertThat(state.at("/v2_features/socialFeatures").asBoolean(true)).isFalse();
        assertThat(state.at("/schemaVersion").asInt()).isEqualTo(2);
        assertThat(state.at("/lastMigrated").asText()).isNotEmpty();
        assertThat(redis.hgetAll("metrics:totals"))
                .isEqualTo(Map.of("total:conversations", "3", "total:exercises", "4", "total:sessions", "52"));
        assertThat(redis.hgetAll("config:features"))
                .isEqualTo(Map.of(
                        "chat_enabled", "true",
                        "new_feature_enabled", "true",
                        "cache_ttl_extended", "7200",
                        "language_preference", "auto"));
        assertThat(redis.hget("app:namespaces", "cache:extended")).isEqualTo("initialized");
        assertThat(redis.hget("app:metadata", "schema_version")).isEqualTo("1.6.0");
    }

    @Override
    public void expectOriginal() {
        expectStates("user_state:");
        assertThat(redis.keys("user_state_v2:*")).isEmpty();
        assertThat(json("user_state:1006")).hasToString("{\"streak\":7}");
        assertThat(redis.hgetAll("metrics:totals"))
                .isEqualTo(Map.of("conversations", "3", "exercises", "4", "sessions", "52"));
        assertThat(redis.hgetAll("config:features")).isEqualTo(Map.of("chat_enabled", "true"));
        assertThat(redis.exists("app:namespaces")).isFalse();
    }

    private void expectStates(String prefix) {
        for (int days = 1; days <= STATES; days++) {
            String key = prefix + (1000 + days - 1);
            assertThat(json(key).at("/streak").asInt()).as(key).isEqualTo(days);
            assertThat(redis.pttl(key))
                    .as("time to live of " + key)
                    .isBetween(TimeUnit.DAYS.toMillis(days - 1) + 1, TimeUnit.DAYS.toMillis(days));
        }
        assertThat(redis.pttl(prefix + FOR_EVER)).as("never expires").isEqualTo(-1);
        assertThat(json(prefix + FOR_EVER).at("/name").asText()).isEqualTo("דנה");
        assertThat(redis.keys(prefix + "*")).hasSize(STATES + 4);
        assertThat(redis.get("user_stateless")).isEqualTo("not of the family");
    }

    private JsonNode json(String key) {
        String value = redis.get(key);
        assertThat(value).as(key).isNotNull();
        try {
            return new ObjectMapper().readTree(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(key + " is no JSON: " + value, e);
        }
    }

    @Override
    public void close() {
        redis.close();
    }
}
