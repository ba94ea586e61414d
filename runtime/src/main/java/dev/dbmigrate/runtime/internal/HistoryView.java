package dev.dbmigrate.runtime.internal;

import dev.dbmigrate.model.ManifestEntry;
import dev.dbmigrate.runtime.spi.HistoryRow;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the history says, as read at one moment. Immutable. */
final class HistoryView {

    private final Map<PartKey, HistoryRow> rows = new LinkedHashMap<>();

    HistoryView(List<HistoryRow> rows) {
        rows.forEach(row -> this.rows.put(new PartKey(row.migrationId(), row.database()), row));
    }

    @Nullable
    HistoryRow row(String migrationId, String database) {
        return rows.get(new PartKey(migrationId, database));
    }

    Collection<HistoryRow> rows() {
        return rows.values();
    }

    /** Whether a part's effect stands: by its own row, or because all that the migration replaces are applied. */
    boolean isApplied(ManifestEntry entry, String database) {
        HistoryRow own = row(entry.id(), database);
        if (own != null) {
            return own.success();
        }
        return !entry.replaces().isEmpty() && entry.replaces().stream().allMatch(this::isAppliedAnywhere);
    }

    boolean isWhollyApplied(ManifestEntry entry) {
        return entry.parts().stream().allMatch(part -> isApplied(entry, part.database()));
    }

    private boolean isAppliedAnywhere(String migrationId) {
        boolean seen = false;
        for (HistoryRow row : rows.values()) {
            if (row.migrationId().equals(migrationId)) {
                if (!row.success()) {
                    return false;
                }
                seen = true;
            }
        }
        return seen;
    }
}
