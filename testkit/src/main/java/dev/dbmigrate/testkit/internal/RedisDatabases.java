package dev.dbmigrate.testkit.internal;

import dev.dbmigrate.runtime.TargetConfig;
import java.net.URI;
import redis.clients.jedis.Jedis;

/** Hands out Redis' logical databases; number 0 keeps the count. */
final class RedisDatabases {

    private static final String COUNTER = "dbmigrate:testkit:next";

    private RedisDatabases() {}

    static FreshDatabase create(TargetConfig server, String name) {
        int number;
        try (Jedis redis = new Jedis(URI.create(server.url()))) {
            redis.select(0);
            String configured = redis.configGet("databases").get("databases");
            int usable = Integer.parseInt(configured == null ? "16" : configured) - 1;
            number = (int) (1 + (redis.incr(COUNTER) - 1) % usable);
        }
        flush(server, number);
        String url = server.url().replaceFirst("^(rediss?://[^/?]+)(/[^?]*)?", "$1/" + number);
        TargetConfig target =
                new TargetConfig(name, server.kind(), url, server.user(), server.password(), server.options());
        return new FreshDatabase(target, () -> flush(server, number));
    }

    private static void flush(TargetConfig server, int number) {
        try (Jedis redis = new Jedis(URI.create(server.url()))) {
            redis.select(number);
            redis.flushDB();
        }
    }
}
