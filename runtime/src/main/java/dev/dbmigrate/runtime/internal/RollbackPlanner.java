package dev.dbmigrate.runtime.internal;

import dev.dbmigrate.model.ManifestEntry;
import dev.dbmigrate.model.SemanticVersion;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.Direction;
import dev.dbmigrate.runtime.RollbackRequest;
import dev.dbmigrate.runtime.Selection;
import dev.dbmigrate.runtime.spi.HistoryRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Decides which parts a {@code rollback} undoes, and in which order: the reverse of the apply order. Pure. */
final class RollbackPlanner {

    private final MigrationSet migrations;
    private final HistoryView history;

    RollbackPlanner(MigrationSet migrations, HistoryView history) {
        this.migrations = migrations;
        this.history = history;
    }

    /**
     * Makes the plan.
     *
     * @throws DbMigrateException with {@code DBM-R003} for an unknown id, {@code DBM-R041} if dependents are applied and
     *     may not be rolled back too, {@code DBM-R042} if a migration has no way back
     */
    List<WorkItem> plan(RollbackRequest request) {
        Set<String> chosen = choose(request);
        Set<String> all = withDependents(chosen, request.cascade());
        Set<String> only = new LinkedHashSet<>(request.selection().only());
        List<ManifestEntry> ordered = new ArrayList<>(migrations.entries());
        requireNoDependentElsewhere(all, only);
        List<WorkItem> items = new ArrayList<>();
        for (int i = ordered.size() - 1; i >= 0; i--) {
            ManifestEntry entry = ordered.get(i);
            if (all.contains(entry.id())) {
                addParts(entry, only, items);
            }
        }
        return items;
    }

    /** A dependent that stands on a database which is left out would be left without what it depends on. */
    private void requireNoDependentElsewhere(Set<String> all, Set<String> only) {
        for (ManifestEntry entry : only.isEmpty() ? List.<ManifestEntry>of() : migrations.entries()) {
            if (!all.contains(entry.id())
                    || migrations.graph().dependencies(entry.id()).stream().noneMatch(all::contains)) {
                continue;
            }
            for (ManifestEntry.Part part : entry.parts()) {
                if (!only.contains(part.database()) && stands(entry, part)) {
                    throw new DbMigrateException(
                            Diagnostic.DEPENDENTS_APPLIED,
                            entry.id() + " is applied on " + part.database()
                                    + " and depends on what would be rolled back. Add " + part.database()
                                    + " to -Ddbmigrate.only. Nothing was changed.");
                }
            }
        }
    }

    private void addParts(ManifestEntry entry, Set<String> only, List<WorkItem> items) {
        for (int i = entry.parts().size() - 1; i >= 0; i--) {
            ManifestEntry.Part part = entry.parts().get(i);
            boolean wanted = only.isEmpty() || only.contains(part.database());
            if (wanted && stands(entry, part)) {
                requireRan(entry, part);
                requireReversible(entry, part);
                List<PartKey> waitsFor = new ArrayList<>();
                List<String> reasons = new ArrayList<>();
                for (WorkItem earlier : items) {
                    boolean dependent = migrations
                            .graph()
                            .predecessors(earlier.entry().id())
                            .contains(entry.id());
                    if (dependent || earlier.entry().id().equals(entry.id())) {
                        waitsFor.add(earlier.key());
                        reasons.add(
                                dependent
                                        ? earlier.entry().id() + " (depends on it)"
                                        : "its part on " + earlier.part().database());
                    }
                }
                items.add(new WorkItem(items.size() + 1, entry, part, Direction.DOWN, waitsFor, reasons));
            }
        }
    }

    private boolean stands(ManifestEntry entry, ManifestEntry.Part part) {
        HistoryRow row = history.row(entry.id(), part.database());
        return row != null && (row.success() || row.state() == HistoryRow.State.ROLLING_BACK);
    }

    /** What was recorded because all that it replaces is applied has done nothing that could be undone. */
    private void requireRan(ManifestEntry entry, ManifestEntry.Part part) {
        HistoryRow row = history.row(entry.id(), part.database());
        List<String> applied = new Standing(migrations, history).applied(entry);
        if (row != null && row.state() == HistoryRow.State.BASELINE && !applied.isEmpty()) {
            throw new DbMigrateException(
                    Diagnostic.IRREVERSIBLE,
                    entry.id() + " cannot be rolled back on " + part.database() + ": it never ran there. It "
                            + Standing.standsFor(entry) + ", and was recorded as applied because "
                            + (applied.size() == 1 ? "that is" : "those are")
                            + ". Write a new migration that undoes what"
                            + " you want undone (" + WorkItem.sourceOf(entry) + "). Nothing was changed.");
        }
    }

