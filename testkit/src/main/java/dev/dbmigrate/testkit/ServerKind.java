package dev.dbmigrate.testkit;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The kinds of server that can be started here. */
public enum ServerKind {
    /** PostgreSQL, from the zonky binaries. */
    POSTGRES("PostgreSQL"),
    /** Redis, from the PATH or from the embedded-redis binaries. */
    REDIS("Redis"),
    /** Neo4j community edition in a JVM of its own. */
    NEO4J("Neo4j"),
    /** mongo-java-server: MongoDB's wire protocol, not a real MongoDB. */
    MONGODB("MongoDB");

    private final String title;

    ServerKind(String title) {
        this.title = title;
    }

    /** The kind as it stands in parameter names: {@code postgres}, {@code redis}, {@code neo4j}, {@code mongodb}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The name for people. */
    public String title() {
        return title;
    }

    /**
     * Finds a kind by its id.
     *
     * @param id for example {@code postgres}
     * @return the kind
     * @throws IllegalArgumentException if there is none; the message lists the ids
     */
    public static ServerKind of(String id) {
        return Arrays.stream(values())
                .filter(kind -> kind.id().equals(id.trim()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no embedded server of kind '" + id.trim()
                        + "'; there are postgres, redis, neo4j and mongodb"));
    }

    /**
     * Reads a list of ids.
     *
     * @param ids ids separated by commas
     * @return the kinds
     * @throws IllegalArgumentException if one is unknown
     */
    public static Set<ServerKind> list(String ids) {
        Set<ServerKind> kinds = EnumSet.noneOf(ServerKind.class);
        for (String id : ids.split(",")) {
            if (!id.isBlank()) {
                kinds.add(of(id));
            }
        }
        return kinds;
    }
}
