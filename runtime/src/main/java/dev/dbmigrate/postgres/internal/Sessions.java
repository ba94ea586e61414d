package dev.dbmigrate.postgres.internal;

import dev.dbmigrate.runtime.spi.Lease;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Ends the sessions of older owners, so that they can write no more. */
final class Sessions {

    private static final int TERMINATE_TIMEOUT_MILLIS = 10_000;

    private Sessions() {}

    /**
     * Ends every session of a history with a lower token, and returns when they are gone.
     *
     * @return the process id of the server's backend that has done it
     * @throws SQLException if one could not be ended
     */
    static int endOlder(Connection connection, String historyId, long token) throws SQLException {
        String prefix = Lease.sessionPrefix(historyId);
        try (PreparedStatement terminate = connection.prepareStatement("""
                SELECT pid, CASE WHEN pid = pg_backend_pid() THEN NULL ELSE pg_terminate_backend(pid, %d) END
                FROM pg_stat_activity
                WHERE pid = pg_backend_pid() OR (datname = current_database() AND starts_with(application_name, ?)
                  AND CASE WHEN substr(application_name, ?) ~ '^[0-9]{1,18}$'
                      THEN substr(application_name, ?)::bigint < ? ELSE false END)""".formatted(TERMINATE_TIMEOUT_MILLIS))) {
            terminate.setString(1, prefix);
            terminate.setInt(2, prefix.length() + 1);
            terminate.setInt(3, prefix.length() + 1);
            terminate.setLong(4, token);
            return untilGone(terminate);
        }
    }

    /**
     * Ends one backend and returns when it is gone; it may be gone already. A process id is used again by later sessions,
     * so the session's name has to be right too.
     *
     * @throws SQLException if it could not be ended
     */
    static void end(Connection connection, int pid, String name) throws SQLException {
        try (PreparedStatement terminate = connection.prepareStatement("""
                SELECT pid, pg_terminate_backend(pid, %d) FROM pg_stat_activity
                WHERE pid = ? AND datname = current_database() AND application_name = ?""".formatted(TERMINATE_TIMEOUT_MILLIS))) {
            terminate.setInt(1, pid);
            terminate.setString(2, name);
            untilGone(terminate);
        }
    }

    /**
     * The server answers false for a session that did not end in time, and for one that ended by itself just before: only
     * one that is there on a second look is a failure.
     *
     * @return the process id of the backend that ran the statement, if that names it
     */
    private static int untilGone(PreparedStatement terminate) throws SQLException {
        Ended first = look(terminate);
        if (first.leftOver() == 0) {
            return first.own();
        }
        Ended second = look(terminate);
        if (second.leftOver() != 0) {
            throw new SQLException(
                    "the session with pid " + second.leftOver() + " of an earlier runner did not end within "
                            + TERMINATE_TIMEOUT_MILLIS / 1000 + " s, so it may still write. End that process of the"
                            + " server, then try again",
                    PostgresErrors.OBJECT_IN_USE);
        }
        return second.own();
    }

    /** What one look found: process ids, 0 for none. */
    private record Ended(int own, int leftOver) {}

    private static Ended look(PreparedStatement terminate) throws SQLException {
        try {
            return lookOnce(terminate);
        } catch (SQLException e) {
            if (PostgresErrors.INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
                throw mayNotEnd(terminate.getConnection(), e);
            }
            throw e;
        }
    }

    private static SQLException mayNotEnd(Connection connection, SQLException refused) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet roles = statement.executeQuery("""
                        SELECT quote_ident(current_user), string_agg(DISTINCT quote_ident(usename), ', ')
                        FROM pg_stat_activity WHERE datname = current_database()
                          AND starts_with(application_name, 'dbmigrate-') AND NOT pg_has_role(usesysid, 'USAGE')""")) {
            roles.next();
            return new SQLException(
                    "the session of an earlier runner that may still write belongs to another user, and this one may not"
                            + " end it: GRANT " + roles.getString(2) + " TO " + roles.getString(1)
                            + ", or GRANT pg_signal_backend TO " + roles.getString(1) + ", or end that runner",
                    PostgresErrors.INSUFFICIENT_PRIVILEGE,
                    refused);
        }
    }

    private static Ended lookOnce(PreparedStatement terminate) throws SQLException {
        int own = 0;
        int leftOver = 0;
        try (ResultSet ended = terminate.executeQuery()) {
            while (ended.next()) {
                boolean gone = ended.getBoolean(2);
                if (ended.wasNull()) {
                    own = ended.getInt(1);
                } else if (!gone) {
                    leftOver = ended.getInt(1);
                }
            }
        }
        return new Ended(own, leftOver);
    }
}
