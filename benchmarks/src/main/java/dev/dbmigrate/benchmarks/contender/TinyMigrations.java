package dev.dbmigrate.benchmarks.contender;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import dev.dbmigrate.model.Manifest;
import dev.dbmigrate.model.ManifestEntry;
import dev.dbmigrate.mongodb.MongoMigration;
import dev.dbmigrate.neo4j.Neo4jMigration;
import dev.dbmigrate.redis.RedisMigration;
import dev.dbmigrate.runtime.Configuration;
import dev.dbmigrate.runtime.DbMigrate;
import dev.dbmigrate.runtime.TargetConfig;
import dev.dbmigrate.testkit.ServerKind;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.bson.Document;
import org.neo4j.driver.AuthToken;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.Session;
import redis.clients.jedis.Jedis;

/**
 * The smallest migration of a store, many times over: one write each, so that what is measured is what surrounds it.
 */
public enum TinyMigrations {
    /** One field of a hash. */
    REDIS(ServerKind.REDIS) {
        @Override
        Object migration(int number) {
            return (RedisMigration) db -> db.atomically(tx -> tx.hset("tiny", field(number), "1"));
        }

        @Override
        void write(TargetConfig database, int count) {
            try (Jedis jedis = new Jedis(URI.create(database.url()))) {
                IntStream.rangeClosed(1, count).forEach(number -> jedis.hset("tiny", field(number), "1"));
            }
        }

        @Override
        long written(TargetConfig database) {
            try (Jedis jedis = new Jedis(URI.create(database.url()))) {
                return jedis.hlen("tiny");
            }
        }
    },
    /** One node. */
    NEO4J(ServerKind.NEO4J) {
        @Override
        Object migration(int number) {
            return (Neo4jMigration) db -> db.run("CREATE (:Tiny {n: $n})", Map.of("n", number));
        }

        @Override
        void write(TargetConfig database, int count) {
            try (Driver driver = driver(database);
                    Session session = driver.session()) {
                for (int number = 1; number <= count; number++) {
                    session.run("CREATE (:Tiny {n: $n})", Map.of("n", number)).consume();
                }
            }
        }

        @Override
        long written(TargetConfig database) {
            try (Driver driver = driver(database);
                    Session session = driver.session()) {
                return session.run("MATCH (t:Tiny) RETURN count(t) AS n")
                        .single()
                        .get("n")
                        .asLong();
            }
        }
    },
    /** One document. */
    MONGODB(ServerKind.MONGODB) {
        @Override
        Object migration(int number) {
            return (MongoMigration) db -> db.idempotentStep(
                    "insert", () -> db.database().getCollection("tiny").insertOne(new Document("_id", number)));
        }

        @Override
        void write(TargetConfig database, int count) {
            try (MongoClient client = MongoClients.create(database.url())) {
                IntStream.rangeClosed(1, count)
                        .forEach(number ->
                                mongo(client, database).getCollection("tiny").insertOne(new Document("_id", number)));
            }
        }

        @Override
        long written(TargetConfig database) {
            try (MongoClient client = MongoClients.create(database.url())) {
                return mongo(client, database).getCollection("tiny").countDocuments();
            }
        }
    };

    private final ServerKind server;

    TinyMigrations(ServerKind server) {
        this.server = server;
    }

    /** The store. */
    public ServerKind server() {
        return server;
    }

    abstract Object migration(int number);

    /** Makes the same writes by the store's own client, with nothing around them. */
    abstract void write(TargetConfig database, int count);

    abstract long written(TargetConfig database);

    /**
     * Those who make the writes, the bare client first.
     *
     * @param count how many migrations
     */
    public List<Contender> contenders(int count) {
        return List.of(new Bare(this, count), new Guarded(this, count));
    }

    private static String field(int number) {
        return "field" + number;
    }

    private static Driver driver(TargetConfig database) {
        String password = Connections.password(database);
        AuthToken token = password == null ? AuthTokens.none() : AuthTokens.basic(database.user(), password);
        return GraphDatabase.driver(database.url(), token);
    }

    private static MongoDatabase mongo(MongoClient client, TargetConfig database) {
        return client.getDatabase(Objects.requireNonNull(database.options().get("database")));
    }

    /**
     * A subject that did not do the work is no subject.
     *
     * @param database where it was to be done
     * @param count how many migrations
     * @param who names the subject in the message
     */
    public void requireWritten(TargetConfig database, int count, String who) {
        if (written(database) != count) {
            throw new IllegalStateException(who + " made " + written(database) + " writes instead of " + count);
        }
    }

    private record Bare(TinyMigrations store, int count) implements Contender {

        @Override
        public String title() {
            return "client alone";
        }

        @Override
        public void apply(TargetConfig database) {
            store.write(database, count);
        }
    }

    private record Guarded(TinyMigrations store, int count) implements Contender {

        @Override
        public String title() {
            return "dbmigrate";
        }

        @Override
        public void apply(TargetConfig database) {
            DbMigrate.builder(Configuration.of(List.of(database)))
                    .manifests(List.of(new InMemory(store, count)))
                    .build()
                    .apply();
        }
    }

    /** What the processor would have written. */
    private record InMemory(TinyMigrations store, int count) implements Manifest {

        @Override
        public int formatVersion() {
            return CURRENT_FORMAT;
        }

        @Override
        public String digest() {
            return "sha256:tiny-" + count;
        }

        @Override
        public int size() {
            return count;
        }

        @Override
        public List<ManifestEntry> entries() {
            String kind = store.server.id();
            return IntStream.rangeClosed(1, count)
                    .mapToObj(number -> ManifestEntry.of("%05d_tiny".formatted(number), "tiny.Tiny" + number)
                            .description("tiny")
                            .version("1.0.0")
                            .part(kind, kind, false)
                            .checksum("v1:" + number)
                            .source("tiny/Tiny.java", number)
                            .build())
                    .toList();
        }

        @Override
        public Object newInstance(int index) {
            return store.migration(index + 1);
        }
    }
}
