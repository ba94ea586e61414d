package dev.dbmigrate.redis.internal;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.spi.Health;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;

/** Looks at one server. Needs no right to write. */
record RedisHealth(Session session) {

    private static final int RECOMMENDED_MAJOR = 7;

    /** What dbmigrate itself sends; a migration's own commands come on top. */
    private static final List<List<String>> NEEDED = List.of(
            List.of("HSET", Keys.FENCE, "token", "1"),
            List.of("HMGET", Keys.FENCE, "token"),
            List.of("HGETALL", Keys.MARKERS),
            List.of("HDEL", Keys.MARKERS, "x"),
            List.of("DEL", Keys.EXEC),
            List.of("SET", Keys.EXEC, "x"),
            List.of("HSET", Keys.METADATA, Keys.SCHEMA_VERSION, "1.0.0"),
            List.of("EVAL", "return 1", "1", Keys.FENCE),
            List.of("EVALSHA", "x", "1", Keys.FENCE),
            List.of("WATCH", Keys.FENCE),
            List.of("MULTI"),
            List.of("EXEC"),
            List.of("INFO"),
            List.of("CLIENT", "LIST"),
            List.of("CLIENT", "INFO"),
            List.of("CLIENT", "KILL", "ID", "1"),
            List.of("CLIENT", "SETNAME", "x"));

    private static final List<List<String>> NEEDED_AT_HOME = List.of(
            List.of("HSETNX", Keys.HEAD, "id", "x"),
            List.of("HINCRBY", Keys.HEAD, "token", "1"),
            List.of("ZADD", Keys.ROWS, "1", "x"),
            List.of("XADD", Keys.EVENTS, "1-0", "a", "b"),
            List.of("TIME"));

    Health look() {
        try {
            return session.repeatable(this::look);
        } catch (DbMigrateException e) {
            return new Health(false, null, null, List.of(String.valueOf(e.getMessage())), List.of());
        }
    }

    private Health look(Jedis jedis) {
        List<String> findings = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        Map<String, String> info = info(jedis);
        boolean home = jedis.hexists(Keys.HEAD, "id");
        String version = info.getOrDefault("redis_version", "?");
        String server = info.getOrDefault("server_name", "redis").equals("valkey")
                ? "Valkey " + info.getOrDefault("valkey_version", version)
                : "Redis " + version;
        if (major(version) < RECOMMENDED_MAJOR) {
            notes.add("Redis 7 or newer is recommended; this is " + version);
        }
        if ("1".equals(info.get("cluster_enabled"))) {
            findings.add(String.valueOf(RedisFailures.cluster(session.address()).getMessage()));
        }
        if (!"master".equals(info.getOrDefault("role", "master"))) {
            findings.add("this is a replica, which cannot be written to. Give the URL of the primary, "
                    + info.getOrDefault("master_host", "?") + ":" + info.getOrDefault("master_port", "?"));
        }
        eviction(info, home, findings);
        if ("0".equals(info.get("aof_enabled"))) {
            notes.add((home ? "the history lives here and " : "")
                    + "the append-only file is off: a crash of the server loses what came after"
                    + " the last snapshot, the data of migrations and their records alike."
                    + " redis-cli config set appendonly yes");
        }
        String user = user(jedis);
        if (user != null) {
            rights(jedis, user, home, version, findings, notes);
        }
        return new Health(true, server, user, findings, notes);
    }

    private static void eviction(Map<String, String> info, boolean home, List<String> findings) {
        String policy = info.getOrDefault("maxmemory_policy", "noeviction");
        if (!policy.startsWith("allkeys") || "0".equals(info.get("maxmemory"))) {
            return;
        }
        String text = "maxmemory-policy " + policy + " may evict any key, dbmigrate's own records among them";
        findings.add(text
                + (home
                        ? ", and the history lives here. Keep the history elsewhere (-Ddbmigrate.home=…), or: "
                        : ": an interrupted migration whose journal is evicted would be run again. Set, at least while you"
                                + " migrate: ")
                + "redis-cli config set maxmemory-policy volatile-lru");
    }

    private static @Nullable String user(Jedis jedis) {
        try {
            return jedis.aclWhoAmI();
        } catch (JedisDataException e) {
            // the right to ask is not needed for anything else
            return null;
        }
    }

    private static void rights(
            Jedis jedis, String user, boolean home, String version, List<String> findings, List<String> notes) {
        List<List<String>> needed = new ArrayList<>(NEEDED);
        if (home) {
            needed.addAll(NEEDED_AT_HOME);
        }
        if (major(version) < RECOMMENDED_MAJOR) {
            if (!"default".equals(user)) {
                notes.add("whether user '" + user
                        + "' has the rights of docs/guides/redis.md can be asked only of Redis 7"
                        + " or newer (ACL DRYRUN)");
            }
            return;
        }
        List<String> missing = new ArrayList<>();
        for (List<String> command : needed) {
            try {
                String reply = jedis.aclDryRun(
                        user, command.get(0), command.subList(1, command.size()).toArray(new String[0]));
                if (!"OK".equals(reply)) {
                    missing.add(reply);
                }
            } catch (JedisDataException e) {
                notes.add("user '" + user + "' may not ask what it may do (ACL DRYRUN): " + e.getMessage());
                return;
            }
        }
        if (!missing.isEmpty()) {
            findings.add("user '" + user + "' lacks rights that dbmigrate needs: " + String.join("; ", missing)
                    + ". See the section on grants in docs/guides/redis.md");
        }
    }

    private static Map<String, String> info(Jedis jedis) {
        Map<String, String> all = new HashMap<>();
        jedis.info().lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                all.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        });
        return all;
    }

    private static int major(String version) {
        try {
            return Integer.parseInt(version.split("\\.", 2)[0]);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
