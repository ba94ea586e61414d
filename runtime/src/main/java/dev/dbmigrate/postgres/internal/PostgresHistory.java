package dev.dbmigrate.postgres.internal;

import dev.dbmigrate.runtime.spi.HistoryChange;
import dev.dbmigrate.runtime.spi.HistoryEvent;
import dev.dbmigrate.runtime.spi.HistoryRow;
import dev.dbmigrate.runtime.spi.HistoryStore;
import dev.dbmigrate.runtime.spi.Lease;
import dev.dbmigrate.runtime.spi.Runner;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The history in PostgreSQL, on a connection of its own, beside the migrations' one and the {@link Heartbeat}'s. Methods
 * are synchronized, so that threads share the connection; {@link #renew} alone waits for none of them.
 */
final class PostgresHistory implements HistoryStore {

    private final Connector connector;
    private final Heartbeat heartbeat;
    private @Nullable Connection connection;
    private @Nullable HistoryWriter writer;
    private volatile Records records = Records.UNQUALIFIED;
    /** Once it is held: a later connection bears its name, and no answer may take longer than it lives. */
    private @Nullable Lease held;

    PostgresHistory(Connector connector) {
        this.connector = connector;
        this.heartbeat = new Heartbeat(connector);
    }

    @Override
    public synchronized Optional<Head> head() {
        return run(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery("""
                            SELECT format_version, applied_digest, owner_id, owner_user, owner_host, owner_pid,
                                   acquired_at, expires_at, working_on,
                                   coalesce(expires_at > clock_timestamp(), false) AS held
                            FROM %s WHERE id = 1""".formatted(records.lock()))) {
                return result.next()
                        ? Optional.of(new Head(
                                result.getInt("format_version"),
                                result.getString("applied_digest"),
                                result.getBoolean("held") ? holder(result) : null))
                        : Optional.<Head>empty();
            } catch (SQLException e) {
                if (PostgresErrors.UNDEFINED_TABLE.equals(e.getSQLState())) {
                    // what stands in a schema that this user may not use does not exist for it: that is not "no
                    // history"
                    Records.of(connection);
                    return Optional.<Head>empty();
                }
                throw e;
            }
        });
    }

    @Override
    public synchronized void initialise() {
        run(connection -> {
            Records named = Records.of(connection);
            named.create(connection, true);
            return named;
        });
    }

    @Override
    public synchronized LeaseResult acquire(Runner runner, Duration timeToLive) {
        return run(connection -> {
            Optional<LeaseResult> taken = tryAcquire(connection, runner, timeToLive);
            if (taken.isPresent()) {
                return taken.get();
            }
            Holder holder = heldBy(connection);
            if (holder != null) {
                return new LeaseResult.Held(holder);
            }
            Grants.require(PostgresTarget.single(connection, Grants.missing(records)));
            // free or expired, and yet its row is locked: the old owner is in a transaction. It must go first.
            endFrozenOwner(connection);
            taken = tryAcquire(connection, runner, timeToLive);
            return taken.isPresent() ? taken.get() : new LeaseResult.Held(lastHolder(connection));
        });
    }

    private Optional<LeaseResult> tryAcquire(Connection connection, Runner runner, Duration timeToLive)
            throws SQLException {
        try (PreparedStatement take =
                connection.prepareStatement("""
                WITH previous AS (
                  SELECT * FROM %1$s WHERE id = 1 AND (owner_id IS NULL OR expires_at <= clock_timestamp())
                    AND (%2$s) IS NULL
                  FOR UPDATE SKIP LOCKED)
                UPDATE %1$s l SET token = l.token + 1, owner_id = ?, owner_user = ?, owner_host = ?, owner_pid = ?,
                  acquired_at = clock_timestamp(), expires_at = clock_timestamp() + ? * interval '1 millisecond',
                  applied_digest = NULL, working_on = NULL
                FROM previous p WHERE l.id = p.id
                RETURNING l.token, l.history_id, p.owner_id, p.owner_user, p.owner_host, p.owner_pid, p.acquired_at,
                  p.expires_at, p.working_on, current_schema(), pg_backend_pid(),
                  set_config('application_name', 'dbmigrate-' || l.history_id || '-' || l.token, false)""".formatted(records.lock(), Grants.missing(records)))) {
            take.setString(1, runner.id());
            take.setString(2, runner.user());
            take.setString(3, runner.host());
            take.setLong(4, runner.pid());
            take.setLong(5, timeToLive.toMillis());
            try (ResultSet result = take.executeQuery()) {
                if (!result.next()) {
                    return Optional.empty();
                }
                if (records.equals(Records.UNQUALIFIED)) {
                    records = Records.named(result.getString("current_schema"));
                }
                Pooler.adapt(connection, result.getInt("pg_backend_pid"));
                Lease lease = new Lease(result.getString("history_id"), result.getLong("token"), runner, timeToLive);
                Holder previous = result.getString("owner_id") == null ? null : holder(result);
                if (previous != null) {
                    endPrevious(connection, lease);
                }
                held = lease;
                Connector.limitAnswers(connection, timeToLive);
                return Optional.of(new LeaseResult.Acquired(lease, previous));
            }
        }
    }

    /** A runner that may not end its predecessor's sessions lets go of the lease at once, as one that was not released. */
    private void endPrevious(Connection connection, Lease lease) throws SQLException {
        try {
            Sessions.endOlder(connection, lease.historyId(), lease.token());
        } catch (SQLException e) {
            try (PreparedStatement expire = connection.prepareStatement(
                    "UPDATE " + records.lock() + " SET expires_at = clock_timestamp() WHERE id = 1 AND token = ?")) {
                expire.setLong(1, lease.token());
                expire.executeUpdate();
            } catch (SQLException ofExpiry) {
                e.addSuppressed(ofExpiry);
            }
            throw e;
        }
    }

    private @Nullable Holder heldBy(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT * FROM " + records.lock()
                        + " WHERE owner_id IS NOT NULL AND expires_at > clock_timestamp()")) {
            return result.next() ? holder(result) : null;
        }
    }

    private Holder lastHolder(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT * FROM " + records.lock() + " WHERE id = 1")) {
            if (!result.next()) {
                throw new SQLException("the lease's row is gone from " + records.lock(), "P0002");
            }
            return holder(result);
        }
    }

    /** Looks again whether the lease is free: its row may be locked by somebody who is just taking it, and has by now. */
    private void endFrozenOwner(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT history_id, token FROM " + records.lock()
                        + " WHERE id = 1 AND (owner_id IS NULL OR expires_at <= clock_timestamp())")) {
            if (result.next()) {
                Sessions.endOlder(connection, result.getString(1), result.getLong(2) + 1);
            }
        }
    }

    @Override
    public boolean renew(Lease lease, @Nullable String working) {
        return heartbeat.renew(records, lease, working);
    }

    @Override
    public synchronized void release(Lease lease, @Nullable String appliedDigest) {
        run(connection -> {
            try (PreparedStatement release = connection.prepareStatement(
                    "UPDATE " + records.lock()
                            + " SET owner_id = NULL, owner_user = NULL, owner_host = NULL, owner_pid = NULL, acquired_at = NULL,"
                            + " expires_at = NULL, working_on = NULL, applied_digest = ? WHERE id = 1 AND token = ? AND owner_id = ?")) {
                release.setString(1, appliedDigest);
                release.setLong(2, lease.token());
                release.setString(3, lease.owner().id());
                return release.executeUpdate();
            } finally {
                held = null;
                if (!connection.isClosed()) {
                    Connector.limitAnswers(connection, Duration.ZERO);
                }
            }
        });
    }

    @Override
    public synchronized boolean expire(Runner holder) {
        return run(connection -> {
            try (PreparedStatement expire = connection.prepareStatement("UPDATE " + records.lock()
                    + " SET expires_at = clock_timestamp(), owner_id = owner_id || ? WHERE id = 1 AND owner_id = ?")) {
                expire.setString(1, EXPIRED);
                expire.setString(2, holder.id());
                return expire.executeUpdate() == 1;
            }
        });
    }

    @Override
    public synchronized List<HistoryRow> rows() {
        return run(connection -> {
            List<HistoryRow> rows = new ArrayList<>();
            try (Statement statement = connection.createStatement();
                    ResultSet result =
                            statement.executeQuery("SELECT * FROM " + records.history() + " ORDER BY event_id")) {
                while (result.next()) {
                    rows.add(row(result));
                }
            }
            return rows;
        });
    }

    @Override
    public synchronized void record(Lease lease, HistoryChange change) {
        run(connection -> {
            HistoryWriter present = writer;
            if (present == null) {
                present = new HistoryWriter(connection, records);
                writer = present;
            }
            connection.setAutoCommit(false);
            try {
                present.writeAndCommit(lease, change);
            } catch (SQLException | RuntimeException e) {
                rollbackAfter(connection, e);
                throw e;
            } finally {
                if (!connection.isClosed()) {
                    connection.setAutoCommit(true);
                }
            }
            return change;
        });
    }

    /** That the rollback fails too says only that the server has done it already. */
    private static void rollbackAfter(Connection connection, Exception failure) {
        try {
            if (!connection.isClosed()) {
                connection.rollback();
            }
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public synchronized Tail tail(Lease lease) {
        return run(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery("SELECT clock_timestamp(), coalesce((SELECT hash FROM "
                            + records.events() + " ORDER BY id DESC LIMIT 1), '')")) {
                result.next();
                return new Tail(result.getString(2), result.getTimestamp(1).toInstant());
            }
        });
    }

    @Override
    public synchronized List<HistoryEvent> events(long afterSequence) {
        return run(connection -> {
            List<HistoryEvent> events = new ArrayList<>();
            try (PreparedStatement statement =
                    connection.prepareStatement("SELECT * FROM " + records.events() + " WHERE id > ? ORDER BY id")) {
                statement.setLong(1, afterSequence);
                try (ResultSet result = statement.executeQuery()) {
                    while (result.next()) {
                        events.add(event(result));
                    }
                }
            }
            return events;
        });
    }

    /** The tables' qualified names, known once the lease has been taken. */
    synchronized Records records() {
        return records;
    }

    synchronized void close() {
        heartbeat.close();
        Connection open = connection;
        connection = null;
        writer = null;
        if (open != null) {
            PostgresTarget.closeQuietly(open);
        }
    }

    private <T> T run(SqlWork<T> work) {
        Connection open = connection;
        try {
            // what stands must be written down although the connection was cut
            if (open == null || open.isClosed()) {
                Lease lease = held;
                open = lease == null
                        ? connector.open(Connector.READ_SESSION)
                        : connector.open(lease.sessionName(), lease.timeToLive());
                connection = open;
                writer = null;
            }
            return work.run(open);
        } catch (SQLException e) {
            throw PostgresErrors.own(connector, e);
        }
    }

    private static Holder holder(ResultSet result) throws SQLException {
        return new Holder(
                new Runner(
                        text(result, "owner_id"),
                        text(result, "owner_host"),
                        result.getLong("owner_pid"),
                        text(result, "owner_user")),
                instant(result, "acquired_at"),
                instant(result, "expires_at"),
                result.getString("working_on"));
    }

    private static HistoryRow row(ResultSet result) throws SQLException {
        return new HistoryRow(
                result.getLong("event_id"),
                result.getString("migration_id"),
                result.getString("migration_name"),
                result.getString("database_name"),
                result.getString("database_kind"),
                result.getString("version"),
                HistoryRow.State.valueOf(result.getString("state")),
                instant(result, "applied_at"),
                result.getString("applied_by"),
                result.getString("checksum"),
                result.getString("error_message"),
                result.getBoolean("rollback_available"),
                result.getLong("execution_millis"),
                result.getLong("token"));
    }

    private static HistoryEvent event(ResultSet result) throws SQLException {
        return new HistoryEvent(
                result.getLong("id"),
                instant(result, "happened_at"),
                HistoryChange.Event.valueOf(result.getString("event")),
                result.getString("migration_id"),
                result.getString("database_name"),
                result.getString("version"),
                result.getString("checksum"),
                result.getString("applied_by"),
                result.getString("host"),
                result.getLong("pid"),
                result.getLong("token"),
                result.getLong("execution_millis"),
                result.getString("message"),
                result.getString("migration_name"),
                result.getString("database_kind"),
                HistoryRow.State.valueOf(result.getString("state")),
                result.getBoolean("rollback_available"),
                result.getString("previous_hash"),
                result.getString("hash"));
    }

    private static String text(ResultSet result, String column) throws SQLException {
        String value = result.getString(column);
        return value == null ? "" : value;
    }

    private static Instant instant(ResultSet result, String column) throws SQLException {
        Timestamp value = result.getTimestamp(column);
        return value == null ? Instant.EPOCH : value.toInstant();
    }
}
