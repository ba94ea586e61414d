package dev.dbmigrate.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.dbmigrate.runtime.TargetConfig;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Session;
import redis.clients.jedis.Jedis;

class TestDatabasesTest {

    @Test
    void givesEachCallerAPostgresDatabaseOfItsOwnAndDropsIt() throws SQLException {
        TargetConfig first;
        try (TestDatabases databases = TestDatabases.open()) {
            first = databases.postgres();
            TargetConfig second = databases.postgres();
            run(first, "CREATE TABLE here (id int)");
            assertThat(Note.one(second, "SELECT count(*) FROM pg_tables WHERE tablename = 'here'"))
                    .isEqualTo("0");
            assertThat(Note.one(first, "SELECT count(*) FROM pg_tables WHERE tablename = 'here'"))
                    .isEqualTo("1");
        }
        String name = first.url().replaceFirst(".*/", "");
        assertThat(Note.one(
                        TestDatabases.server(ServerKind.POSTGRES),
                        "SELECT count(*) FROM pg_database WHERE datname = '" + name + "'"))
                .isEqualTo("0");
    }

    @Test
    void postgresIsDurable() throws SQLException {
        TargetConfig server = TestDatabases.server(ServerKind.POSTGRES);
        assertThat(Note.one(server, "SHOW fsync")).isEqualTo("on");
        assertThat(Note.one(server, "SHOW synchronous_commit")).isEqualTo("on");
        assertThat(Note.one(server, "SHOW full_page_writes")).isEqualTo("on");
        assertThat(Note.one(server, "SELECT datcollate FROM pg_database WHERE datname = 'postgres'"))
                .isEqualTo("C.UTF-8");
    }

    @Test
    void givesEachCallerARedisDatabaseOfItsOwn() {
        try (TestDatabases databases = TestDatabases.open()) {
            TargetConfig first = databases.redis();
            TargetConfig second = databases.redis();
            try (Jedis redis = new Jedis(URI.create(first.url()));
                    Jedis other = new Jedis(URI.create(second.url()))) {
                redis.set("a", "1");
                assertThat(other.get("a")).isNull();
                assertThat(redis.configGet("appendfsync")).containsEntry("appendfsync", "always");
                assertThat(redis.configGet("appendonly")).containsEntry("appendonly", "yes");
            }
        }
    }

    @Test
    void givesEachCallerAMongoDatabaseOfItsOwn() {
        try (TestDatabases databases = TestDatabases.open()) {
            TargetConfig first = databases.mongodb();
            TargetConfig second = databases.mongodb();
            try (MongoClient client = MongoClients.create(first.url())) {
                client.getDatabase(first.options().get("database"))
                        .getCollection("a")
                        .insertOne(new Document("x", 1));
                assertThat(client.getDatabase(first.options().get("database"))
                                .getCollection("a")
                                .countDocuments())
                        .isEqualTo(1);
                assertThat(client.getDatabase(second.options().get("database"))
                                .getCollection("a")
                                .countDocuments())
                        .isZero();
            }
        }
    }

    @Test
    void handsOutNeo4jEmptyOfDataIndexesAndConstraints() {
        try (TestDatabases databases = TestDatabases.open()) {
            TargetConfig target = databases.neo4j();
            try (Driver driver = Note.driver(target);
                    Session session = driver.session()) {
                session.run("CREATE CONSTRAINT one FOR (n:A) REQUIRE n.id IS UNIQUE")
                        .consume();
                session.run("CREATE INDEX two FOR (n:A) ON (n.b)").consume();
                session.run("CREATE (:A {id: 1})").consume();
            }
        }
        try (TestDatabases databases = TestDatabases.open()) {
            TargetConfig target = databases.neo4j();
            try (Driver driver = Note.driver(target);
                    Session session = driver.session()) {
                assertThat(session.run("SHOW CONSTRAINTS").list()).isEmpty();
                assertThat(session.run("SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP'")
                                .list())
                        .isEmpty();
                assertThat(session.run("MATCH (n) RETURN n").list()).isEmpty();
            }
        }
    }

    static void run(TargetConfig target, String sql) throws SQLException {
        try (Connection connection = Note.connect(target);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
