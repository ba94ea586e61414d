package dev.dbmigrate.postgres.internal;

import dev.dbmigrate.runtime.TargetConfig;
import dev.dbmigrate.runtime.spi.Health;
import dev.dbmigrate.runtime.spi.HistoryStore;
import dev.dbmigrate.runtime.spi.Lease;
import dev.dbmigrate.runtime.spi.LeaseLostException;
import dev.dbmigrate.runtime.spi.Marker;
import dev.dbmigrate.runtime.spi.PartOutcome;
import dev.dbmigrate.runtime.spi.PartRun;
import dev.dbmigrate.runtime.spi.Target;
import dev.dbmigrate.runtime.spi.TargetState;
import dev.dbmigrate.runtime.spi.VersionChange;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One PostgreSQL database: a connection for migrations, and, where it is home, the history on another. */
final class PostgresTarget implements Target {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresTarget.class);

    private final TargetConfig config;
    private final Connector connector;
    private @Nullable PostgresHistory history;
    private volatile @Nullable Connection work;
    private @Nullable WorkSession session;
    private volatile boolean aborted;

    PostgresTarget(TargetConfig config, Connector connector) {
        this.config = config;
        this.connector = connector;
    }

    @Override
    public TargetState read() {
        Connection connection = connector.open(Connector.READ_SESSION);
        try {
            return Markers.readState(connection, Records.of(connection));
        } catch (SQLException e) {
            throw PostgresErrors.own(connector, e);
        } finally {
            closeQuietly(connection);
        }
    }

    @Override
    public TargetState claim(Lease lease) {
        Connection connection = connector.open(lease.sessionName());
        work = connection;
        if (aborted) {
            closeQuietly(connection);
            throw new LeaseLostException("the run was stopped");
        }
        try {
            Records home = homeRecords();
            Records records = home != null ? home : Records.of(connection);
            WorkSession opened = new WorkSession(config, connector, connection, records, home != null, lease);
            session = opened;
            if (home == null) {
                TargetState foreign = raiseFence(connection, records, lease);
                if (foreign != null) {
                    return foreign;
                }
            } else {
                // taking the lease has ended them only if the last owner had not released it
                opened.adapt(Sessions.endOlder(connection, lease.historyId(), lease.token()));
            }
            return Markers.readUnfinishedOrAll(connection, records, lease, home != null);
        } catch (SQLException e) {
            throw PostgresErrors.own(connector, e);
        }
    }

    private @Nullable Records homeRecords() {
        PostgresHistory present = history;
        Records records = present == null ? Records.UNQUALIFIED : present.records();
        return records.equals(Records.UNQUALIFIED) ? null : records;
    }

    /**
     * Ends older sessions before (one of them may sleep on the fence's row) and after (one may have passed the fence just
     * before it was raised).
     *
     * @return the state of a target that another history keeps, or null
     */
    private @Nullable TargetState raiseFence(Connection connection, Records records, Lease lease) throws SQLException {
        // CREATE TABLE IF NOT EXISTS asks for the right to create even where the table exists
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("SELECT to_regclass('"
                        + records.fence().replace("'", "''") + "'), (" + Grants.missing(records) + ")")) {
            found.next();
            Grants.require(found.getString(2));
            if (found.getString(1) == null) {
                records.create(connection, false);
            }
        }
        Pooler.adapt(connection, Sessions.endOlder(connection, lease.historyId(), lease.token()));
        try (PreparedStatement raise = connection.prepareStatement("INSERT INTO " + records.fence()
                + " AS f (id, history_id, token) VALUES (1, ?, ?) ON CONFLICT (id) DO UPDATE SET token = excluded.token"
                + " WHERE f.history_id = excluded.history_id AND f.token <= excluded.token")) {
            raise.setString(1, lease.historyId());
            raise.setLong(2, lease.token());
            if (raise.executeUpdate() == 0) {
                TargetState state = Markers.readState(connection, records);
                if (lease.historyId().equals(state.historyId())) {
                    throw new LeaseLostException(config.name() + " has seen the fencing token " + state.token());
                }
                return state;
            }
        }
        Sessions.endOlder(connection, lease.historyId(), lease.token());
        return null;
    }

    @Override
    public boolean recordsAtomically() {
        return true;
    }

    @Override
    public PartOutcome run(PartRun run) {
        WorkSession present = session;
        if (present == null) {
            throw new IllegalStateException(config.name() + " was not claimed");
        }
        return run.transactional() ? new TransactionalRun(present, run).run() : new JournaledRun(present, run).run();
    }

    @Override
    public void settle(Lease lease, String migrationId, @Nullable Marker marker, VersionChange version) {
        WorkSession present = session;
        if (present == null) {
            throw new IllegalStateException(config.name() + " was not claimed");
        }
        present.settle(migrationId, marker, version);
    }

    @Override
    public Health health() {
        return PostgresHealth.ask(connector);
    }

    @Override
    public void abort() {
        aborted = true;
        Connection connection = work;
        if (connection == null) {
            return;
        }
        try {
            connection.unwrap(PGConnection.class).cancelQuery();
        } catch (SQLException e) {
            LOG.debug("could not cancel on {}; the session ends with its socket", config.name(), e);
        } finally {
            endSocket(connection);
        }
    }

    private void endSocket(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            LOG.debug("could not abort the connection to {}; it is closed already", config.name(), e);
        }
    }

    @Override
    public synchronized Optional<HistoryStore> history() {
        PostgresHistory present = history;
        if (present == null) {
            present = new PostgresHistory(connector);
            history = present;
        }
        return Optional.of(present);
    }

    @Override
    public synchronized void close() {
        Connection connection = work;
        if (connection != null) {
            closeQuietly(connection);
        }
        PostgresHistory present = history;
        if (present != null) {
            present.close();
        }
    }

    static void closeQuietly(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("could not close a connection; its socket is gone anyway", e);
        }
    }

    /** The one value of the one row of a query, or null if there is no row. */
    static @Nullable String single(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet result = statement.executeQuery()) {
            return result.next() ? result.getString(1) : null;
        }
    }
}
