package dev.dbmigrate.postgres.internal;

import dev.dbmigrate.runtime.spi.Lease;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Renews the lease on a connection of its own, opened with the first beat, so that neither a migration nor a query of the
 * history can make it wait. No answer may take longer than a third of the lease's life: a connection that hangs is given
 * up, and the next beat opens another. Thread-safe.
 */
final class Heartbeat {

    private final Connector connector;
    private @Nullable Connection connection;

    Heartbeat(Connector connector) {
        this.connector = connector;
    }

    synchronized boolean renew(Records records, Lease lease, @Nullable String working) {
        try {
            return renewOn(open(lease), records, lease, working);
        } catch (SQLException e) {
            close();
            throw PostgresErrors.own(connector, e);
        }
    }

    private Connection open(Lease lease) throws SQLException {
        Connection present = connection;
        if (present == null || present.isClosed()) {
            present = connector.open(lease.sessionName(), limit(lease));
            connection = present;
        }
        return present;
    }

    private static Duration limit(Lease lease) {
        return lease.timeToLive().dividedBy(3);
    }

    private static boolean renewOn(Connection connection, Records records, Lease lease, @Nullable String working)
            throws SQLException {
        try (PreparedStatement renew = connection.prepareStatement("UPDATE " + records.lock()
                + " SET expires_at = clock_timestamp() + ? * interval '1 millisecond', working_on = ?"
                + " WHERE id = 1 AND token = ? AND owner_id = ?")) {
            renew.setLong(1, lease.timeToLive().toMillis());
            renew.setString(2, working);
            renew.setLong(3, lease.token());
            renew.setString(4, lease.owner().id());
            return renew.executeUpdate() == 1;
        }
    }

    synchronized void close() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            PostgresTarget.closeQuietly(open);
        }
    }
}
