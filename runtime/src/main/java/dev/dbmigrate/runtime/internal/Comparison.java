package dev.dbmigrate.runtime.internal;

import dev.dbmigrate.model.ManifestEntry;
import dev.dbmigrate.runtime.MigrationState;
import dev.dbmigrate.runtime.spi.HistoryRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Code and history side by side: the state of every migration on every database. Pure. */
final class Comparison {

    /**
     * One migration on one database.
     *
     * @param entry the code's word, or null if it is missing there
     * @param database the database's name
     * @param kind its kind
     * @param row the history's word, or null if there is none
     * @param state what the two make together
     */
    record Line(
            @Nullable ManifestEntry entry,
            String database,
            String kind,
            @Nullable HistoryRow row,
            MigrationState state) {

        String id() {
            return entry != null ? entry.id() : row != null ? row.migrationId() : "";
        }
    }

    private Comparison() {}

    /** The lines in apply order; those missing from the code last, in the order of the history. */
    static List<Line> compare(MigrationSet migrations, HistoryView history) {
        Map<PartKey, Line> lines = new LinkedHashMap<>();
        Standing standing = new Standing(migrations, history);
        Map<String, Integer> lastApplied = lastApplied(migrations, standing);
        int position = 0;
        for (ManifestEntry entry : migrations.entries()) {
            for (ManifestEntry.Part part : entry.parts()) {
                HistoryRow row = history.row(entry.id(), part.database());
                MigrationState state = state(entry, part, row, standing);
                boolean open = state == MigrationState.PENDING
                        && standing.isOpen(entry, part.database())
                        && !standing.isAdopted(entry);
                if (open && position < lastApplied.getOrDefault(part.database(), -1)) {
                    state = MigrationState.OUT_OF_ORDER;
                }
                lines.put(
                        new PartKey(entry.id(), part.database()),
                        new Line(entry, part.database(), part.kind(), row, state));
            }
            position++;
        }
        List<Line> all = new ArrayList<>(lines.values());
        for (HistoryRow row : history.rows()) {
            if (!lines.containsKey(new PartKey(row.migrationId(), row.database())) && !isReplaced(migrations, row)) {
                MigrationState state = switch (row.state()) {
                    case ROLLED_BACK -> MigrationState.ROLLED_BACK;
                    case IN_DOUBT -> MigrationState.IN_DOUBT;
                    // it never was applied, so nothing is missing; what failed half-way may still stand
                    case FAILED, STARTED, ROLLING_BACK -> MigrationState.FAILED;
                    case APPLIED, BASELINE -> MigrationState.MISSING;
                };
                all.add(new Line(null, row.database(), row.kind(), row, state));
            }
        }
        return all;
    }

    private static boolean isReplaced(MigrationSet migrations, HistoryRow row) {
        // what failed half-way is not passed by in silence, whoever stands for it now
        return migrations.replacement(row.migrationId()) != null
                && (row.success() || row.state() == HistoryRow.State.ROLLED_BACK);
    }

    private static Map<String, Integer> lastApplied(MigrationSet migrations, Standing standing) {
        Map<String, Integer> last = new HashMap<>();
        int position = 0;
        for (ManifestEntry entry : migrations.entries()) {
            for (ManifestEntry.Part part : entry.parts()) {
                if (standing.isApplied(entry, part.database())) {
                    last.put(part.database(), position);
                }
            }
            position++;
        }
        return last;
    }

    private static MigrationState state(
            ManifestEntry entry, ManifestEntry.Part part, @Nullable HistoryRow row, Standing standing) {
        if (row == null) {
            return standing.isApplied(entry, part.database()) ? MigrationState.BASELINE : MigrationState.PENDING;
        }
        return switch (row.state()) {
            case APPLIED -> isChanged(entry, row) ? MigrationState.CHANGED : MigrationState.APPLIED;
            case BASELINE -> MigrationState.BASELINE;
            case FAILED -> MigrationState.FAILED;
            case IN_DOUBT -> MigrationState.IN_DOUBT;
            case ROLLED_BACK -> MigrationState.ROLLED_BACK;
            // interrupted: the next run reads the target's marker and settles it
            case STARTED, ROLLING_BACK -> MigrationState.FAILED;
        };
    }

    /** A checksum that one side lacks says nothing. */
    private static boolean isChanged(ManifestEntry entry, HistoryRow row) {
        String code = entry.checksum();
        String applied = row.checksum();
        return code != null && applied != null && !applied.isEmpty() && !code.equals(applied);
    }
}
