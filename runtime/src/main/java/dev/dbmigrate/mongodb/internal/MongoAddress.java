package dev.dbmigrate.mongodb.internal;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCredential;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.Secret;
import dev.dbmigrate.runtime.TargetConfig;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a database is and as whom it is reached. Immutable.
 *
 * @param url the connection string; without user and password when those are given apart
 * @param database the database's name on the server
 * @param user the user that is given apart, or null
 * @param password the password that is given apart, or null
 */
record MongoAddress(
        String url,
        String database,
        @Nullable String user,
        @Nullable Secret password) {

    private static final Pattern URL = Pattern.compile(
            "(?<scheme>mongodb(?:\\+srv)?://)(?:(?<user>[^/@:]*)(?::(?<password>[^/@]*))?@)?(?<hosts>[^/?@]+)"
                    + "(?:/(?<database>[^?]*))?(?<query>\\?.*)?");
    private static final Pattern AUTH_SOURCE = Pattern.compile("[?&]authSource=([^&]*)", Pattern.CASE_INSENSITIVE);

    /** How long a server may take to be found before it counts as unreachable. */
    private static final int SELECTION_SECONDS = 8;

    private static final int CONNECT_SECONDS = 5;

    /**
     * Reads a configuration without touching the network.
     *
     * @param config the configuration
     * @return the address
     * @throws DbMigrateException with {@code DBM-R001} if it cannot be read
     */
    static MongoAddress parse(TargetConfig config) {
        Matcher parts = URL.matcher(config.url());
        if (!parts.matches()) {
            throw unreadable(config, "it has another form");
        }
        String database = config.options().getOrDefault("database", decode(parts.group("database")));
        if (database.isBlank()) {
            throw new DbMigrateException(
                    Diagnostic.CONFIGURATION,
                    "the URL of the MongoDB database '" + config.name() + "', " + config.displayUrl()
                            + ", names no database: write mongodb://host:27017/mydatabase, or add "
                            + parameter(config, "database") + "=mydatabase");
        }
        Secret password = config.password();
        String user = config.user();
        String url = config.url();
        if (user != null || password != null) {
            user = user != null ? user : decode(parts.group("user"));
            String inUrl = parts.group("password");
            password = password == null && inUrl != null ? new Secret(decode(inUrl)) : password;
            url = parts.group("scheme") + parts.group("hosts") + "/" + orEmpty(parts.group("database"))
                    + orEmpty(parts.group("query"));
        }
        MongoAddress address = new MongoAddress(url, database, user, password);
        if (!url.startsWith("mongodb+srv")) {
            address.settings(config);
        }
        return address;
    }

    /**
     * The driver's settings for this address. With {@code mongodb+srv} this asks the DNS.
     *
     * @param config for messages
     * @return a builder
     */
    MongoClientSettings.Builder settings(TargetConfig config) {
        ConnectionString connection;
        try {
            connection = new ConnectionString(url);
        } catch (IllegalArgumentException e) {
            // Not chained: the driver's message may repeat a part of the URL.
            throw unreadable(config, "the driver refuses it");
        }
        MongoClientSettings.Builder settings = MongoClientSettings.builder()
                .applyToClusterSettings(c -> c.serverSelectionTimeout(SELECTION_SECONDS, TimeUnit.SECONDS))
                .applyToSocketSettings(s -> s.connectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS))
                .applyConnectionString(connection);
        if (user != null && !user.isEmpty()) {
            String secret = password == null ? "" : password.reveal();
            settings.credential(MongoCredential.createCredential(user, authSource(), secret.toCharArray()));
        }
        return settings;
    }

    private String authSource() {
        Matcher named = AUTH_SOURCE.matcher(url);
        return named.find() ? decode(named.group(1)) : "admin";
    }

    /** The full name of a parameter of this database, as a user types it. */
    static String parameter(TargetConfig config, String name) {
        boolean byKind = config.name().equals(config.kind());
        return (byKind ? "dbmigrate." : "dbmigrate.databases.") + config.name() + "." + name;
    }

    private static DbMigrateException unreadable(TargetConfig config, String why) {
        return new DbMigrateException(
                Diagnostic.CONFIGURATION,
                "the URL of the MongoDB database '" + config.name() + "' cannot be read (" + why
                        + "): write mongodb://host:27017/mydatabase or mongodb+srv://cluster.example.com/mydatabase in "
                        + parameter(config, "url")
                        + ", and percent-encode special characters of the user and the password");
    }

    private static String decode(@Nullable String text) {
        return text == null ? "" : URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    @Override
    public String toString() {
        return "MongoDB database " + database;
    }
}
