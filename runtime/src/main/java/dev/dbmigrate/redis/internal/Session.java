package dev.dbmigrate.redis.internal;

import dev.dbmigrate.runtime.spi.Lease;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.ClientKillParams;

/** dbmigrate's own commands over the connections of one session name. Safe for use by several threads. */
final class Session implements AutoCloseable {

    /** The name of sessions that write nothing and belong to no lease. */
    static final String READ = "dbmigrate-read";

    private final RedisAddress address;
    private final SessionPool pool;

    Session(RedisAddress address, SessionPool pool) {
        this.address = address;
        this.pool = pool;
    }

    static Session reading(RedisAddress address) {
        return named(address, READ);
    }

    static Session named(RedisAddress address, String sessionName) {
        return new Session(address, new SessionPool(address, sessionName, connection -> {}));
    }

    /** Sessions that would rather fail than wait for an answer longer than that. */
    static Session impatient(RedisAddress address, String sessionName, Duration patience) {
        return new Session(address, new SessionPool(address.patient(patience), sessionName, connection -> {}));
    }

    RedisAddress address() {
        return address;
    }

    SessionPool pool() {
        return pool;
    }

    /** Does something once, with the driver's own exceptions. */
    <T> T raw(Function<Jedis, T> work) {
        // closing a Jedis closes its connection, which gives it back to the pool
        try (Jedis jedis = new Jedis(pool.unobserved())) {
            return work.apply(jedis);
        }
    }

    /** Does something that may be done twice without harm, on a second connection if the first one was dead. */
    <T> T repeatable(Function<Jedis, T> work) {
        try {
            try {
                return raw(work);
            } catch (JedisConnectionException e) {
                return raw(work);
            }
        } catch (JedisException e) {
            throw RedisFailures.translate(address, e);
        }
    }

    /**
     * Runs a script that may be run twice without harm, but not late: before it is sent again, the session on which it was
     * sent first is ended, so that it cannot arrive when others have written since.
     */
    Object script(Script script, List<String> keys, List<String> arguments) {
        try {
            ObservedConnection first = pool.unobserved();
            long clientId = first.clientId();
            try (Jedis jedis = new Jedis(first)) {
                return script.run(jedis, keys, arguments);
            } catch (JedisConnectionException e) {
                return raw(jedis -> {
                    end(jedis, clientId);
                    return script.run(jedis, keys, arguments);
                });
            }
        } catch (JedisException e) {
            throw RedisFailures.translate(address, e);
        }
    }

    /**
     * Ends one of this session's connections if it still lives. After a restart of the server the number may be somebody
     * else's, so the name must be the same.
     */
    void end(Jedis jedis, long clientId) {
        for (String line : jedis.clientList(clientId).split("\n")) {
            if (field(line, "name").equals(pool.sessionName())) {
                kill(jedis, clientId);
            }
        }
    }

    /** Ends the sessions of the lease's history that have a lower token. */
    void endOlderSessions(Lease lease) {
        String prefix = Lease.sessionPrefix(lease.historyId());
        repeatable(jedis -> {
            for (String line : jedis.clientList().split("\n")) {
                String name = field(line, "name");
                if (name.startsWith(prefix) && tokenOf(name, prefix) < lease.token()) {
                    kill(jedis, Long.parseLong(field(line, "id")));
                }
            }
            return true;
        });
    }

    /** Ends a session by the server's number for it: what it had sent and the server had not read will never be run. */
    private static void kill(Jedis jedis, long clientId) {
        jedis.clientKill(new ClientKillParams().id(Long.toString(clientId)));
    }

    private static long tokenOf(String name, String prefix) {
        try {
            return Long.parseLong(name.substring(prefix.length()));
        } catch (NumberFormatException e) {
            // not one of ours, whatever it is
            return Long.MAX_VALUE;
        }
    }

    static String field(String line, String name) {
        for (String part : line.strip().split(" ")) {
            if (part.startsWith(name + "=")) {
                return part.substring(name.length() + 1);
            }
        }
        return "";
    }

    @Override
    public void close() {
        pool.close();
    }
}
