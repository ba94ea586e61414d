package dev.dbmigrate.runtime.internal;

import dev.dbmigrate.model.ManifestEntry;
import dev.dbmigrate.model.MigrationId;
import dev.dbmigrate.runtime.Direction;
import dev.dbmigrate.runtime.spi.HistoryRow;
import dev.dbmigrate.runtime.spi.Lease;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One part of a migration that is to be run.
 *
 * @param position its place in the plan, from 1
 * @param entry the migration
 * @param part the part
 * @param direction up or down
 * @param waitsFor the parts of this plan that must have ended well before
 * @param reasons what it waits for, in words
 * @param adopts whether it is recorded and not run, because all that the migration replaces is applied
 */
record WorkItem(
        int position,
        ManifestEntry entry,
        ManifestEntry.Part part,
        Direction direction,
        List<PartKey> waitsFor,
        List<String> reasons,
        boolean adopts) {

    WorkItem {
        waitsFor = List.copyOf(waitsFor);
        reasons = List.copyOf(reasons);
    }

    WorkItem(
            int position,
            ManifestEntry entry,
            ManifestEntry.Part part,
            Direction direction,
            List<PartKey> waitsFor,
            List<String> reasons) {
        this(position, entry, part, direction, waitsFor, reasons, false);
    }

    PartKey key() {
        return new PartKey(entry.id(), part.database());
    }

    /** The history's row of this part under a lease. */
    HistoryRow row(HistoryRow.State state, @Nullable String error, long millis, Lease lease) {
        return new HistoryRow(
                0,
                entry.id(),
                displayName(entry.id()),
                part.database(),
                part.kind(),
                entry.version().toString(),
                state,
                null,
                lease.owner().user(),
                entry.checksum(),
                error,
                part.reversible() && entry.irreversible() == null,
                millis,
                lease.token());
    }

    static String displayName(String id) {
        return MigrationId.tryParse(id).map(MigrationId::displayName).orElse(id);
    }

    String source() {
        return sourceOf(entry);
    }

    static String sourceOf(ManifestEntry entry) {
        return entry.line() > 0 ? entry.sourceFile() + ":" + entry.line() : entry.sourceFile();
    }
}
