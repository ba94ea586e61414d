package dev.dbmigrate.postgres.internal;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Direction;
import dev.dbmigrate.runtime.TargetConfig;
import dev.dbmigrate.runtime.spi.Lease;
import dev.dbmigrate.runtime.spi.LeaseLostException;
import dev.dbmigrate.runtime.spi.Marker;
import dev.dbmigrate.runtime.spi.PartRun;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A COMMIT whose answer did not come.
 *
 * @param backendPid the server's process that was to commit, as it named itself in that transaction
 */
record LostCommit(
        TargetConfig config, Connector connector, Records records, boolean home, Lease lease, int backendPid) {

    private static final int RESOLVE_TRIES = 10;
    private static final long RESOLVE_PAUSE_MILLIS = 1000;

    /** What became of a COMMIT whose answer did not come. */
    enum Outcome {
        COMMITTED,
        ROLLED_BACK,
        UNKNOWN
    }

    /**
     * Finds out what became of a COMMIT whose answer was lost. The backend that was to commit is ended first: a COMMIT that
     * is still on its way must not arrive after this has looked. Nothing is concluded once the lease is gone: another owner
     * may have written since.
     */
    Outcome resolve(PartRun run) {
        for (int attempt = 1; attempt <= RESOLVE_TRIES; attempt++) {
            try {
                return readOutcome(run);
            } catch (DbMigrateException | SQLException e) {
                run.monitor().log().debug("the outcome of the COMMIT cannot be read yet", e);
            }
            if (!pause() || isStopped(run)) {
                break;
            }
        }
        return Outcome.UNKNOWN;
    }

    private static boolean isStopped(PartRun run) {
        try {
            run.monitor().checkMayContinue();
            return false;
        } catch (LeaseLostException | DbMigrateException e) {
            run.monitor().log().debug("the outcome of the COMMIT is left to the next run", e);
            return true;
        }
    }

    private Outcome readOutcome(PartRun run) throws SQLException {
        Connection fresh = connector.open(Connector.READ_SESSION);
        try {
            Sessions.end(fresh, backendPid, lease.sessionName());
            String table = home ? records.history() : records.marker();
            String fence = home ? records.lock() : records.fence();
            String filter = home ? " AND d.database_name = ?" : "";
            try (PreparedStatement read = fresh.prepareStatement("SELECT d.state, d.token, f.token AS fence FROM "
                    + fence + " f LEFT JOIN " + table + " d ON d.migration_id = ?" + filter + " WHERE f.id = 1")) {
                read.setString(1, run.migrationId());
                if (home) {
                    read.setString(2, config.name());
                }
                try (ResultSet result = read.executeQuery()) {
                    return outcome(run, result);
                }
            }
        } finally {
            PostgresTarget.closeQuietly(fresh);
        }
    }

    private Outcome outcome(PartRun run, ResultSet result) throws SQLException {
        if (!result.next() || result.getLong("fence") != lease.token()) {
            return Outcome.UNKNOWN;
        }
        return isCommitted(run, result) ? Outcome.COMMITTED : Outcome.ROLLED_BACK;
    }

    private boolean isCommitted(PartRun run, ResultSet result) throws SQLException {
        boolean up = run.direction() == Direction.UP;
        String state = result.getString("state");
        if (state == null) {
            return !home && !up;
        }
        String wanted = home ? run.onSuccess().row().state().name() : Marker.State.APPLIED.name();
        return (home || up) && state.equals(wanted) && result.getLong("token") == lease.token();
    }

    /** Returns false if the thread was interrupted. */
    private static boolean pause() {
        try {
            Thread.sleep(RESOLVE_PAUSE_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
