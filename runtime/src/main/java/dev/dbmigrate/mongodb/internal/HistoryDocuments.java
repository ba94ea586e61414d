package dev.dbmigrate.mongodb.internal;

import dev.dbmigrate.runtime.spi.HistoryChange;
import dev.dbmigrate.runtime.spi.HistoryEvent;
import dev.dbmigrate.runtime.spi.HistoryRow;
import dev.dbmigrate.runtime.spi.HistoryStore;
import dev.dbmigrate.runtime.spi.Runner;
import java.time.Instant;
import java.util.Date;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** The history's records as documents, with the names of the relational history's columns. Pure. */
final class HistoryDocuments {

    private HistoryDocuments() {}

    /** A row without its place and time, which the store adds. */
    static Document row(HistoryRow row) {
        return new Document("_id", rowId(row))
                .append("migration_id", row.migrationId())
                .append("migration_name", row.migrationName())
                .append("database_name", row.database())
                .append("kind", row.kind())
                .append("version", row.version())
                .append("state", row.state().name())
                .append("applied_by", row.appliedBy())
                .append("checksum", row.checksum())
                .append("success", row.success())
                .append("error_message", row.errorMessage())
                .append("rollback_available", row.rollbackAvailable())
                .append("execution_ms", row.executionMillis())
                .append("token", row.token());
    }

    static String rowId(HistoryRow row) {
        return row.database() + "/" + row.migrationId();
    }

    static Document placed(Document row, long order, Date at) {
        return new Document(row).append("id", order).append("applied_at", at);
    }

    static HistoryRow toRow(Document row) {
        return new HistoryRow(
                number(row, "id"),
                row.getString("migration_id"),
                row.getString("migration_name"),
                row.getString("database_name"),
                row.getString("kind"),
                row.getString("version"),
                HistoryRow.State.valueOf(row.getString("state")),
                instant(row, "applied_at"),
                row.getString("applied_by"),
                row.getString("checksum"),
                row.getString("error_message"),
                row.getBoolean("rollback_available", false),
                number(row, "execution_ms"),
                number(row, "token"));
    }

    /** An event without its number and time, which the store adds. */
    static Document event(HistoryChange change, long token) {
        HistoryRow row = change.row();
        HistoryChange.Link link = change.link();
        return new Document("event", change.event().name())
                .append("migration_id", row.migrationId())
                .append("database_name", row.database())
                .append("version", row.version())
                .append("checksum", row.checksum())
                .append("user", change.runner().user())
                .append("host", change.runner().host())
                .append("pid", change.runner().pid())
                .append("runner", change.runner().id())
                .append("token", token)
                .append("execution_ms", row.executionMillis())
                .append("message", row.errorMessage())
                .append("migration_name", row.migrationName())
                .append("kind", row.kind())
                .append("state", row.state().name())
                .append("rollback_available", row.rollbackAvailable())
                .append("previous_hash", link == null ? "" : link.previous())
                .append("hash", link == null ? "" : link.hash());
    }

    static Document numbered(Document event, long sequence, Date at) {
        Document numbered = new Document("_id", sequence).append("at", at);
        numbered.putAll(event);
        return numbered;
    }

    static HistoryEvent toEvent(Document event) {
        return new HistoryEvent(
                number(event, "_id"),
                instant(event, "at"),
                HistoryChange.Event.valueOf(event.getString("event")),
                event.getString("migration_id"),
                event.getString("database_name"),
                event.getString("version"),
                event.getString("checksum"),
                event.getString("user"),
                event.getString("host"),
                number(event, "pid"),
                number(event, "token"),
                number(event, "execution_ms"),
                event.getString("message"),
                event.getString("migration_name"),
                event.getString("kind"),
                HistoryRow.State.valueOf(event.getString("state")),
                event.getBoolean("rollback_available", false),
                event.getString("previous_hash"),
                event.getString("hash"));
    }

    static Document owner(Runner runner) {
        return new Document("id", runner.id())
                .append("host", runner.host())
                .append("pid", runner.pid())
                .append("user", runner.user());
    }

    /** Who holds the lease according to its document, expired or not; null if it was given back. */
    static HistoryStore.@Nullable Holder holder(Document lease) {
        Document owner = lease.get("owner", Document.class);
        return owner == null
                ? null
                : new HistoryStore.Holder(
                        new Runner(
                                owner.getString("id"),
                                owner.getString("host"),
                                number(owner, "pid"),
                                owner.getString("user")),
                        instant(lease, "since"),
                        instant(lease, "expiresAt"),
                        lease.getString("working"));
    }

    private static long number(Document document, String field) {
        return document.get(field, Number.class).longValue();
    }

    private static Instant instant(Document document, String field) {
        return document.getDate(field).toInstant();
    }
}
