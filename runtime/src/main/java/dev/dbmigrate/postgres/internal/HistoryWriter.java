package dev.dbmigrate.postgres.internal;

import dev.dbmigrate.runtime.spi.HistoryChange;
import dev.dbmigrate.runtime.spi.HistoryRow;
import dev.dbmigrate.runtime.spi.Lease;
import dev.dbmigrate.runtime.spi.LeaseLostException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Writes an event and the history's row in whatever transaction the connection is in. The event's token is read from the
 * fence's row, so it is refused unless the token is still the lease's. The lock on that row makes a take-over, which asks for
 * {@code FOR UPDATE}, wait until this transaction has ended, or this transaction see the take-over; {@code FOR KEY SHARE} is
 * the one lock that does this and yet lets the heartbeat renew the lease meanwhile.
 *
 * <p>Two plain statements that are sent at once: one with a data-modifying {@code WITH} costs the server twice as much. Keeps
 * them prepared. ({@code currval} is volatile: only as a subquery does it let the server find the event by its index.)
 */
final class HistoryWriter {

    private final Connection connection;
    private final Records records;
    private @Nullable PreparedStatement statement;
    private @Nullable PreparedStatement committing;

    HistoryWriter(Connection connection, Records records) {
        this.connection = connection;
        this.records = records;
    }

    /**
     * Writes the change.
     *
     * @return the process id of the server's backend that has written it
     * @throws LeaseLostException if the token is no longer the lease's; nothing was written
     */
    int write(Lease lease, HistoryChange change) throws SQLException {
        PreparedStatement prepared = statement;
        if (prepared == null) {
            prepared = connection.prepareStatement(sql() + " RETURNING pg_backend_pid()");
            statement = prepared;
        }
        set(prepared, lease, change);
        try {
            prepared.execute();
            prepared.getMoreResults();
            try (ResultSet written = prepared.getResultSet()) {
                written.next();
                return written.getInt(1);
            }
        } catch (SQLException e) {
            throwIfLost(lease, e);
            throw e;
        }
    }

    /**
     * Writes the change and commits, in one round trip: both statements are sent at once, and the server leaves the COMMIT
     * out if the first one fails, as it does when the token is no longer the lease's.
     *
     * @throws LeaseLostException if the token is no longer the lease's; the transaction has failed and is to be rolled back
     * @see <a href="https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-PIPELINING">Pipelining</a>
     */
    void writeAndCommit(Lease lease, HistoryChange change) throws SQLException {
        PreparedStatement prepared = committing;
        if (prepared == null) {
            prepared = connection.prepareStatement(sql() + "; COMMIT");
            committing = prepared;
        }
        set(prepared, lease, change);
        try {
            prepared.execute();
        } catch (SQLException e) {
            throwIfLost(lease, e);
            throw e;
        }
    }

    /**
     * The event's token is read from the fence's row: without that row it is null, which its column refuses. And no two events
     * can follow on the same one.
     */
    private static void throwIfLost(Lease lease, SQLException e) {
        ServerErrorMessage server = e instanceof PSQLException known ? known.getServerErrorMessage() : null;
        if (server == null) {
            return;
        }
        if (PostgresErrors.UNIQUE_VIOLATION.equals(e.getSQLState())
                && "migration_events_chain".equals(server.getConstraint())) {
            throw lost("an earlier record of this run has arrived late", e);
        }
        if (PostgresErrors.NOT_NULL_VIOLATION.equals(e.getSQLState())
                && "migration_events".equals(server.getTable())
                && "token".equals(server.getColumn())) {
            throw lost("another runner has raised the fencing token above " + lease.token(), e);
        }
    }

    private static LeaseLostException lost(String why, SQLException cause) {
        LeaseLostException lost = new LeaseLostException(why);
        lost.initCause(cause);
        return lost;
    }

    private static void set(PreparedStatement prepared, Lease lease, HistoryChange change) throws SQLException {
        HistoryRow row = change.row();
        int i = 0;
        prepared.setString(++i, change.event().name());
        prepared.setString(++i, row.migrationId());
        prepared.setString(++i, row.database());
        prepared.setString(++i, row.version());
        setNullable(prepared, ++i, row.checksum());
        prepared.setString(++i, row.appliedBy());
        prepared.setString(++i, change.runner().host());
        prepared.setLong(++i, change.runner().pid());
        prepared.setLong(++i, lease.token());
        prepared.setLong(++i, row.executionMillis());
        setNullable(prepared, ++i, row.errorMessage());
        prepared.setString(++i, row.migrationName());
        prepared.setString(++i, row.kind());
        prepared.setString(++i, row.state().name());
        prepared.setBoolean(++i, row.rollbackAvailable());
        HistoryChange.Link link = change.link();
        prepared.setObject(
                ++i, link == null ? null : link.at().atOffset(ZoneOffset.UTC), Types.TIMESTAMP_WITH_TIMEZONE);
        prepared.setString(++i, link == null ? "" : link.previous());
        prepared.setString(++i, link == null ? "" : link.hash());
        prepared.setBoolean(++i, row.success());
    }

    private static void setNullable(PreparedStatement statement, int index, @Nullable String value)
            throws SQLException {
        if (value == null) {
            statement.setNull(index, Types.VARCHAR);
        } else {
            statement.setString(index, value);
        }
    }

    private String sql() {
        return """
                INSERT INTO %2$s (event, migration_id, database_name, version, checksum, applied_by, host, pid, token,
                                  execution_millis, message, migration_name, database_kind, state, rollback_available,
                                  happened_at, previous_hash, hash)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, (SELECT token FROM %1$s WHERE id = 1 AND token = ? FOR KEY SHARE), ?, ?,
                        ?, ?, ?, ?, coalesce(?, clock_timestamp()), ?, ?);
                INSERT INTO %3$s AS h (migration_id, migration_name, database_name, database_kind, version, state, applied_at,
                                     applied_by, checksum, success, error_message, rollback_available, execution_millis,
                                     token, event_id)
                SELECT e.migration_id, e.migration_name, e.database_name, e.database_kind, e.version, e.state, e.happened_at,
                       e.applied_by, e.checksum, ?, e.message, e.rollback_available, e.execution_millis, e.token, e.id
                FROM %2$s e WHERE e.id = (SELECT currval(pg_get_serial_sequence('%4$s', 'id')))
                ON CONFLICT (migration_id, database_name) DO UPDATE SET
                  migration_name = excluded.migration_name, database_kind = excluded.database_kind,
                  version = excluded.version, state = excluded.state, applied_at = excluded.applied_at,
                  applied_by = excluded.applied_by, checksum = excluded.checksum, success = excluded.success,
                  error_message = excluded.error_message, rollback_available = excluded.rollback_available,
                  execution_millis = excluded.execution_millis, token = excluded.token, event_id = excluded.event_id""".formatted(
                        records.lock(),
                        records.events(),
                        records.history(),
                        records.events().replace("'", "''"));
    }
}
