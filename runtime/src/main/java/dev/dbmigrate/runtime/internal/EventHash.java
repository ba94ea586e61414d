package dev.dbmigrate.runtime.internal;

import dev.dbmigrate.runtime.spi.HistoryChange;
import dev.dbmigrate.runtime.spi.HistoryEvent;
import dev.dbmigrate.runtime.spi.HistoryRow;
import dev.dbmigrate.runtime.spi.Lease;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The hash of an event: SHA-256 over its fields, each with its length before it, and the hash of the event before. Pure. */
final class EventHash {

    private EventHash() {}

    /** The hash of an event that is about to be written under a lease. */
    static String of(String previous, Instant at, HistoryChange change, Lease lease) {
        HistoryRow row = change.row();
        return hash(
                previous,
                Long.toString(at.toEpochMilli()),
                change.event().name(),
                row.migrationId(),
                row.migrationName(),
                row.database(),
                row.kind(),
                row.version(),
                row.state().name(),
                row.checksum(),
                change.runner().user(),
                change.runner().host(),
                Long.toString(change.runner().pid()),
                Long.toString(lease.token()),
                Long.toString(row.executionMillis()),
                Boolean.toString(row.rollbackAvailable()),
                row.errorMessage());
    }

    /** The hash that an event ought to have. */
    static String of(HistoryEvent event) {
        return hash(
                event.previousHash(),
                Long.toString(event.at().toEpochMilli()),
                event.event().name(),
                event.migrationId(),
                event.migrationName(),
                event.database(),
                event.kind(),
                event.version(),
                event.state().name(),
                event.checksum(),
                event.user(),
                event.host(),
                Long.toString(event.pid()),
                Long.toString(event.token()),
                Long.toString(event.executionMillis()),
                Boolean.toString(event.rollbackAvailable()),
                event.message());
    }

    private static String hash(@Nullable String... fields) {
        StringBuilder text = new StringBuilder();
        for (String field : fields) {
            // stores differ in how they keep what is not there
            String value = field == null ? "" : field;
            text.append(value.length()).append(':').append(value);
        }
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
