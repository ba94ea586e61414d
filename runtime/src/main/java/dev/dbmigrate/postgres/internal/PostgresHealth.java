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
                        SELECT current_setting('server_version'), current_setting('server_version_num')::int,
                               pg_is_in_recovery(), current_setting('default_transaction_read_only') = 'on',
                               to_regclass('migration_history') IS NOT NULL""")) {
            result.next();
            return read(result, Grants.ask(connection));
        } catch (SQLException e) {
            return new Health(true, null, null, List.of(config + ": " + PostgresErrors.message(e)), List.of());
        } finally {
            PostgresTarget.closeQuietly(connection);
        }
    }

    private static Health read(ResultSet result, Grants grants) throws SQLException {
        List<String> findings = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        String schema = grants.schema();
        if (result.getInt(2) < OLDEST_MAJOR * MAJOR) {
            findings.add(
                    "PostgreSQL " + result.getString(1) + " is older than " + OLDEST_MAJOR + ", the oldest supported");
        }
        if (!grants.onSchema().isEmpty()) {
            findings.add("the user may not " + (schema == null ? "use its schema" : "create tables in its schema")
                    + ": " + String.join("; ", grants.onSchema()));
        } else if (schema == null) {
            findings.add("no schema of the user's search_path exists: create one, or add ?currentSchema=… to the URL");
        }
        if (!grants.onTables().isEmpty()) {
            findings.add("the user may not write dbmigrate's own tables: " + String.join("; ", grants.onTables()));
        }
        if (result.getBoolean(3)) {
            findings.add("the server is a read-only standby: point the URL to the primary");
        }
        if (result.getBoolean(4)) {
            findings.add("transactions are read-only by default: ALTER ROLE " + grants.user()
                    + " SET default_transaction_read_only = off");
        }
        if (schema != null) {
            notes.add("schema " + schema + (result.getBoolean(5) ? "" : "; no history there yet"));
        }
        return new Health(true, "PostgreSQL " + result.getString(1), grants.user(), findings, notes);
    }
}
