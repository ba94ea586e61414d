package dev.dbmigrate.neo4j.internal;

import dev.dbmigrate.runtime.spi.HistoryChange;
import dev.dbmigrate.runtime.spi.HistoryEvent;
import dev.dbmigrate.runtime.spi.HistoryRow;
import dev.dbmigrate.runtime.spi.HistoryStore.Holder;
import dev.dbmigrate.runtime.spi.Runner;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Value;

/** The history's records as properties of nodes; named like the columns of the table in PostgreSQL. */
final class HistoryNodes {

    private HistoryNodes() {}

    static String key(HistoryRow row) {
        return row.migrationId() + "@" + row.database();
    }

    static Map<String, Object> properties(HistoryRow row) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("migration_id", row.migrationId());
        properties.put("migration_name", row.migrationName());
        properties.put("database_name", row.database());
        properties.put("kind", row.kind());
        properties.put("version", row.version());
        properties.put("state", row.state().name());
        properties.put("success", row.success());
        properties.put("applied_by", row.appliedBy());
        properties.put("checksum", row.checksum());
        properties.put("error_message", row.errorMessage());
        properties.put("rollback_available", row.rollbackAvailable());
        properties.put("execution_millis", row.executionMillis());
        properties.put("token", row.token());
        return properties;
    }

    static HistoryRow row(Value node) {
        return new HistoryRow(
                node.get("id").asLong(),
                node.get("migration_id").asString(),
                node.get("migration_name").asString(),
                node.get("database_name").asString(),
                node.get("kind").asString(),
                node.get("version").asString(),
                HistoryRow.State.valueOf(node.get("state").asString()),
                instant(node.get("applied_at")),
                node.get("applied_by").asString(),
                node.get("checksum").asString(null),
                node.get("error_message").asString(null),
                node.get("rollback_available").asBoolean(),
                node.get("execution_millis").asLong(),
                node.get("token").asLong());
    }

    static Map<String, Object> properties(HistoryChange change, long token) {
        HistoryRow row = change.row();
        Map<String, Object> properties = new HashMap<>();
        properties.put("event", change.event().name());
        properties.put("migration_id", row.migrationId());
        properties.put("database_name", row.database());
        properties.put("version", row.version());
        properties.put("checksum", row.checksum());
        properties.put("user", change.runner().user());
        properties.put("host", change.runner().host());
        properties.put("pid", change.runner().pid());
        properties.put("token", token);
        properties.put("execution_millis", row.executionMillis());
        properties.put("message", row.errorMessage());
        properties.put("migration_name", row.migrationName());
        properties.put("kind", row.kind());
        properties.put("state", row.state().name());
        properties.put("rollback_available", row.rollbackAvailable());
        HistoryChange.Link link = change.link();
        properties.put("previous_hash", link == null ? "" : link.previous());
        properties.put("hash", link == null ? "" : link.hash());
        return properties;
    }

    static HistoryEvent event(Value node) {
        return new HistoryEvent(
                node.get("sequence").asLong(),
                instant(node.get("at")),
                HistoryChange.Event.valueOf(node.get("event").asString()),
                node.get("migration_id").asString(),
                node.get("database_name").asString(),
                node.get("version").asString(),
                node.get("checksum").asString(null),
                node.get("user").asString(),
                node.get("host").asString(),
                node.get("pid").asLong(),
                node.get("token").asLong(),
                node.get("execution_millis").asLong(),
                node.get("message").asString(null),
                node.get("migration_name").asString(),
                node.get("kind").asString(),
                HistoryRow.State.valueOf(node.get("state").asString()),
                node.get("rollback_available").asBoolean(),
                node.get("previous_hash").asString(),
                node.get("hash").asString());
    }

    /** Who holds the lease, or null if it was released. */
    static @Nullable Holder holder(Value lease) {
        if (lease.get("owner_id").isNull()) {
            return null;
        }
        return new Holder(
                new Runner(
                        lease.get("owner_id").asString(),
                        lease.get("owner_host").asString(),
                        lease.get("owner_pid").asLong(),
                        lease.get("owner_user").asString()),
                instant(lease.get("since")),
                instant(lease.get("expires_at")),
                lease.get("working").asString(null));
    }

    private static Instant instant(Value value) {
        return value.asZonedDateTime().toInstant();
    }
}
