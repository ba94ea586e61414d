package dev.dbmigrate.redis.internal;

/** The names of dbmigrate's own records; documented in {@code docs/guides/redis.md}. */
final class Keys {

    /** What the names of all of dbmigrate's own keys begin with; key families leave them alone. */
    static final String PREFIX = "dbmigrate:";

    /** Hash: {@code history} and {@code token} of the runner that may write. */
    static final String FENCE = PREFIX + "fence";
    /** Hash: one field a migration, {@code STATE TOKEN CHECKSUM}. */
    static final String MARKERS = PREFIX + "markers";
    /** Lives only within one EXEC: the server's error count at its beginning. */
    static final String EXEC = PREFIX + "exec";

    private static final String STEPS = PREFIX + "steps:";

    /** The application's own hash in which teams look up the schema version. */
    static final String METADATA = "app:metadata";

    static final String SCHEMA_VERSION = "schema_version";

    /** Hash: the history's head and its lease. */
    static final String HEAD = PREFIX + "history";
    /** Sorted set: the rows' keys by order. */
    static final String ROWS = PREFIX + "history:rows";
    /** Stream: the audit; an entry's id is its sequence number. */
    static final String EVENTS = PREFIX + "history:events";

    private static final String ROW = PREFIX + "history:row:";

    private Keys() {}

    /** Hash: the journal of an unfinished migration. */
    static String steps(String migrationId) {
        return STEPS + migrationId;
    }

    /** Hash: the history's row for a migration and a database. */
    static String row(String migrationId, String database) {
        return ROW + migrationId + ":" + database;
    }
}
