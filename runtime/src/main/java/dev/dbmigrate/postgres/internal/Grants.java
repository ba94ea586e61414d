package dev.dbmigrate.postgres.internal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a migration user lacks, as the statements that its database's owner has to type. The rights are those of the section
 * on grants in {@code docs/guides/postgres.md}.
 *
 * @param user the user
 * @param schema where its tables are created, or null if there is no such place
 * @param onSchema the statements for the schema
 * @param onTables the statements for dbmigrate's own tables, as far as these exist
 * @param toLook the statement that is enough for a user that only looks, or null if it may already
 */
record Grants(
        String user,
        @Nullable String schema,
        List<String> onSchema,
        List<String> onTables,
        @Nullable String toLook) {

    private static final String SEPARATOR = ";\n  ";

    /** Asks the server. */
    static Grants ask(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(
                        """
                        SELECT quote_ident(current_user), quote_ident(current_schema()),
                               coalesce(has_schema_privilege(current_schema(), 'CREATE'), false),
                               (%s), (%s), (%s)""".formatted(closedSchemas(), missing(Records.UNQUALIFIED), unreadable()))) {
            result.next();
            String user = result.getString(1);
            String schema = result.getString(2);
            List<String> onSchema = new ArrayList<>();
            if (schema == null && result.getString(4) != null) {
                onSchema.add("GRANT USAGE ON SCHEMA " + result.getString(4) + " TO " + user);
            } else if (schema != null && !result.getBoolean(3)) {
                onSchema.add("GRANT CREATE ON SCHEMA " + schema + " TO " + user);
            }
            String onTables = result.getString(5);
            return new Grants(
                    user, schema, onSchema, onTables == null ? List.of() : List.of(onTables), result.getString(6));
        }
    }

    /**
     * Refuses a run whose user lacks something.
     *
     * @param missing what {@link #missing} has found
     * @throws SQLException if that is anything
     */
    static void require(@Nullable String missing) throws SQLException {
        if (missing != null) {
            throw new SQLException(
                    "the user may not write dbmigrate's own tables", PostgresErrors.INSUFFICIENT_PRIVILEGE);
        }
    }

    /** What is missing, as statements with a line each; empty if nothing is. */
    String statements() {
        List<String> all = new ArrayList<>(onSchema);
        all.addAll(onTables);
        String statements = String.join(SEPARATOR, all);
        return toLook == null ? statements : statements + "\nor, for a user that only looks,\n  " + toLook;
    }

    /**
     * A scalar subquery for the statements that grant what the user lacks on dbmigrate's own tables, null if it has all. It can
     * be part of a statement that is sent anyway, so that a run which cannot end well is refused before it begins, for no round
     * trip more. {@code KEY SHARE} locks and {@code currval} are why some need more than they seem to.
     */
    static String missing(Records records) {
        return """
                SELECT string_agg(line, '%2$s' ORDER BY line) FROM (
                  SELECT 'GRANT ' || string_agg(need.p, ', ' ORDER BY need.p) || ' ON '
                    || CASE c.relkind WHEN 'S' THEN 'SEQUENCE ' ELSE '' END
                    || format('%%I.%%I TO %%I', s.nspname, c.relname, current_user) AS line
                  FROM (VALUES
                    ('migration_lock', 'SELECT'), ('migration_lock', 'UPDATE'),
                    ('migration_fence', 'SELECT'), ('migration_fence', 'INSERT'), ('migration_fence', 'UPDATE'),
                    ('migration_history', 'SELECT'), ('migration_history', 'INSERT'), ('migration_history', 'UPDATE'),
                    ('migration_events', 'SELECT'), ('migration_events', 'INSERT'),
                    ('migration_events_id_seq', 'USAGE'),
                    ('migration_marker', 'SELECT'), ('migration_marker', 'INSERT'), ('migration_marker', 'UPDATE'),
                    ('migration_marker', 'DELETE'),
                    ('migration_step', 'SELECT'), ('migration_step', 'INSERT'), ('migration_step', 'UPDATE'),
                    ('migration_step', 'DELETE'),
                    ('schema_versions', 'SELECT'), ('schema_versions', 'INSERT'), ('schema_versions', 'UPDATE'),
                    ('schema_versions', 'DELETE')) AS need (name, p)
                  JOIN pg_catalog.pg_class c ON c.oid = to_regclass('%1$s' || need.name)
                  JOIN pg_catalog.pg_namespace s ON s.oid = c.relnamespace
                  WHERE NOT CASE WHEN c.relkind = 'S' THEN has_sequence_privilege(c.oid, need.p)
                                 ELSE has_table_privilege(c.oid, need.p) END
                  GROUP BY c.relkind, c.relname, s.nspname) AS lacking""".formatted(records.schema().replace("'", "''"), SEPARATOR);
    }

    private static String unreadable() {
        return """
                SELECT 'GRANT SELECT ON ' || string_agg(format('%I.%I', s.nspname, c.relname), ', ')
                  || format(' TO %I', current_user)
                FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace s ON s.oid = c.relnamespace
                WHERE c.oid IN (to_regclass('migration_lock'), to_regclass('migration_history'),
                    to_regclass('migration_events')) AND NOT has_table_privilege(c.oid, 'SELECT')""";
    }

    /** Schemas of the search_path that exist and may not be used: for such a user, what is in them does not exist. */
    private static String closedSchemas() {
        return """
                SELECT string_agg(quote_ident(n.nspname), ', ') FROM pg_catalog.pg_namespace n
                WHERE n.nspname IN (SELECT replace(trim(BOTH ' "' FROM path), '$user', current_user)
                                    FROM unnest(string_to_array(current_setting('search_path'), ',')) AS path)
                  AND NOT has_schema_privilege(n.oid, 'USAGE')""";
    }
}
