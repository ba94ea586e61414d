package dev.dbmigrate.testkit;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.dbmigrate.runtime.TargetConfig;
import dev.dbmigrate.testkit.internal.SharedServers;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Objects;
import org.bson.Document;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.Session;
import redis.clients.jedis.Jedis;

/** One value, written to a server of any kind and read back. */
final class Note {

    private Note() {}

    static void write(ServerKind kind, Map<String, String> parameters, String text) throws SQLException {
        TargetConfig target = SharedServers.target(kind, parameters);
        switch (kind) {
            case POSTGRES -> {
                try (Connection connection = connect(target);
                        Statement statement = connection.createStatement()) {
                    statement.execute("CREATE TABLE IF NOT EXISTS note (text text)");
                    statement.execute("INSERT INTO note VALUES ('" + text + "')");
                }
            }
            case REDIS -> {
                try (Jedis redis = new Jedis(URI.create(target.url()))) {
                    redis.set("note", text);
                }
            }
            case NEO4J -> {
                try (Driver driver = driver(target);
                        Session session = driver.session()) {
                    session.run("CREATE (:Note {text: $text})", Map.of("text", text))
                            .consume();
                }
            }
            case MONGODB -> {
                try (MongoClient client = MongoClients.create(target.url())) {
                    client.getDatabase("app").getCollection("note").insertOne(new Document("text", text));
                }
            }
        }
    }

    static String read(ServerKind kind, Map<String, String> parameters) throws SQLException {
        TargetConfig target = SharedServers.target(kind, parameters);
        return switch (kind) {
            case POSTGRES -> one(target, "SELECT text FROM note");
            case REDIS -> {
                try (Jedis redis = new Jedis(URI.create(target.url()))) {
                    yield redis.get("note");
                }
            }
            case NEO4J -> {
                try (Driver driver = driver(target);
                        Session session = driver.session()) {
                    yield session.run("MATCH (n:Note) RETURN n.text AS text")
                            .single()
                            .get("text")
                            .asString();
                }
            }
            case MONGODB -> {
                try (MongoClient client = MongoClients.create(target.url())) {
                    yield Objects.requireNonNull(client.getDatabase("app")
                                    .getCollection("note")
                                    .find()
                                    .first())
                            .getString("text");
                }
            }
        };
    }

    static String one(TargetConfig target, String sql) throws SQLException {
        try (Connection connection = connect(target);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    static Connection connect(TargetConfig target) throws SQLException {
        return DriverManager.getConnection(
                target.url(),
                target.user(),
                Objects.requireNonNull(target.password()).reveal());
    }

    static Driver driver(TargetConfig target) {
        return GraphDatabase.driver(
                target.url(),
                AuthTokens.basic(
                        target.user(), Objects.requireNonNull(target.password()).reveal()));
    }
}
