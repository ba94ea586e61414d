package dev.dbmigrate.postgres.internal;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.TargetConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * What the server's error codes mean.
 *
 * @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL error codes</a>
 */
final class PostgresErrors {

    static final String UNDEFINED_TABLE = "42P01";
    static final String NOT_NULL_VIOLATION = "23502";
    static final String UNIQUE_VIOLATION = "23505";
    static final String OBJECT_IN_USE = "55006";
    static final String INSUFFICIENT_PRIVILEGE = "42501";
    static final String NO_SCHEMA = "3F000";
    private static final Set<String> AUTHENTICATION = Set.of("28P01", "28000");
    private static final Set<String> SERVER_ENDED_SESSION = Set.of("57P01", "57P02", "57P03", "57P05");
    private static final Set<String> READ_ONLY = Set.of("25006");

    private PostgresErrors() {}

    /** A connection could not be opened. */
    static DbMigrateException connecting(TargetConfig config, SQLException e) {
        String state = state(e);
        String where = config.toString();
        String prefix = config.name().equals(config.kind())
                ? "dbmigrate." + config.name()
                : "dbmigrate.databases." + config.name();
        if (AUTHENTICATION.contains(state)) {
            return new DbMigrateException(
                    Diagnostic.AUTHENTICATION,
                    where + " refused the user or the password: " + message(e) + ". Check -D" + prefix + ".user and "
                            + prefix + ".password (or .serverId).",
                    e);
        }
        if ("08004".equals(state) && String.valueOf(e.getMessage()).contains("password")) {
            return new DbMigrateException(
                    Diagnostic.AUTHENTICATION,
                    where + " wants a password, and none is configured: give " + prefix + ".password (or .serverId, or "
                            + "DBMIGRATE_" + config.name().toUpperCase(java.util.Locale.ROOT) + "_PASSWORD).",
                    e);
        }
        if (INSUFFICIENT_PRIVILEGE.equals(state)) {
            return new DbMigrateException(
                    Diagnostic.PERMISSION,
                    where + ": " + message(e) + ". Let its owner type GRANT CONNECT ON DATABASE … TO "
                            + (config.user() == null ? "…" : config.user()) + ".",
                    e);
        }
        if ("3D000".equals(state)) {
            return new DbMigrateException(
                    Diagnostic.UNREACHABLE,
                    where + ": " + message(e) + ". Create it, or mend -D" + prefix + ".url.",
                    e);
        }
        return new DbMigrateException(
                Diagnostic.UNREACHABLE,
                where + " cannot be reached: " + message(e) + ". Is the server up, and is -D" + prefix + ".url right?",
                e);
    }

    /** One of dbmigrate's own statements failed. */
    static DbMigrateException own(Connector connector, SQLException e) {
        TargetConfig config = connector.config();
        String state = state(e);
        if (INSUFFICIENT_PRIVILEGE.equals(state) || NO_SCHEMA.equals(state)) {
            return lacking(connector, e);
        }
        if (READ_ONLY.contains(state)) {
            return new DbMigrateException(
                    Diagnostic.PERMISSION,
                    config + ": " + message(e) + ". mvn dbmigrate:health names what the user lacks.",
                    e);
        }
        if (OBJECT_IN_USE.equals(state)) {
            return new DbMigrateException(Diagnostic.LEASE_HELD, config + ": " + message(e) + ".", e);
        }
        if (isConnectionLost(e)) {
            return new DbMigrateException(
                    Diagnostic.UNREACHABLE, config + ": the connection was lost: " + message(e) + ".", e);
        }
        return new DbMigrateException(
                Diagnostic.INTERNAL, config + ": a statement of dbmigrate's own failed: " + message(e), e);
    }

    /** Asks on a connection of its own what to grant: that of the failed statement may be in a failed transaction. */
    private static DbMigrateException lacking(Connector connector, SQLException failure) {
        String text = connector.config() + ": " + message(failure) + ".";
        boolean noSchema = NO_SCHEMA.equals(state(failure));
        try (Connection connection = connector.open(Connector.READ_SESSION)) {
            String statements = Grants.ask(connection).statements();
            if (!statements.isEmpty()) {
                return new DbMigrateException(
                        Diagnostic.PERMISSION,
                        text + " Let the owner of the database type\n  " + statements
                                + "\nWhat else it takes: the section on grants in docs/guides/postgres.md.",
                        failure);
            }
        } catch (SQLException | DbMigrateException e) {
            failure.addSuppressed(e);
        }
        return new DbMigrateException(noSchema ? Diagnostic.CONFIGURATION : Diagnostic.PERMISSION, text, failure);
    }

    static boolean isConnectionLost(SQLException e) {
        String state = state(e);
        return state.startsWith("08") || SERVER_ENDED_SESSION.contains(state);
    }

    static String state(SQLException e) {
        return e.getSQLState() == null ? "" : e.getSQLState();
    }

    /** The server's words with detail, hint and code; never the whole exception, which repeats itself. */
    static String message(SQLException e) {
        ServerErrorMessage server = e instanceof PSQLException psql ? psql.getServerErrorMessage() : null;
        if (server == null) {
            return String.valueOf(e.getMessage()).replaceFirst("\\.$", "");
        }
        StringBuilder text = new StringBuilder();
        text.append(server.getMessage());
        append(text, "; ", server.getDetail());
        append(text, "; hint: ", server.getHint());
        append(text, "; in ", firstLine(server.getWhere()));
        return text.append(" (SQLSTATE ").append(state(e)).append(')').toString();
    }

    private static void append(StringBuilder text, String before, @Nullable String part) {
        if (part != null && !part.isBlank()) {
            text.append(before).append(part);
        }
    }

    private static @Nullable String firstLine(@Nullable String text) {
        return text == null ? null : text.lines().findFirst().orElse(null);
    }

    /** A failed statement: the server's words, and the line of the statement that it points to. */
    static String statement(SqlStatement statement, SQLException e) {
        ServerErrorMessage server = e instanceof PSQLException psql ? psql.getServerErrorMessage() : null;
        int position = server == null ? 0 : server.getPosition();
        return message(e) + "\n"
                + (position > 0
                        ? statement.pointTo(position - 1)
                        : "in: " + statement.shortText()
                                + (statement.file().isEmpty() ? "" : " (at " + statement.place() + ")"));
    }
}
