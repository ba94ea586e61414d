package dev.dbmigrate.neo4j.internal;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.Secret;
import dev.dbmigrate.runtime.TargetConfig;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.AuthToken;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.SessionConfig;

/**
 * Where a Neo4j database is and who asks.
 *
 * @param uri the address without credentials, as the driver takes it
 * @param auth the credentials
 * @param database the database's name on the server, or null for the user's home database
 */
record Neo4jAddress(URI uri, AuthToken auth, @Nullable String database) {

    private static final Set<String> SCHEMES = Set.of("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc");

    static Neo4jAddress of(TargetConfig config) {
        URI given;
        try {
            given = new URI(config.url());
        } catch (URISyntaxException e) {
            // the exception repeats the whole URL, with what may stand in it
            throw new DbMigrateException(
                    Diagnostic.CONFIGURATION,
                    parameter(config, "url") + "=" + config.displayUrl() + " is not a URL (" + e.getReason()
                            + "): write neo4j://host:7687");
        }
        String scheme = given.getScheme();
        if (scheme == null || !SCHEMES.contains(scheme) || given.getHost() == null) {
            throw new DbMigrateException(
                    Diagnostic.CONFIGURATION,
                    parameter(config, "url") + "=" + config.displayUrl()
                            + " is not an address of Neo4j's Bolt protocol: write neo4j://host:7687, bolt://host:7687 for"
                            + " one server without routing, neo4j+s:// for TLS or neo4j+ssc:// for TLS with a self-signed"
                            + " certificate");
        }
        String database = config.options().get("database");
        return new Neo4jAddress(
                withoutCredentials(given),
                auth(config, given),
                database == null || database.isBlank() ? null : database);
    }

    private static URI withoutCredentials(URI given) {
        int port = given.getPort();
        String query = given.getRawQuery();
        return URI.create(given.getScheme() + "://" + given.getHost() + (port < 0 ? "" : ":" + port)
                + (query == null ? "" : "?" + query));
    }

    private static AuthToken auth(TargetConfig config, URI given) {
        String user = config.user();
        Secret password = config.password();
        String secret = password == null ? null : password.reveal();
        String info = given.getRawUserInfo();
        if (info != null) {
            int colon = info.indexOf(':');
            if (user == null) {
                user = decode(colon < 0 ? info : info.substring(0, colon));
            }
            if (secret == null && colon >= 0) {
                secret = decode(info.substring(colon + 1));
            }
        }
        if (user == null && secret == null) {
            return AuthTokens.none();
        }
        return AuthTokens.basic(user == null ? "neo4j" : user, secret == null ? "" : secret);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** How sessions on this database begin. */
    SessionConfig.Builder session() {
        SessionConfig.Builder builder = SessionConfig.builder();
        if (database != null) {
            builder.withDatabase(database);
        }
        return builder;
    }

    /** The full name of a parameter of this database, as a user types it. */
    static String parameter(TargetConfig config, String last) {
        String name = config.name();
        return "dbmigrate." + (name.equals(config.kind()) ? "" : "databases.") + name + "." + last;
    }
}
