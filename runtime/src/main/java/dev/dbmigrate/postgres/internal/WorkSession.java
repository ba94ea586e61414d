package dev.dbmigrate.postgres.internal;

import dev.dbmigrate.runtime.TargetConfig;
import dev.dbmigrate.runtime.spi.Lease;
import dev.dbmigrate.runtime.spi.LeaseLostException;
import dev.dbmigrate.runtime.spi.Marker;
import dev.dbmigrate.runtime.spi.PartOutcome;
import dev.dbmigrate.runtime.spi.PartRun;
import dev.dbmigrate.runtime.spi.StepRecord;
import dev.dbmigrate.runtime.spi.VersionChange;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The connection on which migrations run, and the records that are written on it. For use by one thread. */
final class WorkSession {

    private static final Pattern CHANGES_SESSION = Pattern.compile(
            "(?i)\\bSET\\s+(?!LOCAL\\b)|\\bset_config\\s*\\(|\\bRESET\\b|\\bTEMP(ORARY)?\\b|\\bpg_temp\\b"
                    + "|\\bPREPARE\\b|\\bLISTEN\\b|\\bHOLD\\b|\\bLOAD\\b|\\bpg_(try_)?advisory_lock");

    private static final Pattern FORGETS_PREPARED = Pattern.compile("(?i)\\b(DEALLOCATE|DISCARD)\\b");

    private final TargetConfig config;
    private final Connector connector;
    private final Connection connection;
    private final Records records;
    private final boolean home;
    private final Lease lease;
    private final HistoryWriter writer;
    private boolean sessionChanged;
    /** Whether no pooler is in between, so that the backend is the same one in each transaction. */
    private boolean direct;
    /** Asked of the server with each check of the fence: what a pooler tells the driver is not the backend's. */
    private int backendPid;

    WorkSession(
            TargetConfig config,
            Connector connector,
            Connection connection,
            Records records,
            boolean home,
            Lease lease) {
        this.config = config;
        this.connector = connector;
        this.connection = connection;
        this.records = records;
        this.home = home;
        this.lease = lease;
        this.writer = new HistoryWriter(connection, records);
    }

    Connection connection() {
        return connection;
    }

    /** Adapts to a pooler, or to there being none. */
    void adapt(int askedBackendPid) throws SQLException {
        backendPid = askedBackendPid;
        direct = Pooler.adapt(connection, askedBackendPid);
    }

    /** Takes note of a text of SQL that may change the session for the migrations after it. */
    void note(String sql) {
        sessionChanged |= CHANGES_SESSION.matcher(sql).find();
        if (FORGETS_PREPARED.matcher(sql).find()) {
            writer.forget();
        }
    }

    /** Takes note that the session was changed by a call of JDBC. */
    void noteChange() {
        sessionChanged = true;
    }

