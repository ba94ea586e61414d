package dev.dbmigrate.testkit.internal;

import dev.dbmigrate.runtime.TargetConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.neo4j.driver.AuthToken;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.Record;
import org.neo4j.driver.Session;

/** Hands out the one database of Neo4j's community edition, to one test at a time. */
final class Neo4jDatabases {

    private static final Duration LONGEST_TEST = Duration.ofMinutes(10);

    private Neo4jDatabases() {}

    static FreshDatabase create(TargetConfig server, String name, Path directory) {
        DirectoryLock lock = DirectoryLock.acquire(directory.resolve("neo4j.in-use"), LONGEST_TEST);
        boolean handedOut = false;
        try {
            empty(server);
            handedOut = true;
        } finally {
            if (!handedOut) {
                lock.close();
            }
        }
        TargetConfig target =
                new TargetConfig(name, server.kind(), server.url(), server.user(), server.password(), server.options());
        return new FreshDatabase(target, lock::close);
    }

    private static void empty(TargetConfig server) {
        try (Driver driver = GraphDatabase.driver(server.url(), token(server));
                Session session = driver.session()) {
            drop(session, "SHOW CONSTRAINTS YIELD name", "DROP CONSTRAINT");
            drop(session, "SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP'", "DROP INDEX");
            session.run("MATCH (n) CALL { WITH n DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS")
                    .consume();
        }
    }

    private static void drop(Session session, String show, String drop) {
        List<String> names =
                session.run(show).list((Record row) -> row.get("name").asString());
        for (String name : names) {
            session.run(drop + " `" + name.replace("`", "``") + "` IF EXISTS").consume();
        }
    }

    private static AuthToken token(TargetConfig server) {
        return server.user() == null || server.password() == null
                ? AuthTokens.none()
                : AuthTokens.basic(server.user(), server.password().reveal());
    }
}
