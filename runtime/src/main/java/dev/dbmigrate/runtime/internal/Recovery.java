package dev.dbmigrate.runtime.internal;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.spi.HistoryChange;
import dev.dbmigrate.runtime.spi.HistoryRow;
import dev.dbmigrate.runtime.spi.HistoryStore;
import dev.dbmigrate.runtime.spi.Lease;
import dev.dbmigrate.runtime.spi.Marker;
import org.jspecify.annotations.Nullable;

/**
 * Brings the history up to what the targets' markers say, before a rollback is planned: an earlier runner may have died
 * between an effect and its record. ({@code apply} needs no such step: it reads the marker when it comes to the part.)
 */
final class Recovery {

    private final HistoryStore history;
    private final Lease lease;
    private final Claims claims;

    Recovery(HistoryStore history, Lease lease, Claims claims) {
        this.history = history;
        this.lease = lease;
        this.claims = claims;
    }

    /** Returns the history as it stands afterwards. */
    HistoryView reconcile(HistoryView before) {
        boolean changed = false;
        for (HistoryRow row : before.rows()) {
            if (row.state() == HistoryRow.State.STARTED) {
                settle(row, claims.marker(row.database(), row.migrationId()));
                changed = true;
            }
        }
        return changed ? new HistoryView(history.rows()) : before;
    }

    private void settle(HistoryRow row, @Nullable Marker marker) {
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

    private void write(HistoryRow row, HistoryChange.Event event) {
        history.record(lease, new HistoryChange(row, event, lease.owner()));
    }
}
