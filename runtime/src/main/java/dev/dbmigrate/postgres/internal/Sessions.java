package dev.dbmigrate.postgres.internal;

import dev.dbmigrate.runtime.spi.Lease;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Ends the sessions of older owners, so that they can write no more. */
final class Sessions {

    private static final int TERMINATE_TIMEOUT_MILLIS = 10_000;

    private Sessions() {}

    /**
     * Ends every session of a history with a lower token, and returns when they are gone.
     *
     * @throws SQLException if one could not be ended
     */
    static void endOlder(Connection connection, String historyId, long token) throws SQLException {
        String prefix = Lease.sessionPrefix(historyId);
        try (PreparedStatement terminate = connection.prepareStatement("""
                SELECT pid, pg_terminate_backend(pid, %d) FROM pg_stat_activity
                WHERE pid <> pg_backend_pid() AND datname = current_database() AND starts_with(application_name, ?)
                  AND CASE WHEN substr(application_name, ?) ~ '^[0-9]{1,18}$'
                      THEN substr(application_name, ?)::bigint < ? ELSE false END""".formatted(TERMINATE_TIMEOUT_MILLIS))) {
            terminate.setString(1, prefix);
            terminate.setInt(2, prefix.length() + 1);
            terminate.setInt(3, prefix.length() + 1);
            terminate.setLong(4, token);
            try (ResultSet ended = terminate.executeQuery()) {
                while (ended.next()) {
                    if (!ended.getBoolean(2)) {
                        throw new SQLException(
                                "the session with pid " + ended.getInt(1)
                                        + " of an earlier runner could not be ended: grant pg_signal_backend, or end it",
                                PostgresErrors.INSUFFICIENT_PRIVILEGE);
                    }
                }
            }
        }
    }

    /** Ends one backend and returns when it is gone; it may be gone already. */
    static void end(Connection connection, int pid) throws SQLException {
        try (PreparedStatement terminate = connection.prepareStatement("SELECT pg_terminate_backend(pid, "
                + TERMINATE_TIMEOUT_MILLIS + ") FROM pg_stat_activity WHERE pid = ?")) {
            terminate.setInt(1, pid);
            terminate.executeQuery().close();
        }
    }
}
