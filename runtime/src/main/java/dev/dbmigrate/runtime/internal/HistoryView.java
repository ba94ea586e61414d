package dev.dbmigrate.runtime.internal;

import dev.dbmigrate.model.ManifestEntry;
import dev.dbmigrate.runtime.spi.HistoryRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the history says, as read at one moment. Immutable. */
final class HistoryView {

    private final Map<PartKey, HistoryRow> rows = new LinkedHashMap<>();
    private final Map<String, List<HistoryRow>> byMigration = new HashMap<>();

    HistoryView(List<HistoryRow> rows) {
        for (HistoryRow row : rows) {
            this.rows.put(new PartKey(row.migrationId(), row.database()), row);
            byMigration
                    .computeIfAbsent(row.migrationId(), id -> new ArrayList<>())
                    .add(row);
        }
    }

    @Nullable
    HistoryRow row(String migrationId, String database) {
        return rows.get(new PartKey(migrationId, database));
    }

    Collection<HistoryRow> rows() {
        return rows.values();
    }

    /** The rows of one migration on whatever database. */
    List<HistoryRow> rowsOf(String migrationId) {
        return byMigration.getOrDefault(migrationId, List.of());
    }

    /** Whether the history says itself that a part is applied; see {@link Standing} for what follows from other rows. */
    boolean isApplied(ManifestEntry entry, String database) {
        HistoryRow own = row(entry.id(), database);
        return own != null && own.success();
    }

    boolean isWhollyApplied(ManifestEntry entry) {
        return entry.parts().stream().allMatch(part -> isApplied(entry, part.database()));
    }
}
