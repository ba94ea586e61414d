package dev.dbmigrate.neo4j.internal;

import java.util.List;

/** The labels and constraints that are dbmigrate's own; listed for users in {@code docs/guides/neo4j.md}. */
final class Names {

    /** The user-visible record of a schema version: {@code (:SchemaVersion {version, applied_at, description})}. */
    static final String SCHEMA_VERSION = "SchemaVersion";

    static final List<Constraint> ON_TARGETS = List.of(
            new Constraint("dbmigrate_fence", "__DbMigrateFence", "id"),
            new Constraint("dbmigrate_marker", "__DbMigrateMarker", "migration_id"),
            new Constraint("dbmigrate_schema_version", SCHEMA_VERSION, "version"));

    static final List<Constraint> AT_HOME = List.of(
            new Constraint("dbmigrate_lease", "__DbMigrateLease", "id"),
            new Constraint("dbmigrate_history", "__DbMigrateHistory", "key"),
            new Constraint("dbmigrate_event", "__DbMigrateEvent", "sequence"),
            new Constraint("dbmigrate_event_uid", "__DbMigrateEvent", "uid"));

    private Names() {}

    /** A uniqueness constraint. */
    record Constraint(String name, String label, String property) {

        String cypher() {
            return "CREATE CONSTRAINT " + name + " IF NOT EXISTS FOR (n:" + label + ") REQUIRE n." + property
                    + " IS UNIQUE";
        }
    }
}
