package dev.dbmigrate.redis.internal;

import dev.dbmigrate.runtime.spi.HistoryChange;
import dev.dbmigrate.runtime.spi.HistoryEvent;
import dev.dbmigrate.runtime.spi.HistoryRow;
import dev.dbmigrate.runtime.spi.HistoryStore;
import dev.dbmigrate.runtime.spi.Lease;
import dev.dbmigrate.runtime.spi.Runner;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How the history's records look in Redis: hashes and stream entries whose fields have the names of row 9's columns. */
final class HistoryRecords {

    private HistoryRecords() {}

    /** The keys of {@link HistoryScripts#WRITE_ROW}. */
    static List<String> keys(HistoryRow row) {
        return List.of(Keys.HEAD, Keys.row(row.migrationId(), row.database()), Keys.ROWS, Keys.EVENTS);
    }

    /** The arguments of {@link HistoryScripts#WRITE_ROW}. */
    static List<String> arguments(Lease lease, HistoryChange change) {
        HistoryRow row = change.row();
        List<String> fields = new ArrayList<>();
        put(fields, "migration_id", row.migrationId());
        put(fields, "migration_name", row.migrationName());
        put(fields, "database_name", row.database());
        put(fields, "kind", row.kind());
        put(fields, "version", row.version());
        put(fields, "state", row.state().name());
        put(fields, "success", Boolean.toString(row.success()));
        put(fields, "applied_by", row.appliedBy());
        put(fields, "checksum", row.checksum());
        put(fields, "error_message", row.errorMessage());
        put(fields, "rollback_available", Boolean.toString(row.rollbackAvailable()));
        put(fields, "execution_millis", Long.toString(row.executionMillis()));
        put(fields, "token", Long.toString(lease.token()));
        List<String> event = new ArrayList<>();
        HistoryChange.Link link = change.link();
        if (link != null) {
            put(event, "at", Long.toString(link.at().toEpochMilli()));
            put(event, "previous_hash", link.previous());
            put(event, "hash", link.hash());
        }
        put(event, "event", change.event().name());
        put(event, "migration_id", row.migrationId());
        put(event, "database_name", row.database());
        put(event, "version", row.version());
        put(event, "checksum", row.checksum());
        put(event, "user", change.runner().user());
        put(event, "host", change.runner().host());
        put(event, "pid", Long.toString(change.runner().pid()));
        put(event, "token", Long.toString(lease.token()));
        put(event, "execution_millis", Long.toString(row.executionMillis()));
        put(event, "message", row.errorMessage());
        put(event, "migration_name", row.migrationName());
        put(event, "kind", row.kind());
        put(event, "state", row.state().name());
        put(event, "rollback_available", Boolean.toString(row.rollbackAvailable()));
        List<String> arguments = new ArrayList<>();
        arguments.add(UUID.randomUUID().toString());
        arguments.add(Integer.toString(fields.size()));
        arguments.addAll(fields);
        arguments.addAll(event);
        return arguments;
    }

    private static void put(List<String> fields, String name, @Nullable String value) {
        if (value != null) {
            fields.add(name);
            fields.add(value);
        }
    }

    static HistoryRow row(Map<String, String> fields) {
        return new HistoryRow(
                number(fields, "sequence"),
                text(fields, "migration_id"),
                text(fields, "migration_name"),
                text(fields, "database_name"),
                text(fields, "kind"),
                text(fields, "version"),
                HistoryRow.State.valueOf(text(fields, "state")),
                Instant.ofEpochMilli(number(fields, "applied_at")),
                text(fields, "applied_by"),
                fields.get("checksum"),
                fields.get("error_message"),
                Boolean.parseBoolean(text(fields, "rollback_available")),
                number(fields, "execution_millis"),
                number(fields, "token"));
    }

    static HistoryEvent event(long sequence, Map<String, String> fields) {
        return new HistoryEvent(
                sequence,
                Instant.ofEpochMilli(number(fields, "at")),
                HistoryChange.Event.valueOf(text(fields, "event")),
                text(fields, "migration_id"),
                text(fields, "database_name"),
                text(fields, "version"),
                fields.get("checksum"),
                text(fields, "user"),
                text(fields, "host"),
                number(fields, "pid"),
                number(fields, "token"),
                number(fields, "execution_millis"),
                fields.get("message"),
                text(fields, "migration_name"),
                text(fields, "kind"),
                HistoryRow.State.valueOf(text(fields, "state")),
                Boolean.parseBoolean(text(fields, "rollback_available")),
                fields.getOrDefault("previous_hash", ""),
                fields.getOrDefault("hash", ""));
    }

    /** Reads format, digest and the seven fields of the owner. */
    static Optional<HistoryStore.Head> head(List<@Nullable String> fields, long now) {
        String format = fields.get(0);
        if (format == null) {
            return Optional.empty();
        }
        String expires = fields.get(7);
        boolean held = fields.get(2) != null && expires != null && Long.parseLong(expires) > now;
        return Optional.of(new HistoryStore.Head(
                Integer.parseInt(format), fields.get(1), held ? holder(fields.subList(2, 9)) : null));
    }

    /** Reads the seven fields of an owner: id, host, pid, user, since, expires, what it runs. */
    static HistoryStore.Holder holder(List<@Nullable String> fields) {
        List<String> known =
                fields.stream().map(field -> field == null ? "" : field).toList();
        return new HistoryStore.Holder(
                new Runner(known.get(0), known.get(1), Long.parseLong(known.get(2)), known.get(3)),
                Instant.ofEpochMilli(Long.parseLong(known.get(4))),
                Instant.ofEpochMilli(Long.parseLong(known.get(5))),
                known.get(6).isEmpty() ? null : known.get(6));
    }

    /** The reply of TIME in milliseconds. */
    static long millis(Object time) {
        List<String> parts = strings(time);
        return Long.parseLong(parts.get(0)) * 1000 + Long.parseLong(parts.get(1)) / 1000;
    }

    /** A reply that is a list of strings, which may come as bytes. */
    static List<String> strings(Object reply) {
        return ((List<?>) reply)
                .stream()
                        .map(part -> part instanceof byte[] bytes
                                ? new String(bytes, StandardCharsets.UTF_8)
                                : String.valueOf(part))
                        .toList();
    }

    private static String text(Map<String, String> fields, String name) {
        return fields.getOrDefault(name, "");
    }

    private static long number(Map<String, String> fields, String name) {
        return Long.parseLong(fields.getOrDefault(name, "0"));
    }
}
