package dev.dbmigrate.postgres.internal;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.TargetConfig;
import dev.dbmigrate.runtime.spi.Health;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Looks whether a migration user can work here. */
final class PostgresHealth {

    private static final int OLDEST_MAJOR = 15;
    private static final int MAJOR = 10_000;

    private PostgresHealth() {}

    static Health ask(Connector connector) {
        TargetConfig config = connector.config();
        Connection connection;
        try {
            connection = connector.open(Connector.READ_SESSION);
        } catch (DbMigrateException e) {
            return new Health(false, null, null, List.of(String.valueOf(e.getMessage())), List.of());
        }
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("""
                        SELECT current_setting('server_version'), current_setting('server_version_num')::int, current_user,
                               current_schema(),
                               coalesce(has_schema_privilege(current_schema(), 'CREATE'), false),
                               pg_is_in_recovery(),
                               current_setting('default_transaction_read_only') = 'on',
                               to_regclass('migration_history') IS NOT NULL""")) {
            result.next();
            return read(result, missingTableRights(connection));
        } catch (SQLException e) {
            return new Health(true, null, null, List.of(config + ": " + PostgresErrors.message(e)), List.of());
        } finally {
            PostgresTarget.closeQuietly(connection);
        }
    }

    private static List<String> missingTableRights(Connection connection) throws SQLException {
        List<String> missing = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("""
                        SELECT name FROM unnest(ARRAY['migration_lock', 'migration_fence', 'migration_history',
                            'migration_events', 'migration_marker', 'migration_step', 'schema_versions']) AS name
                        WHERE to_regclass(name) IS NOT NULL
                          AND NOT (has_table_privilege(to_regclass(name), 'SELECT')
                              AND has_table_privilege(to_regclass(name), 'INSERT')
                              AND has_table_privilege(to_regclass(name), 'UPDATE')
                              AND has_table_privilege(to_regclass(name), 'DELETE'))""")) {
            while (result.next()) {
                missing.add(result.getString(1));
            }
        }
        return missing;
    }

    private static Health read(ResultSet result, List<String> missingTableRights) throws SQLException {
        List<String> findings = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        String user = result.getString(3);
        String schema = result.getString(4);
        if (result.getInt(2) < OLDEST_MAJOR * MAJOR) {
            findings.add(
                    "PostgreSQL " + result.getString(1) + " is older than " + OLDEST_MAJOR + ", the oldest supported");
        }
        if (schema == null) {
            findings.add("no schema of the user's search_path exists: create one, or add ?currentSchema=… to the URL");
        } else if (!result.getBoolean(5)) {
            findings.add("the user may not create tables in the schema " + schema + ": GRANT CREATE, USAGE ON SCHEMA "
                    + schema + " TO " + user);
        }
        if (!missingTableRights.isEmpty()) {
            findings.add("the user may not write dbmigrate's own tables: GRANT SELECT, INSERT, UPDATE, DELETE ON "
                    + String.join(", ", missingTableRights) + " TO " + user);
        }
        if (result.getBoolean(6)) {
            findings.add("the server is a read-only standby: point the URL to the primary");
        }
        if (result.getBoolean(7)) {
            findings.add("transactions are read-only by default: ALTER ROLE " + user
                    + " SET default_transaction_read_only = off");
        }
        if (schema != null) {
            notes.add("schema " + schema + (result.getBoolean(8) ? "" : "; no history there yet"));
        }
        return new Health(true, "PostgreSQL " + result.getString(1), user, findings, notes);
    }
}
