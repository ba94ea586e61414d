package dev.dbmigrate.postgres.internal;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.Secret;
import dev.dbmigrate.runtime.TargetConfig;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** Opens connections to one PostgreSQL database. Thread-safe. */
final class Connector {

    /** The name under which a session is known that only reads. */
    static final String READ_SESSION = "dbmigrate-read";

    private static final String CONNECT_TIMEOUT_SECONDS = "10";

    private final TargetConfig config;
    private final String url;
    private final Properties properties = new Properties();

    Connector(TargetConfig config) {
        this.config = config;
        this.url = jdbcUrl(config, properties);
        if (config.user() != null) {
            properties.setProperty("user", config.user());
        }
        Secret password = config.password();
        if (password != null) {
            properties.setProperty("password", password.reveal());
        }
        properties.setProperty(PGProperty.CONNECT_TIMEOUT.getName(), CONNECT_TIMEOUT_SECONDS);
        properties.setProperty(PGProperty.TCP_KEEP_ALIVE.getName(), "true");
        properties.setProperty(PGProperty.PREPARE_THRESHOLD.getName(), Pooler.PREPARE_NOTHING);
        // the session's name goes with the start-up packet instead of a round trip of its own
        properties.setProperty(PGProperty.ASSUME_MIN_SERVER_VERSION.getName(), "15");
    }

    TargetConfig config() {
        return config;
    }

    /**
     * Opens a connection.
     *
     * @param sessionName what {@code pg_stat_activity} calls it
     * @return the connection, in auto-commit mode
     */
    Connection open(String sessionName) {
        return open(sessionName, null);
    }

    /**
     * Opens a connection on which no answer may take longer than a limit.
     *
     * @param sessionName what {@code pg_stat_activity} calls it
     * @param limit for connecting and for each answer; null for none
     * @return the connection, in auto-commit mode
     */
    Connection open(String sessionName, @Nullable Duration limit) {
        Properties own = new Properties();
        own.putAll(properties);
        own.setProperty(PGProperty.APPLICATION_NAME.getName(), sessionName);
        if (limit != null) {
            // a wire that swallows everything accepts a connection and then says nothing
            String seconds = Long.toString(Math.max(1, limit.toSeconds()));
            own.setProperty(PGProperty.LOGIN_TIMEOUT.getName(), seconds);
            own.setProperty(PGProperty.SOCKET_TIMEOUT.getName(), seconds);
        }
        try {
            Connection connection = new Driver().connect(url, own);
            if (connection == null) {
                throw unreadable(config, null);
            }
            if (limit != null) {
                limitAnswers(connection, limit);
            }
            return connection;
        } catch (SQLException e) {
            throw PostgresErrors.connecting(config, e);
        }
    }

    /** Makes a connection that hangs fail: no answer may take longer than the limit; zero for none. */
    static void limitAnswers(Connection connection, Duration limit) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, (int) Math.min(Integer.MAX_VALUE, limit.toMillis()));
    }

    private static String jdbcUrl(TargetConfig config, Properties properties) {
        String text = config.url();
        if (text.startsWith("jdbc:postgresql:")) {
            return withoutUserInfo(config, text.substring("jdbc:".length()), properties);
        }
        if (text.startsWith("postgresql:") || text.startsWith("postgres:")) {
            return withoutUserInfo(config, "postgresql:" + text.substring(text.indexOf(':') + 1), properties);
        }
        throw unreadable(config, null);
    }

    /** libpq's form {@code postgresql://user:password@host/db}: pgjdbc wants the credentials apart. */
    private static String withoutUserInfo(TargetConfig config, String text, Properties properties) {
        int authority = text.indexOf("//");
        if (authority < 0) {
            return "jdbc:" + text;
        }
        int path = text.indexOf('/', authority + 2);
        int at = text.lastIndexOf('@', path < 0 ? text.length() : path);
        if (at < authority) {
            return "jdbc:" + text;
        }
        try {
            String userInfo = new URI(text).getRawUserInfo();
            if (userInfo != null) {
                int colon = userInfo.indexOf(':');
                properties.setProperty("user", decode(colon < 0 ? userInfo : userInfo.substring(0, colon)));
                if (colon >= 0) {
                    properties.setProperty("password", decode(userInfo.substring(colon + 1)));
                }
            }
        } catch (URISyntaxException e) {
            // its message would show the password
            throw unreadable(config, null);
        }
        return "jdbc:" + text.substring(0, authority + 2) + text.substring(at + 1);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static DbMigrateException unreadable(TargetConfig config, @Nullable Throwable cause) {
        return new DbMigrateException(
                Diagnostic.CONFIGURATION,
                "the URL of the database '" + config.name() + "' (" + config.displayUrl()
                        + ") is not one of PostgreSQL: write jdbc:postgresql://host:5432/database"
                        + " or postgresql://user@host:5432/database",
                cause);
    }
}
