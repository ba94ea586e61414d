package dev.dbmigrate.processor.rule.text;

import dev.dbmigrate.processor.model.KindPart;
import dev.dbmigrate.processor.model.MigrationDeclaration;
import java.util.Locale;
import java.util.Map;

/** What a migration has in place of a connection of its own: its context, whose password is configured. */
final class Connected {

    private static final Map<String, String> KIND_OF_SCHEME = Map.ofEntries(
            Map.entry("postgres", "postgres"),
            Map.entry("postgresql", "postgres"),
            Map.entry("jdbc:postgresql", "postgres"),
            Map.entry("mongodb", "mongodb"),
            Map.entry("mongodb+srv", "mongodb"),
            Map.entry("redis", "redis"),
            Map.entry("rediss", "redis"),
            Map.entry("neo4j", "neo4j"),
            Map.entry("neo4j+s", "neo4j"),
            Map.entry("bolt", "neo4j"),
            Map.entry("bolt+s", "neo4j"));

    private static final Map<String, String> CLIENTS = Map.of(
            "postgres", "db.connection()",
            "mongodb", "db.database()",
            "redis", "db.client()",
            "neo4j", "db.driver()");

    private Connected() {}

    /** What to write in place of a connection string of a scheme. */
    static String instead(String scheme, MigrationDeclaration migration) {
        String kind = KIND_OF_SCHEME.getOrDefault(scheme, "");
        for (KindPart part : migration.kinds()) {
            if (part.kind().equals(kind)) {
                String database = migration.database().value();
                String password = database.isEmpty() || database.equals(kind)
                        ? "DBMIGRATE_" + kind.toUpperCase(Locale.ROOT) + "_PASSWORD"
                        : "DBMIGRATE_DATABASES_"
                                + database.toUpperCase(Locale.ROOT).replace('-', '_') + "_PASSWORD";
                return "Write " + CLIENTS.getOrDefault(kind, "db") + ", which is connected already, and set " + password
                        + " in the environment";
            }
        }
        return "Write System.getenv(\"" + scheme.replaceAll("[^a-z0-9]", "_").toUpperCase(Locale.ROOT) + "_URL\")";
    }
}
