package dev.dbmigrate.testkit;

import dev.dbmigrate.runtime.TargetConfig;
import dev.dbmigrate.testkit.internal.FreshDatabase;
import dev.dbmigrate.testkit.internal.FreshDatabases;
import dev.dbmigrate.testkit.internal.SharedServers;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Fresh, isolated databases on real servers for tests. Each call gives a new database, removed by {@link #close}.
 *
 * <p>Servers are, for each kind: the one at {@code DBMIGRATE_TEST_POSTGRES_URL} (…{@code _REDIS_URL},
 * {@code _NEO4J_URL}, {@code _MONGODB_URL}; user and password in {@code …_USER} and {@code …_PASSWORD}); else a
 * container where {@code DBMIGRATE_TEST_CONTAINERS=true} and Docker answers; else an embedded server, shared by all
 * modules and JVMs of one build. Not thread-safe; one for each test class or test.
 */
public final class TestDatabases implements AutoCloseable {

    private final Deque<FreshDatabase> opened = new ArrayDeque<>();

    private TestDatabases() {}

    /** Opens an empty collection; a server starts when the first database of its kind is asked for. */
    public static TestDatabases open() {
        return new TestDatabases();
    }

    /**
     * A fresh PostgreSQL database; its user is a superuser on embedded servers.
     *
     * @return how to reach it, under the name {@code postgres}
     * @throws EmbeddedServerException if there is no server
     */
    public TargetConfig postgres() {
        return fresh(ServerKind.POSTGRES, "postgres");
    }

    /**
     * An empty Redis database: a logical database of its own number on the shared server.
     *
     * @return how to reach it, under the name {@code redis}
     * @throws EmbeddedServerException if there is no server
     */
    public TargetConfig redis() {
        return fresh(ServerKind.REDIS, "redis");
    }

    /**
     * The Neo4j database, emptied of data, indexes and constraints. The community edition has only one: it belongs to
     * the caller until {@link #close}, and others, in other processes too, wait.
     *
     * @return how to reach it, under the name {@code neo4j}
     * @throws EmbeddedServerException if there is no server, or if another test does not let go for ten minutes
     */
    public TargetConfig neo4j() {
        return fresh(ServerKind.NEO4J, "neo4j");
    }

    /**
     * A fresh MongoDB database; its name stands in the option {@code database}.
     *
     * @return how to reach it, under the name {@code mongodb}
     * @throws EmbeddedServerException if there is no server
     */
    public TargetConfig mongodb() {
        return fresh(ServerKind.MONGODB, "mongodb");
    }

    /**
     * A fresh database under a name of the test's choice, for tests with two databases of a kind.
     *
     * @param kind the kind
     * @param name the name in the configuration
     * @return how to reach it
     * @throws EmbeddedServerException if there is no server
     */
    public TargetConfig fresh(ServerKind kind, String name) {
        if (kind == ServerKind.NEO4J
                && opened.stream().anyMatch(one -> one.target().kind().equals(kind.id()))) {
            throw new EmbeddedServerException(
                    "Neo4j's community edition has one database, and this test has it already;"
                            + " start a second server: ThrowawayServer.start(ServerKind.NEO4J, directory)");
        }
        TargetConfig server = server(kind);
        FreshDatabase database = FreshDatabases.create(kind, server, name, directory());
        opened.push(database);
        return database.target();
    }

    /**
     * The server itself, with its first user: for tests that create roles or look from outside.
     *
     * @param kind the kind
     * @return how to reach the server's maintenance database
     * @throws EmbeddedServerException if there is no server
     */
    public static TargetConfig server(ServerKind kind) {
        return SharedServers.target(kind, SharedServers.parameters(kind, directory()));
    }

    /**
     * Whether a server of a kind is to be had; starts it if need be.
     *
     * @param kind the kind
     * @return whether
     */
    public static boolean available(ServerKind kind) {
        return whyUnavailable(kind).isEmpty();
    }

    /**
     * Why there is no server of a kind: the reason that a skipped test shows.
     *
     * @param kind the kind
     * @return the reason, or empty if there is a server
     */
    public static Optional<String> whyUnavailable(ServerKind kind) {
        try {
            SharedServers.parameters(kind, directory());
            return Optional.empty();
        } catch (EmbeddedServerException e) {
            return Optional.of("no " + kind.title() + " for tests: " + e.getMessage());
        }
    }

    /** Where the shared embedded servers of this build live. */
    public static Path directory() {
        return SharedServers.directory();
    }

    /**
     * Removes the databases.
     *
     * @throws EmbeddedServerException if one cannot be removed; the others have been
     */
    @Override
    public void close() {
        EmbeddedServerException first = null;
        while (!opened.isEmpty()) {
            try {
                opened.pop().remove();
            } catch (EmbeddedServerException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