    /**
     * Makes the session what it was when it was opened, if a migration before may have changed it: also one that failed,
     * and in no transaction, as its rollback would bring everything back. Called before the next work, so that the last
     * migration of a run costs nothing.
     */
    void reset() throws SQLException {
        if (!sessionChanged) {
            return;
        }
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement()) {
            statement.execute("DISCARD ALL");
        }
        writer.forget();
        sessionChanged = false;
    }

    /**
     * Writes what says that the part is done, in the current transaction: at home the history's row, elsewhere the marker;
     * and the schema version.
     */
    PartOutcome writeDone(PartRun run) throws SQLException {
        writeVersion(run.version());
        if (home) {
            deleteMarker(run.migrationId());
            backendPid = writer.write(lease, run.success());
            return PartOutcome.RECORDED_IN_HISTORY;
        }
        checkFence();
        if (run.direction() == dev.dbmigrate.runtime.Direction.UP) {
            writeMarker(run, Marker.State.APPLIED);
            deleteSteps(run.migrationId());
        } else {
            deleteMarker(run.migrationId());
        }
        return PartOutcome.MARKED_ON_TARGET;
    }

    /** Writes, in the atomic case at home, only what is needed there: nothing but the row and, if it changed, the version. */
    PartOutcome writeDoneAtomically(PartRun run) throws SQLException {
        if (!isOnlyTheRow(run)) {
            return writeDone(run);
        }
        writeVersion(run.version());
        backendPid = writer.write(lease, run.success());
        return PartOutcome.RECORDED_IN_HISTORY;
    }

    /** Whether the record can be sent together with the COMMIT, in one round trip: see {@link HistoryWriter#writeAndCommitByName}. */
    boolean commitsWithRecord(PartRun run) {
        return direct && isOnlyTheRow(run);
    }

    /** Writes the record and commits; the backend that does it is known beforehand. */
    PartOutcome writeDoneAndCommit(PartRun run) throws SQLException {
        writeVersion(run.version());
        writer.writeAndCommitByName(lease, run.success());
        return PartOutcome.RECORDED_IN_HISTORY;
    }

    private boolean isOnlyTheRow(PartRun run) {
        return home && run.unfinished() == null;
    }

    /**
     * Locks the fence until the transaction ends, so that a take-over cannot come between. At home the fence is the
     * lease's row, which the heartbeat must be able to renew while a long statement runs: {@code FOR KEY SHARE} lets it,
     * and still makes a take-over wait, because that asks for {@code FOR UPDATE}. Elsewhere the token is raised by a plain
     * update, which only {@code FOR SHARE} keeps out.
     */
    void checkFence() throws SQLException {
        String table = home
                ? records.lock() + " WHERE id = 1 AND token = ? FOR KEY SHARE"
                : records.fence() + " WHERE id = 1 AND token = ? FOR SHARE";
        try (PreparedStatement check = connection.prepareStatement("SELECT pg_backend_pid() FROM " + table)) {
            check.setLong(1, lease.token());
            try (ResultSet result = check.executeQuery()) {
                if (!result.next()) {
                    throw new LeaseLostException(
                            config.name() + " has seen a higher fencing token than " + lease.token());
                }
                backendPid = result.getInt(1);
            }
        }
    }

    /** Makes the server refuse every change in the current transaction. */
    void forbidWrites() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TRANSACTION READ ONLY");
        }
    }

    void writeMarker(PartRun run, Marker.State state) throws SQLException {
        writeMarker(run.migrationId(), state, run.checksum());
    }

    private void writeMarker(String migrationId, Marker.State state, @Nullable String checksum) throws SQLException {
        try (PreparedStatement write = connection.prepareStatement("INSERT INTO " + records.marker()
                + " (migration_id, state, checksum, token) VALUES (?, ?, ?, ?) ON CONFLICT (migration_id) DO UPDATE"
                + " SET state = excluded.state, checksum = excluded.checksum, token = excluded.token,"
                + " written_at = now()")) {
            write.setString(1, migrationId);
            write.setString(2, state.name());
            write.setString(3, checksum);
            write.setLong(4, lease.token());
            write.executeUpdate();
        }
    }

    void writeStep(String migrationId, StepRecord step) throws SQLException {
        try (PreparedStatement write = connection.prepareStatement("INSERT INTO " + records.step()
                + " (migration_id, step_index, name, state, token) VALUES (?, ?, ?, ?, ?)"
                + " ON CONFLICT (migration_id, step_index) DO UPDATE"
                + " SET name = excluded.name, state = excluded.state, token = excluded.token, written_at = now()")) {
            write.setString(1, migrationId);
            write.setInt(2, step.index());
            write.setString(3, step.name());
            write.setString(4, step.state().name());
            write.setLong(5, lease.token());
            write.executeUpdate();
        }
    }

    /** Replaces what is recorded of a migration; see {@link dev.dbmigrate.runtime.spi.Target#settle}. */
    void settle(String migrationId, @Nullable Marker marker, VersionChange version) {
        try {
            reset();
            inTransaction(() -> {
                checkFence();
                deleteMarker(migrationId);
                // at home the history's row says that a migration is applied
                if (marker != null && !(home && marker.state() == Marker.State.APPLIED)) {
                    writeMarker(migrationId, marker.state(), marker.checksum());
                    for (StepRecord step : marker.steps()) {
                        writeStep(migrationId, step);
                    }
                }
                writeVersion(version);
            });
        } catch (SQLException e) {
            throw PostgresErrors.own(connector, e);
        }
    }

    /** Work in a transaction. */
    interface TransactionBody {
        void run() throws SQLException;
    }

    /** Runs records' own statements, or a step together with its record, in one transaction. */
    void inTransaction(TransactionBody body) throws SQLException {
        connection.setAutoCommit(false);
        try {
            body.run();
            connection.commit();
        } catch (SQLException | RuntimeException e) {
            rollbackAfter(e);
            throw e;
        } finally {
            if (!connection.isClosed()) {
                connection.setAutoCommit(true);
            }
        }
    }

    /** Rolls back after a failure; that this fails too says only that the server has done so already. */
    void rollbackAfter(Throwable failure) {
        try {
            if (!connection.isClosed()) {
                connection.rollback();
            }
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    /** Finds out what became of a COMMIT on this session whose answer was lost. */
    LostCommit.Outcome resolveCommit(PartRun run) {
        return new LostCommit(config, connector, records, home, lease, backendPid).resolve(run);
    }

    private void deleteMarker(String migrationId) throws SQLException {
        deleteSteps(migrationId);
        delete(records.marker(), migrationId);
    }

    private void deleteSteps(String migrationId) throws SQLException {
        delete(records.step(), migrationId);
    }

    private void delete(String table, String migrationId) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM " + table + " WHERE migration_id = ?")) {
            delete.setString(1, migrationId);
            delete.executeUpdate();
        }
    }

    private void writeVersion(VersionChange change) throws SQLException {
        for (String left : change.left()) {
            try (PreparedStatement delete =
                    connection.prepareStatement("DELETE FROM " + records.versions() + " WHERE version = ?")) {
                delete.setString(1, left);
                delete.executeUpdate();
            }
        }
        for (VersionChange.Reached reached : change.reached()) {
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + records.versions()
                    + " (version, description, breaking_changes) VALUES (?, ?, ?) ON CONFLICT (version) DO UPDATE SET"
                    + " description = excluded.description, breaking_changes = excluded.breaking_changes")) {
                insert.setString(1, reached.version());
                insert.setString(2, reached.description());
                insert.setBoolean(3, reached.breaking());
                insert.executeUpdate();
            }
        }
    }
}
