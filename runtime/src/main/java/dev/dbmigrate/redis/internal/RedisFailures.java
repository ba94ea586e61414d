package dev.dbmigrate.redis.internal;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import java.util.Locale;
import java.util.function.Supplier;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** Turns the driver's exceptions into dbmigrate's, with what to type. */
final class RedisFailures {

    private RedisFailures() {}

    /** Does something on the server, and turns what the driver throws. */
    static <T> T translating(RedisAddress address, Supplier<T> work) {
        try {
            return work.get();
        } catch (JedisException e) {
            throw translate(address, e);
        }
    }

    static DbMigrateException translate(RedisAddress address, JedisException e) {
        String text = deepest(e);
        String upper = text.toUpperCase(Locale.ROOT);
        if (upper.startsWith("NOPERM")) {
            return failure(
                    Diagnostic.PERMISSION,
                    address,
                    "the user may not do this: " + text
                            + ". Grant it as the section on grants in docs/guides/redis.md says: ACL SETUSER "
                            + (address.user() == null ? "default" : address.user()) + " +…",
                    e);
        }
        if (e instanceof JedisAccessControlException
                || upper.startsWith("NOAUTH")
                || upper.startsWith("WRONGPASS")
                || upper.contains("INVALID PASSWORD")
                || upper.contains("WITHOUT ANY PASSWORD")) {
            return failure(
                    Diagnostic.AUTHENTICATION,
                    address,
                    "the server refuses the user or the password: " + text + ". Check -Ddbmigrate." + address.name()
                            + ".user and the environment variable DBMIGRATE_"
                            + address.name().toUpperCase(Locale.ROOT) + "_PASSWORD",
                    e);
        }
        if (e instanceof JedisDataException) {
            return data(address, text, upper, e);
        }
        return failure(
                Diagnostic.UNREACHABLE,
                address,
                "the server cannot be reached: " + text
                        + ". Is it running, and is the address right? Try: redis-cli -h " + address.host() + " -p "
                        + address.port() + (address.tls() ? " --tls" : "") + " ping",
                e);
    }

    private static DbMigrateException data(RedisAddress address, String text, String upper, JedisException e) {
        if (upper.contains("DB INDEX")) {
            return failure(
                    Diagnostic.CONFIGURATION,
                    address,
                    "the server has no logical database " + address.database()
                            + ". Use a lower number at the end of the URL, or raise 'databases' in redis.conf",
                    e);
        }
        if (upper.startsWith("READONLY")) {
            return failure(
                    Diagnostic.UNSUPPORTED_SERVER,
                    address,
                    "this server is a read-only replica. Give the address of the primary: redis-cli -h "
                            + address.host() + " -p " + address.port() + " info replication",
                    e);
        }
        if (upper.startsWith("LOADING") || upper.startsWith("MASTERDOWN") || upper.startsWith("BUSY")) {
            return failure(Diagnostic.UNREACHABLE, address, "the server is not ready: " + text + ". Try again", e);
        }
        if (upper.startsWith("MOVED") || upper.startsWith("CROSSSLOT") || upper.startsWith("CLUSTERDOWN")) {
            return cluster(address);
        }
        return failure(Diagnostic.UNSUPPORTED_SERVER, address, "the server refuses a command: " + text, e);
    }

    static DbMigrateException unnamed(RedisAddress address, String sessionName) {
        return new DbMigrateException(
                Diagnostic.PERMISSION,
                address + ": the session could not be named '" + sessionName
                        + "', so a later owner of the lease could not end it. Grant it: ACL SETUSER "
                        + (address.user() == null ? "default" : address.user())
                        + " +client|setname (+client before Redis 7)");
    }

    static DbMigrateException cluster(RedisAddress address) {
        return new DbMigrateException(
                Diagnostic.UNSUPPORTED_SERVER,
                address
                        + ": this server runs in cluster mode, where no transaction spans the keys of a migration and of "
                        + "its marker. Use a server without cluster mode (cluster-enabled no)");
    }

    /** Whether the connection is the problem, so that nobody knows what became of the last command. */
    static boolean isConnectionLoss(Throwable e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof JedisConnectionException) {
                return true;
            }
        }
        return false;
    }

    private static DbMigrateException failure(
            Diagnostic diagnostic, RedisAddress address, String what, JedisException e) {
        return new DbMigrateException(diagnostic, address + ": " + what, e);
    }

    /** The innermost text: Jedis wraps «Connection refused» in «Failed to connect to any host resolved for DNS name». */
    private static String deepest(Throwable e) {
        String text = String.valueOf(e.getMessage());
        for (Throwable t = e.getCause(); t != null; t = t.getCause()) {
            if (t.getMessage() != null) {
                text = t.getMessage();
            }
        }
        for (Throwable suppressed : e.getSuppressed()) {
            if (suppressed.getMessage() != null) {
                text = suppressed.getMessage();
            }
        }
        return text;
    }
}
