package dev.dbmigrate.runtime.internal;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.spi.HistoryChange;
import dev.dbmigrate.runtime.spi.HistoryRow;
import dev.dbmigrate.runtime.spi.HistoryStore;
import dev.dbmigrate.runtime.spi.Marker;
import org.jspecify.annotations.Nullable;

/**
 * Brings the history up to what the targets' markers say, before a plan is made: an earlier runner may have died between an
 * effect and its record.
 */
final class Recovery {

    private final Databases databases;
    private final HistoryStore history;
    private final EventChain chain;
    private final Claims claims;

    Recovery(Databases databases, EventChain chain, Claims claims) {
        this.databases = databases;
        this.history = databases.history();
        this.chain = chain;
        this.claims = claims;
    }

    /**
     * Settles rollbacks that were interrupted before they began or after they ended. A start on the way up needs no such step
     * before an {@code apply}: that reads the marker when it comes to the part.
     *
     * @return the history as it stands afterwards
     */
    HistoryView settleRollbacks(HistoryView before) {
        boolean changed = false;
        for (HistoryRow row : before.rows()) {
            if (row.state() == HistoryRow.State.ROLLING_BACK && databases.isConfigured(row.database())) {
                changed |= settleRollback(row, claims.marker(row.database(), row.migrationId()));
            }
        }
        return changed ? new HistoryView(history.rows()) : before;
    }

    /**
     * Settles both ways, before a rollback.
     *
     * @return the history as it stands afterwards
     */
    HistoryView settle(HistoryView before) {
        boolean changed = false;
        for (HistoryRow row : before.rows()) {
            if (row.state() == HistoryRow.State.STARTED && databases.isConfigured(row.database())) {
                settleStarted(row, claims.marker(row.database(), row.migrationId()));
                changed = true;
            }
        }
        return settleRollbacks(changed ? new HistoryView(history.rows()) : before);
    }

    private void settleStarted(HistoryRow row, @Nullable Marker marker) {
        if (marker == null) {
            write(
                    row.with(HistoryRow.State.FAILED, "interrupted before it took effect", 0),
                    HistoryChange.Event.NOT_APPLIED);
        } else if (marker.state() == Marker.State.APPLIED) {
            write(row.with(HistoryRow.State.APPLIED, null, row.executionMillis()), HistoryChange.Event.RECOVERED);
        } else {
            throw new DbMigrateException(
                    Diagnostic.VALIDATION_FAILED,
                    row.migrationId() + " was interrupted half-way on " + row.database()
                            + ". Finish it with mvn dbmigrate:apply, then roll back. Nothing was changed.");
        }
    }

    /**
     * On the home a marker goes in the same change as the history's row is written, so a row that says "rolling back" without
     * one means that nothing has been undone yet; elsewhere it means that all has been.
     */
    private boolean settleRollback(HistoryRow row, @Nullable Marker marker) {
        if (marker != null
                && (marker.state() == Marker.State.RUNNING_DOWN || marker.state() == Marker.State.RUNNING_UP)) {
            return false;
        }
        boolean undone =
                marker == null ? !databases.isHome(row.database()) : marker.state() == Marker.State.ROLLED_BACK;
        write(
                row.with(undone ? HistoryRow.State.ROLLED_BACK : HistoryRow.State.APPLIED, null, row.executionMillis()),
                undone ? HistoryChange.Event.ROLLED_BACK : HistoryChange.Event.NOT_APPLIED);
        return true;
    }

    private void write(HistoryRow row, HistoryChange.Event event) {
        chain.append(row, event);
    }
}
