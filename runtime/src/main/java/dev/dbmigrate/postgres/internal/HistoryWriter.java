package dev.dbmigrate.postgres.internal;

import dev.dbmigrate.runtime.spi.HistoryChange;
import dev.dbmigrate.runtime.spi.HistoryRow;
import dev.dbmigrate.runtime.spi.Lease;
import dev.dbmigrate.runtime.spi.LeaseLostException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Writes an event and the history's row in whatever transaction the connection is in. The event's token is read from the
 * fence's row, so it is refused unless the token is still the lease's. The lock on that row makes a take-over, which asks for
 * {@code FOR UPDATE}, wait until this transaction has ended, or this transaction see the take-over; {@code FOR KEY SHARE} is
 * the one lock that does this and yet lets the heartbeat renew the lease meanwhile.
 *
 * <p>Two plain statements that are sent at once: one with a data-modifying {@code WITH} costs the server more. ({@code currval}
 * is volatile: only as a subquery does it let the server find the event by its index.)
 *
 * <p>What the driver prepares it throws away with each {@code CREATE} or {@code ALTER} (its {@code flushCacheOnDdl}), which
 * migrations are made of, and to plan both anew costs the server more than to run them. So where many are written on one
 * backend they are prepared by name.
 */
final class HistoryWriter {

    private final Connection connection;
    private final Records records;
    private @Nullable PreparedStatement statement;
    private boolean named;
    private int names;

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
            prepared = connection.prepareStatement(eventSql() + "; " + rowSql() + " RETURNING pg_backend_pid()");
            statement = prepared;
        }
        List<@Nullable Object> values = new ArrayList<>(eventValues(lease, change));
        values.addAll(rowValues(change));
        set(prepared, values);
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
        commit(
                lease,
                filled(eventSql(), literals(eventValues(lease, change))) + "; "
                        + filled(rowSql(), literals(rowValues(change))));
    }

    /**
     * Does the same by statements that are prepared in the session: for many records on a connection that is known to go to
     * one backend.
     *
     * @throws LeaseLostException if the token is no longer the lease's; the transaction has failed and is to be rolled back
     */
    void writeAndCommitByName(Lease lease, HistoryChange change) throws SQLException {
        String prepare = "";
        if (!named) {
            names++;
            prepare = "PREPARE " + eventName() + " AS " + filled(eventSql(), numbers(18)) + "; PREPARE " + rowName()
                    + " AS " + filled(rowSql(), numbers(1)) + "; ";
        }
        named = false;
        commit(
                lease,
                prepare + "EXECUTE " + eventName() + "(" + String.join(", ", literals(eventValues(lease, change)))
                        + "); EXECUTE " + rowName() + "(" + String.join(", ", literals(rowValues(change))) + ")");
        named = true;
    }

    private void commit(Lease lease, String record) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(record + "; COMMIT");
        } catch (SQLException e) {
            throwIfLost(lease, e);
            throw e;
        }
    }

    /** Takes note that the session may have forgotten what was prepared in it. */
    void forget() {
        named = false;
    }

    private String eventName() {
        return "dbmigrate_event_" + names;
    }

    private String rowName() {
        return "dbmigrate_row_" + names;
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

    private static List<@Nullable Object> eventValues(Lease lease, HistoryChange change) {
        HistoryRow row = change.row();
        HistoryChange.Link link = change.link();
        return Arrays.asList(
                change.event().name(),
                row.migrationId(),
                row.database(),
                row.version(),
                row.checksum(),
                row.appliedBy(),
                change.runner().host(),
                change.runner().pid(),
                lease.token(),
                row.executionMillis(),
                row.errorMessage(),
                row.migrationName(),
                row.kind(),
                row.state().name(),
                row.rollbackAvailable(),
                link == null ? null : link.at().toString(),
                link == null ? "" : link.previous(),
                link == null ? "" : link.hash());
    }

    private static List<@Nullable Object> rowValues(HistoryChange change) {
        return List.of(change.row().success());
    }

    private static void set(PreparedStatement prepared, List<@Nullable Object> values) throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            Object value = values.get(i);
            if (value == null) {
                prepared.setNull(i + 1, Types.VARCHAR);
            } else {
                prepared.setObject(i + 1, value);
            }
        }
    }

    /** Values as SQL. A string is written in a form that no setting of the session gives another meaning. */
    private static List<String> literals(List<@Nullable Object> values) {
        return values.stream()
                .map(value -> value instanceof String text
                        ? "E'" + text.replace("\\", "\\\\").replace("'", "''") + "'"
                        : String.valueOf(value))
                .toList();
    }

    /** The parameters of {@code PREPARE}. */
    private static List<String> numbers(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(number -> "$" + number).toList();
    }

    /** With something else in the place of JDBC's parameters. */
    private static String filled(String sql, List<String> parameters) {
        String[] between = sql.split("\\?", -1);
        StringBuilder filled = new StringBuilder(between[0]);
        for (int i = 1; i < between.length; i++) {
            filled.append(parameters.get(i - 1)).append(between[i]);
        }
        return filled.toString();
    }

    private String eventSql() {
        return """
                INSERT INTO %2$s (event, migration_id, database_name, version, checksum, applied_by, host, pid, token,
                                  execution_millis, message, migration_name, database_kind, state, rollback_available,
                                  happened_at, previous_hash, hash)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, (SELECT token FROM %1$s WHERE id = 1 AND token = ? FOR KEY SHARE), ?, ?,
                        ?, ?, ?, ?, coalesce(?::timestamptz, clock_timestamp()), ?, ?)""".formatted(records.lock(), records.events());
    }

    private String rowSql() {
        return """
                INSERT INTO %2$s AS h (migration_id, migration_name, database_name, database_kind, version, state, applied_at,
                                     applied_by, checksum, success, error_message, rollback_available, execution_millis,
                                     token, event_id)
                SELECT e.migration_id, e.migration_name, e.database_name, e.database_kind, e.version, e.state, e.happened_at,
                       e.applied_by, e.checksum, ?::boolean, e.message, e.rollback_available, e.execution_millis, e.token, e.id
                FROM %1$s e WHERE e.id = (SELECT currval(pg_get_serial_sequence('%3$s', 'id')))
                ON CONFLICT (migration_id, database_name) DO UPDATE SET
                  migration_name = excluded.migration_name, database_kind = excluded.database_kind,
                  version = excluded.version, state = excluded.state, applied_at = excluded.applied_at,
                  applied_by = excluded.applied_by, checksum = excluded.checksum, success = excluded.success,
                  error_message = excluded.error_message, rollback_available = excluded.rollback_available,
                  execution_millis = excluded.execution_millis, token = excluded.token, event_id = excluded.event_id""".formatted(
                        records.events(), records.history(), records.events().replace("'", "''"));
    }
}
