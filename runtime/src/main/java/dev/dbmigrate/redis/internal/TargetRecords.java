package dev.dbmigrate.redis.internal;

import dev.dbmigrate.runtime.spi.Marker;
import dev.dbmigrate.runtime.spi.TargetState;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;

/** Reads what dbmigrate has written on a target: two round trips, and only commands that read. */
record TargetRecords(Session session) {

    TargetState read() {
        return session.repeatable(TargetRecords::read);
    }

    private static TargetState read(Jedis jedis) {
        Response<Map<String, String>> fence;
        Response<Map<String, String>> markers;
        Response<String> version;
        try (Pipeline pipeline = jedis.pipelined()) {
            fence = pipeline.hgetAll(Keys.FENCE);
            markers = pipeline.hgetAll(Keys.MARKERS);
            version = pipeline.hget(Keys.METADATA, Keys.SCHEMA_VERSION);
            pipeline.sync();
        }
        Map<String, Response<Map<String, String>>> journals = new LinkedHashMap<>();
        try (Pipeline pipeline = jedis.pipelined()) {
            markers.get().forEach((id, value) -> {
                if (MarkerCodec.isUnfinished(value)) {
                    journals.put(id, pipeline.hgetAll(Keys.steps(id)));
                }
            });
            pipeline.sync();
        }
        Map<String, Marker> known = new LinkedHashMap<>();
        markers.get().forEach((id, value) -> {
            Response<Map<String, String>> journal = journals.get(id);
            known.put(id, MarkerCodec.marker(id, value, journal == null ? Map.of() : journal.get()));
        });
        Map<String, String> seen = fence.get();
        return new TargetState(
                !seen.isEmpty(),
                seen.get("history"),
                Long.parseLong(seen.getOrDefault("token", "0")),
                schemaVersion(version),
                known);
    }

    /** A key of another type carries no schema version; the first claim refuses it, with what to do. */
    private static @Nullable String schemaVersion(Response<String> reply) {
        try {
            return reply.get();
        } catch (JedisDataException e) {
            if (String.valueOf(e.getMessage()).startsWith("WRONGTYPE")) {
                return null;
            }
            throw e;
        }
    }
}
