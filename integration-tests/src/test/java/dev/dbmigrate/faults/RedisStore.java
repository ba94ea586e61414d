package dev.dbmigrate.faults;

import dev.dbmigrate.runtime.TargetConfig;
import dev.dbmigrate.testkit.ServerKind;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import redis.clients.jedis.Jedis;

/** Redis in a lane. */
final class RedisStore extends FaultStore {

    private static final byte[] EXEC = "\r\nEXEC\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SCRIPT = "\r\nEVAL".getBytes(StandardCharsets.US_ASCII);
    private static final String PREFIX = "effects:";

    RedisStore(Path directory) throws IOException {
        super(ServerKind.REDIS, directory);
    }

    private static Jedis open(TargetConfig target) {
        return new Jedis(URI.create(target.url()));
    }

    @Override
    void prepare(TargetConfig target, Workload workload) {
        try (Jedis redis = open(target)) {
            for (Workload.Part part : workload.parts(target.name())) {
                for (int n = 0; part.shape() == Shape.BUILD && n < RedisBody.FAMILY; n++) {
                    redis.set(RedisBody.family(part.id(), "old") + n, "value" + n);
                }
            }
        }
    }

    @Override
    Map<String, Effect> effects(TargetConfig target) {
        Map<String, Effect> effects = new LinkedHashMap<>();
        try (Jedis redis = open(target)) {
            for (String key : redis.keys(PREFIX + "*")) {
                Map<String, String> counter = redis.hgetAll(key);
                effects.put(
                        key.substring(PREFIX.length()),
                        new Effect(
                                Integer.parseInt(counter.getOrDefault("ups", "0")),
                                Integer.parseInt(counter.getOrDefault("downs", "0"))));
            }
        }
        return effects;
    }

    @Override
    void byHand(TargetConfig target, String key, boolean up) {
        try (Jedis redis = open(target)) {
            redis.hincrBy(PREFIX + key, up ? "ups" : "downs", 1);
        }
    }

    @Override
    Predicate<byte[]> commits() {
        return message -> contains(message, EXEC) || contains(message, SCRIPT);
    }

    @Override
    List<String> leftovers(TargetConfig target, Workload workload) {
        List<String> wrong = new ArrayList<>();
        try (Jedis redis = open(target)) {
            for (Workload.Part part : workload.parts(target.name())) {
                if (part.shape() == Shape.BUILD) {
                    for (int n = 0; n < RedisBody.FAMILY; n++) {
                        String moved = RedisBody.family(part.id(), "new") + n;
                        if (!("value" + n + "+").equals(redis.get(moved))) {
                            wrong.add(moved + " is " + redis.get(moved));
                        }
                    }
                    redis.keys(RedisBody.family(part.id(), "old") + "*").forEach(key -> wrong.add(key + " is left"));
                }
            }
            redis.keys("dbmigrate:steps:*").forEach(key -> wrong.add(key + " is left"));
        }
        return wrong;
    }
}
