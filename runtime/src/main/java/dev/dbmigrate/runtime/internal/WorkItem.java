package dev.dbmigrate.runtime.internal;

import dev.dbmigrate.model.ManifestEntry;
import dev.dbmigrate.runtime.Direction;
import java.util.List;

/**
 * One part of a migration that is to be run.
 *
 * @param position its place in the plan, from 1
 * @param entry the migration
 * @param part the part
 * @param direction up or down
 * @param waitsFor the parts of this plan that must have ended well before
 * @param reasons what it waits for, in words
 */
record WorkItem(
        int position,
        ManifestEntry entry,
        ManifestEntry.Part part,
        Direction direction,
        List<PartKey> waitsFor,
        List<String> reasons) {

    WorkItem {
        waitsFor = List.copyOf(waitsFor);
        reasons = List.copyOf(reasons);
    }

    PartKey key() {
        return new PartKey(entry.id(), part.database());
    }

    String source() {
        return sourceOf(entry);
    }

    static String sourceOf(ManifestEntry entry) {
        return entry.line() > 0 ? entry.sourceFile() + ":" + entry.line() : entry.sourceFile();
    }
}