    private static void requireReversible(ManifestEntry entry, ManifestEntry.Part part) {
        String why = entry.irreversible();
        if (why != null || !part.reversible()) {
            throw new DbMigrateException(
                    Diagnostic.IRREVERSIBLE,
                    entry.id() + " cannot be rolled back on " + part.database() + ": "
                            + (why != null
                                    ? why
                                    : entry.className() + " does not override down for " + part.kind()
                                            + ". Override it, compile, and try again; or write a new migration that"
                                            + " undoes it.")
                            + " (" + WorkItem.sourceOf(entry) + "). Nothing was changed.");
        }
    }

    private Set<String> choose(RollbackRequest request) {
        Selection selection = request.selection();
        String to = selection.to();
        if (!selection.migrations().isEmpty()) {
            return chooseIds(selection.migrations());
        }
        if (to != null) {
            return downTo(to);
        }
        if (request.last() > 0) {
            return lastApplied(request.last(), selection.only());
        }
        throw new DbMigrateException(
                Diagnostic.CONFIGURATION,
                "say what to roll back: -Ddbmigrate.last=1 (the last one), -Ddbmigrate.migration=ID,"
                        + " or -Ddbmigrate.to=VERSION-OR-ID (itself kept)");
    }

    private Set<String> chooseIds(List<String> ids) {
        Set<String> chosen = new LinkedHashSet<>();
        for (String id : ids) {
            ManifestEntry entry = migrations.find(id);
            if (entry == null) {
                throw missing(id);
            }
            if (entry.parts().stream().noneMatch(part -> stands(entry, part))) {
                throw new DbMigrateException(
                        Diagnostic.UNKNOWN_MIGRATION,
                        id + " is not applied, so there is nothing to roll back. mvn dbmigrate:status shows what is.");
            }
            chosen.add(id);
        }
        return chosen;
    }

    private DbMigrateException missing(String id) {
        boolean inHistory =
                history.rows().stream().anyMatch(row -> row.migrationId().equals(id));
        return inHistory
                ? new DbMigrateException(
                        Diagnostic.IRREVERSIBLE,
                        id + " is in the history but its class is not in this build, so nobody knows how to undo it."
                                + " Check out the code that holds it and roll back there.")
                : ApplyPlanner.unknown(
                        id, migrations.entries().stream().map(ManifestEntry::id).toList());
    }

    private Set<String> downTo(String to) {
        Optional<SemanticVersion> version = SemanticVersion.tryParse(to);
        Set<String> chosen = new LinkedHashSet<>();
        if (version.isEmpty()) {
            if (migrations.find(to) == null) {
                throw missing(to);
            }
        }
        boolean above = false;
        for (ManifestEntry entry : migrations.entries()) {
            boolean beyond = version.isPresent() ? entry.version().compareTo(version.get()) > 0 : above;
            if (beyond && entry.parts().stream().anyMatch(part -> stands(entry, part))) {
                chosen.add(entry.id());
            }
            above |= entry.id().equals(to);
        }
        return chosen;
    }

    private Set<String> lastApplied(int count, List<String> only) {
        // by runs, and within a run by the plan: databases run side by side, so the clock's order there is chance
        Map<String, Long> newestRun = history.rows().stream()
                .filter(row -> row.success() || row.state() == HistoryRow.State.ROLLING_BACK)
                .filter(row -> only.isEmpty() || only.contains(row.database()))
                .collect(Collectors.toMap(HistoryRow::migrationId, HistoryRow::token, Math::max));
        List<String> planOrder =
                migrations.entries().stream().map(ManifestEntry::id).toList();
        Map<String, Integer> position = new HashMap<>();
        planOrder.forEach(id -> position.put(id, position.size()));
        List<String> ids = newestRun.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(
                                entry -> position.getOrDefault(entry.getKey(), Integer.MAX_VALUE),
                                Comparator.reverseOrder()))
                .limit(count)
                .map(Map.Entry::getKey)
                .toList();
        for (String id : ids) {
            if (migrations.find(id) == null) {
                throw missing(id);
            }
        }
        return new LinkedHashSet<>(ids);
    }

    private Set<String> withDependents(Set<String> chosen, boolean cascade) {
        Set<String> all = new LinkedHashSet<>(chosen);
        for (String id : chosen) {
            List<String> applied = migrations.graph().transitiveDependents(id).stream()
                    .filter(dependent -> !chosen.contains(dependent))
                    .filter(this::standsAnywhere)
                    .toList();
            if (!applied.isEmpty() && !cascade) {
                throw new DbMigrateException(
                        Diagnostic.DEPENDENTS_APPLIED,
                        id + " cannot be rolled back while migrations that depend on it are applied: "
                                + String.join(", ", applied)
                                + ". Roll those back first, or all together with -Ddbmigrate.cascade=true."
                                + " Nothing was changed.");
            }
            all.addAll(applied);
        }
        return all;
    }

    private boolean standsAnywhere(String id) {
        ManifestEntry entry = migrations.find(id);
        return entry != null && entry.parts().stream().anyMatch(part -> stands(entry, part));
    }
}
