package dev.dbmigrate.runtime.scaffold;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The kinds of which a class can be written, in the order in which a migration over several runs its parts. */
enum Kind {
    POSTGRES("postgres", "Postgres", """
                    // Several statements may stand in one text, separated by semicolons. db.update and db.query take
                    // parameters; db.connection() is the java.sql.Connection.
                    // db.execute("CREATE TABLE example (id bigint PRIMARY KEY, name text NOT NULL)");
                    """, "// db.execute(\"DROP TABLE example\");"),
    MONGODB("mongodb", "Mongo", """
                    // db.database() is the driver's MongoDatabase. Hand the session to each call where there is one:
                    // var users = db.database().getCollection("users");
                    // var set = com.mongodb.client.model.Updates.set("schemaVersion", 2);
                    // db.session().ifPresentOrElse(s -> users.updateMany(s, all, set), () -> users.updateMany(all, set));
                    """, "// the same with Updates.unset(\"schemaVersion\")"),
    NEO4J("neo4j", "Neo4j", """
                    // Schema and data statements may stand together: each is its own journaled transaction.
                    // db.run("CREATE CONSTRAINT example_id IF NOT EXISTS FOR (e:Example) REQUIRE e.id IS UNIQUE");
                    """, "// db.run(\"DROP CONSTRAINT example_id IF EXISTS\");"),
    REDIS("redis", "Redis", """
                    // db.client() is the Jedis client. Never KEYS *: it stops a live server; SCAN instead.
                    // db.client().hset("config:features", "new_feature", "false");
                    """, "// db.client().hdel(\"config:features\", \"new_feature\");");

    private final String id;
    private final String prefix;
    private final String up;
    private final String down;

    Kind(String id, String prefix, String up, String down) {
        this.id = id;
        this.prefix = prefix;
        this.up = up;
        this.down = down;
    }

    static Optional<Kind> named(String id) {
        return Arrays.stream(values()).filter(kind -> kind.id.equals(id)).findFirst();
    }

    static List<String> ids() {
        return Arrays.stream(values()).map(Kind::id).toList();
    }

    String id() {
        return id;
    }

    String migrationType() {
        return prefix + "Migration";
    }

    String contextType() {
        return prefix + "Context";
    }

    List<String> up() {
        return up.lines().toList();
    }

    String down() {
        return down;
    }
}
