package dev.dbmigrate.runtime.spi;

import dev.dbmigrate.runtime.Direction;
import org.jspecify.annotations.Nullable;

/**
 * One part of a migration to be run on one target.
 *
 * @param migrationId the migration
 * @param migration the user's object; the adapter casts it to its own kind
 * @param direction up or down
 * @param transactional whether the class wants one transaction where the database has them
 * @param checksum the migration's checksum, or null if there is none
 * @param lease the lease under which it runs
 * @param startedNanos {@link System#nanoTime()} when it began
 * @param onSuccess what to write into the history with the effect if this target is home; take it from
 *     {@link #success()}, which knows how long the part ran
 * @param version what becomes of the schema version that the target carries, written with the effect where possible
 * @param unfinished the marker of an interrupted earlier try in the same direction, or null
 * @param monitor where log lines, steps and progress go, and where a stop is noticed
 */
public record PartRun(
        String migrationId,
        Object migration,
        Direction direction,
        boolean transactional,
        @Nullable String checksum,
        Lease lease,
        long startedNanos,
        HistoryChange onSuccess,
        VersionChange version,
        @Nullable Marker unfinished,
        RunMonitor monitor) {

    /**
     * What to write into the history when the part succeeds now. Asked for once, last of all before the commit that holds it:
     * from here until the run returns, no other event can get its place in the chain.
     */
    public HistoryChange success() {
        long millis = (System.nanoTime() - startedNanos) / 1_000_000;
        HistoryRow row = onSuccess.row();
        return monitor.link(new HistoryChange(
                row.with(row.state(), row.errorMessage(), millis), onSuccess.event(), onSuccess.runner()));
    }
}
