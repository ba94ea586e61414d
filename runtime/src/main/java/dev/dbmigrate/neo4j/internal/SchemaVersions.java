package dev.dbmigrate.neo4j.internal;

import dev.dbmigrate.runtime.spi.VersionChange;
import java.util.HashMap;
import java.util.Map;
import org.neo4j.driver.Transaction;

/** Writes the schema version that the database carries: {@code (:SchemaVersion {version, applied_at, description})}. */
final class SchemaVersions {

    private SchemaVersions() {}

    static void write(Transaction transaction, VersionChange change) {
        if (change.isEmpty()) {
            return;
        }
        for (VersionChange.Reached reached : change.reached()) {
            transaction
                    .run(
                            """
                            MERGE (v:SchemaVersion {version: $version})
                            SET v.applied_at = datetime(), v.description = $description, v.breaking_changes = $breaking""",
                            Map.of(
                                    "version", reached.version(),
                                    "description", reached.description(),
                                    "breaking", reached.breaking()))
                    .consume();
        }
        if (!change.left().isEmpty()) {
            transaction
                    .run(
                            "MATCH (v:SchemaVersion) WHERE v.version IN $left DETACH DELETE v",
                            Map.of("left", change.left()))
                    .consume();
        }
        Map<String, Object> current = new HashMap<>();
        current.put("current", change.current());
        transaction
                .run("MATCH (f:__DbMigrateFence {id: 'fence'}) SET f.schema_version = $current", current)
                .consume();
    }
}
