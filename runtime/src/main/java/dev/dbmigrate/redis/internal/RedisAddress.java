package dev.dbmigrate.redis.internal;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.Secret;
import dev.dbmigrate.runtime.TargetConfig;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.SslVerifyMode;

/**
 * Where a Redis database is and who logs in.
 *
 * @param name the database's configured name
 * @param host the host
 * @param port the port
 * @param database the logical database's number
 * @param tls whether the connection is encrypted
 * @param user the ACL user, or null for the default one
 * @param password the password, or null
 * @param replyMillis how long an answer is waited for, in milliseconds
 */
record RedisAddress(
        String name,
        String host,
        int port,
        int database,
        boolean tls,
        @Nullable String user,
        @Nullable Secret password,
        int replyMillis) {

    private static final int DEFAULT_PORT = 6379;
    private static final int CONNECT_MILLIS = 10_000;
    /** A lost reply must end some day, and the longest script of dbmigrate itself takes milliseconds. */
    private static final int REPLY_MILLIS = 60_000;
    /** Shorter than that a healthy server may seem to be gone. */
    private static final int SHORTEST_REPLY_MILLIS = 250;

    /**
     * Reads a configuration. The URL is never part of a message here: where it cannot be read, nobody knows which part of
     * it is the password.
     */
    static RedisAddress of(TargetConfig config) {
        URI uri = uri(config);
        String scheme = uri.getScheme();
        if (!"redis".equals(scheme) && !"rediss".equals(scheme)) {
            throw unreadable(config, "it must begin with redis:// or rediss://", null);
        }
        if (uri.getHost() == null) {
            throw unreadable(
                    config, "it names no host; special characters of a password must be percent-encoded", null);
        }
        String userInfo = uri.getRawUserInfo();
        String urlUser = null;
        Secret urlPassword = null;
        if (userInfo != null) {
            int colon = userInfo.indexOf(':');
            urlUser = blankToNull(decode(colon < 0 ? userInfo : userInfo.substring(0, colon)));
            urlPassword = colon < 0 ? null : new Secret(decode(userInfo.substring(colon + 1)));
        }
        return new RedisAddress(
                config.name(),
                uri.getHost(),
                uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
                database(config, uri),
                "rediss".equals(scheme),
                config.user() != null ? config.user() : urlUser,
                config.password() != null ? config.password() : urlPassword,
                REPLY_MILLIS);
    }

    private static URI uri(TargetConfig config) {
        try {
            return new URI(config.url().strip());
        } catch (URISyntaxException e) {
            // the exception's text holds the URL, and with it the password
            throw unreadable(config, "it is not a URL (fault at character " + (e.getIndex() + 1) + ")", null);
        }
    }

    private static int database(TargetConfig config, URI uri) {
        String path = uri.getPath() == null ? "" : uri.getPath().replaceFirst("^/", "");
        String text = config.options().getOrDefault("database", path);
        if (text.isEmpty()) {
            return 0;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw unreadable(config, "what follows the host must be the number of the logical database", null);
        }
        throw unreadable(config, "the number of the logical database is negative", null);
    }

    private static DbMigrateException unreadable(TargetConfig config, String why, @Nullable Throwable cause) {
        return new DbMigrateException(
                Diagnostic.CONFIGURATION,
                "the URL of Redis database '" + config.name() + "' cannot be read: " + why
                        + ". Write it as redis://host:6379/0 (rediss:// for TLS), and give the user and the password with "
                        + "-Ddbmigrate." + config.name() + ".user and the environment variable DBMIGRATE_"
                        + config.name().toUpperCase(java.util.Locale.ROOT) + "_PASSWORD",
                cause);
    }

    private static @Nullable String blankToNull(String text) {
        return text.isBlank() ? null : text;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** The address without credentials. */
    String display() {
        return (tls ? "rediss://" : "redis://") + host + ":" + port + "/" + database;
    }

    HostAndPort hostAndPort() {
        return new HostAndPort(host, port);
    }

    /** The same address, with another patience. */
    RedisAddress patient(Duration patience) {
        int millis = (int) Math.min(REPLY_MILLIS, Math.max(SHORTEST_REPLY_MILLIS, patience.toMillis()));
        return new RedisAddress(name, host, port, database, tls, user, password, millis);
    }

    /** How the driver connects for a session of the given name. */
    JedisClientConfig clientConfig(String sessionName) {
        DefaultJedisClientConfig.Builder builder = DefaultJedisClientConfig.builder()
                .protocol(RedisProtocol.RESP2)
                .connectionTimeoutMillis(Math.min(CONNECT_MILLIS, replyMillis))
                .socketTimeoutMillis(replyMillis)
                .database(database)
                .clientName(sessionName);
        if (tls) {
            builder.sslOptions(
                    SslOptions.builder().sslVerifyMode(SslVerifyMode.FULL).build());
        }
        if (user != null) {
            builder.user(user);
        }
        if (password != null) {
            builder.password(password.reveal());
        }
        return builder.build();
    }

    @Override
    public String toString() {
        return "redis '" + name + "' at " + display();
    }
}
