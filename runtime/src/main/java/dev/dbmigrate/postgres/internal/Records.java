package dev.dbmigrate.postgres.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The names and definitions of dbmigrate's own tables in one schema. Names are qualified once the schema is known, because
 * a migration may change the {@code search_path} of its session.
 *
 * @param schema the quoted schema with a dot, or nothing before it is known
 */
record Records(String schema) {

    /** Any number; the same for all versions of dbmigrate, so that two first runs wait for each other. */
    private static final long INITIALISE_LOCK = 0x6462_6d69_6772_6174L;

    /** Before the schema is known: found by the session's own {@code search_path}. */
    static final Records UNQUALIFIED = new Records("");

    /** The records in the schema in which the session creates its tables. */
    static Records of(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT current_schema()")) {
            result.next();
            return named(result.getString(1));
        }
    }

    static Records named(@Nullable String schema) throws SQLException {
        if (schema == null) {
            throw new SQLException(
                    "no schema of the search_path can be used: add ?currentSchema=… to the URL, or create one",
                    PostgresErrors.NO_SCHEMA);
        }
        return new Records('"' + schema.replace("\"", "\"\"") + "\".");
    }

    String lock() {
        return schema + "migration_lock";
    }

    String history() {
        return schema + "migration_history";
    }

    String events() {
        return schema + "migration_events";
    }

    String versions() {
        return schema + "schema_versions";
    }

    /** The fencing token on a target that is not the home; there, the lock's own row is the fence. */
    String fence() {
        return schema + "migration_fence";
    }

    String marker() {
        return schema + "migration_marker";
    }

    String step() {
        return schema + "migration_step";
    }

    /**
     * Creates what is missing, in one transaction; the lock is held for that transaction only, which also works behind a
     * pooler.
     */
    void create(Connection connection, boolean home) throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_xact_lock(" + INITIALISE_LOCK + ")");
            statement.execute(targetTables());
            if (home) {
                statement.execute(homeTables());
                insertHead(connection);
            }
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(autoCommit);
        }
    }

    private void insertHead(Connection connection) throws SQLException {
        byte[] id = new byte[4];
        ThreadLocalRandom.current().nextBytes(id);
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + lock()
                + " (id, history_id, format_version, token) VALUES (1, ?, ?, 0) ON CONFLICT (id) DO NOTHING")) {
            insert.setString(1, HexFormat.of().formatHex(id));
            insert.setInt(2, dev.dbmigrate.runtime.spi.HistoryStore.CURRENT_FORMAT);
            insert.executeUpdate();
        }
    }

    private String targetTables() {
        return "CREATE TABLE IF NOT EXISTS " + fence() + """
                 (
                  id integer PRIMARY KEY CHECK (id = 1),
                  history_id text NOT NULL,
                  token bigint NOT NULL);
                CREATE TABLE IF NOT EXISTS\s""" + marker() + """
                 (
                  migration_id varchar(255) PRIMARY KEY,
                  state text NOT NULL,
                  checksum text,
                  token bigint NOT NULL,
                  written_at timestamptz NOT NULL DEFAULT now());
                CREATE TABLE IF NOT EXISTS\s""" + step() + """
                 (
                  migration_id varchar(255) NOT NULL,
                  step_index integer NOT NULL,
                  name text NOT NULL,
                  state text NOT NULL,
                  token bigint NOT NULL,
                  written_at timestamptz NOT NULL DEFAULT now(),
                  PRIMARY KEY (migration_id, step_index));
                CREATE TABLE IF NOT EXISTS\s""" + versions() + """
                 (
                  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                  version varchar(50) NOT NULL UNIQUE,
                  applied_at timestamptz NOT NULL DEFAULT now(),
                  description text,
                  breaking_changes boolean NOT NULL DEFAULT false)""";
    }

    private String homeTables() {
        return "CREATE TABLE IF NOT EXISTS " + lock() + """
                 (
                  id integer PRIMARY KEY CHECK (id = 1),
                  history_id text NOT NULL,
                  format_version integer NOT NULL,
                  token bigint NOT NULL,
                  owner_id text,
                  owner_user text,
                  owner_host text,
                  owner_pid bigint,
                  acquired_at timestamptz,
                  expires_at timestamptz,
                  working_on text,
                  applied_digest text);
                CREATE TABLE IF NOT EXISTS\s""" + history() + """
                 (
                  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                  migration_id varchar(255) NOT NULL,
                  migration_name varchar(255) NOT NULL,
                  database_name varchar(255) NOT NULL,
                  database_kind varchar(50) NOT NULL,
                  version varchar(50) NOT NULL,
                  state varchar(20) NOT NULL,
                  applied_at timestamptz NOT NULL DEFAULT now(),
                  applied_by varchar(255) NOT NULL,
                  checksum varchar(80),
                  success boolean NOT NULL,
                  error_message text,
                  rollback_available boolean NOT NULL,
                  execution_millis bigint NOT NULL,
                  token bigint NOT NULL,
                  event_id bigint NOT NULL,
                  UNIQUE (migration_id, database_name));
                CREATE TABLE IF NOT EXISTS\s""" + events() + """
                 (
                  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                  happened_at timestamptz NOT NULL DEFAULT clock_timestamp(),
                  event varchar(30) NOT NULL,
                  migration_id varchar(255) NOT NULL,
                  database_name varchar(255) NOT NULL,
                  version varchar(50) NOT NULL,
                  checksum varchar(80),
                  applied_by varchar(255) NOT NULL,
                  host varchar(255) NOT NULL,
                  pid bigint NOT NULL,
                  token bigint NOT NULL,
                  execution_millis bigint NOT NULL,
                  message text,
                  migration_name varchar(255) NOT NULL,
                  database_kind varchar(50) NOT NULL,
                  state varchar(20) NOT NULL,
                  rollback_available boolean NOT NULL,
                  previous_hash varchar(64) NOT NULL,
                  hash varchar(64) NOT NULL);
                CREATE UNIQUE INDEX IF NOT EXISTS migration_events_chain ON\s""" + events() + """
                 (previous_hash) WHERE hash <> ''""";
    }
}
