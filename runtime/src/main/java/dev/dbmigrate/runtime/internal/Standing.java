package dev.dbmigrate.runtime.internal;

import dev.dbmigrate.model.ManifestEntry;
import dev.dbmigrate.runtime.spi.HistoryRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which migrations stand, and what is left to do: the history's rows, and what follows of them for migrations that replace
 * others. Pure; for one thread.
 *
 * <p>A migration that replaces others runs alone where none of them was ever applied. Where all of them are, it is recorded
 * and not run. Where some are, the rest of them run first: only so does every database end in the same state.
 */
final class Standing {

    /** How a migration comes to stand on this history. */
    enum Way {
        /** By running; what it replaces is left out. */
        RUNS,
        /** All that it replaces is applied. */
        RECORDED,
        /** Some of what it replaces is applied, or has begun. */
        AFTER_THE_REST
    }

    private enum Replaced {
        UNTOUCHED,
        BEGUN,
        APPLIED
    }

    private final MigrationSet migrations;
    private final HistoryView history;
    private final Map<String, Way> ways = new HashMap<>();

    Standing(MigrationSet migrations, HistoryView history) {
        this.migrations = migrations;
        this.history = history;
    }

    /** How a migration comes to stand; one that replaces nothing runs. */
    Way way(ManifestEntry entry) {
        if (entry.replaces().isEmpty()) {
            return Way.RUNS;
        }
        Way known = ways.get(entry.id());
        if (known == null) {
            known = findWay(entry);
            ways.put(entry.id(), known);
        }
        return known;
    }

    private Way findWay(ManifestEntry entry) {
        if (entry.parts().stream().anyMatch(part -> hasRun(entry, part))) {
            return Way.RUNS;
        }
        int applied = 0;
        int untouched = 0;
        for (String id : entry.replaces()) {
            switch (replaced(id)) {
                case APPLIED -> applied++;
                case UNTOUCHED -> untouched++;
                case BEGUN -> {}
            }
        }
        return untouched == entry.replaces().size()
                ? Way.RUNS
                : applied == entry.replaces().size() ? Way.RECORDED : Way.AFTER_THE_REST;
    }

    private boolean hasRun(ManifestEntry entry, ManifestEntry.Part part) {
        HistoryRow row = history.row(entry.id(), part.database());
        return row != null && row.state() != HistoryRow.State.BASELINE && row.state() != HistoryRow.State.ROLLED_BACK;
    }

    private Replaced replaced(String id) {
        ManifestEntry entry = migrations.find(id);
        if (entry != null && way(entry) == Way.RECORDED) {
            return Replaced.APPLIED;
        }
        List<HistoryRow> rows = history.rowsOf(id).stream()
                .filter(row -> row.state() != HistoryRow.State.ROLLED_BACK)
                .toList();
        if (rows.isEmpty()) {
            return Replaced.UNTOUCHED;
        }
        boolean all =
                entry != null ? history.isWhollyApplied(entry) : rows.stream().allMatch(HistoryRow::success);
        return all ? Replaced.APPLIED : Replaced.BEGUN;
    }

    /** Whether a migration's effect stands on a database: by its own row, or by those of what it replaces or is replaced by. */
    boolean isApplied(ManifestEntry entry, String database) {
        return switch (way(entry)) {
            case RECORDED -> true;
            case AFTER_THE_REST -> false;
            case RUNS -> history.isApplied(entry, database) || stoodFor(entry);
        };
    }

    boolean isWhollyApplied(ManifestEntry entry) {
        return entry.parts().stream().allMatch(part -> isApplied(entry, part.database()));
    }

    private boolean stoodFor(ManifestEntry entry) {
        ManifestEntry replacement = migrations.replacement(entry.id());
        return replacement != null && isLeftOut(entry) && isWhollyApplied(replacement);
    }

    /** Whether it never runs here, because another one runs, or ran, in its place. */
    boolean isLeftOut(ManifestEntry entry) {
        ManifestEntry replacement = migrations.replacement(entry.id());
        return replacement != null && way(replacement) == Way.RUNS;
    }

    /** Whether a run has something to do: to run it, or to record it. */
    boolean isOpen(ManifestEntry entry, String database) {
        return !isLeftOut(entry) && (way(entry) == Way.AFTER_THE_REST || !history.isApplied(entry, database));
    }

    /** Whether it is recorded without being run, now or once the rest of what it replaces is applied. */
    boolean isAdopted(ManifestEntry entry) {
        return way(entry) != Way.RUNS;
    }

    /** What a migration replaces and is applied. */
    List<String> applied(ManifestEntry entry) {
        return replaced(entry, id -> replaced(id) == Replaced.APPLIED);
    }

    /** What a migration replaces, is not applied, and cannot be, because the class is gone. */
    List<String> gone(ManifestEntry entry) {
        return replaced(entry, id -> replaced(id) != Replaced.APPLIED && migrations.find(id) == null);
    }

    private static List<String> replaced(ManifestEntry entry, Predicate<String> which) {
        List<String> found = new ArrayList<>();
        for (String id : entry.replaces()) {
            if (which.test(id)) {
                found.add(id);
            }
        }
        return found;
    }

    /** What a person should know of a migration that replaces others, or is replaced; or null. */
    @Nullable
    String note(ManifestEntry entry) {
        if (!entry.replaces().isEmpty()) {
            return standsFor(entry);
        }
        ManifestEntry replacement = migrations.replacement(entry.id());
        return replacement == null ? null : "replaced by " + replacement.id();
    }

    static String standsFor(ManifestEntry entry) {
        return "stands for " + String.join(", ", entry.replaces());
    }
}
