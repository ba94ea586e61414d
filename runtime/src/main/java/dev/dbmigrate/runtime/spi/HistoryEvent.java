package dev.dbmigrate.runtime.spi;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of the audit; never changed, never removed.
 *
 * @param sequence its number, growing
 * @param at when, by the clock of the history's server
 * @param event what happened
 * @param migrationId to which migration
 * @param database on which database
 * @param version the migration's schema version
 * @param checksum the migration's checksum, or null
 * @param user who ran it
 * @param host on which machine
 * @param pid in which process
 * @param token under which fencing token
 * @param executionMillis how long it ran, in milliseconds
 * @param message what went wrong, or null
 * @param migrationName the migration's name for people
 * @param kind the database's kind
 * @param state the state of the history's row after it
 * @param rollbackAvailable whether the migration can be rolled back there
 * @param previousHash the hash of the event before, empty for the first one
 * @param hash its own hash, over all of the above but the number, and over the hash of the event before
 */
public record HistoryEvent(
        long sequence,
        Instant at,
        HistoryChange.Event event,
        String migrationId,
        String database,
        String version,
        @Nullable String checksum,
        String user,
        String host,
        long pid,
        long token,
        long executionMillis,
        @Nullable String message,
        String migrationName,
        String kind,
        HistoryRow.State state,
        boolean rollbackAvailable,
        String previousHash,
        String hash) {}
