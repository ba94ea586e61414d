package dev.dbmigrate.runtime.internal;

import dev.dbmigrate.model.ManifestEntry;
import dev.dbmigrate.model.SemanticVersion;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.Direction;
import dev.dbmigrate.runtime.Selection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Decides which parts an {@code apply} runs, and in which order. Pure. */
final class ApplyPlanner {

    private final MigrationSet migrations;
    private final HistoryView history;

    ApplyPlanner(MigrationSet migrations, HistoryView history) {
        this.migrations = migrations;
        this.history = history;
    }

    /**
     * Makes the plan.
     *
     * @throws DbMigrateException with {@code DBM-R003} for an unknown id, {@code DBM-R043} if something needed is neither
     *     applied nor selected
     */
    List<WorkItem> plan(Selection selection) {
        Set<String> selected = select(selection);
        Set<String> databases = new LinkedHashSet<>(selection.only());
        List<WorkItem> items = new ArrayList<>();
        Map<PartKey, WorkItem> planned = new LinkedHashMap<>();
        Map<String, String> lastOn = new HashMap<>();
        for (ManifestEntry entry : migrations.entries()) {
            if (!selected.contains(entry.id())) {
                continue;
            }
            PartKey previousPart = null;
            for (ManifestEntry.Part part : entry.parts()) {
                PartKey key = new PartKey(entry.id(), part.database());
                boolean wanted = databases.isEmpty() || databases.contains(part.database());
                if (wanted && !history.isApplied(entry, part.database())) {
                    WorkItem item = item(items.size() + 1, entry, part, previousPart, planned, lastOn);
                    items.add(item);
                    planned.put(key, item);
                    lastOn.put(part.database(), entry.id());
                }
                previousPart = key;
            }
        }
        requireDependencies(items, planned);
        return items;
    }

    private WorkItem item(
            int position,
            ManifestEntry entry,
            ManifestEntry.Part part,
            @Nullable PartKey previousPart,
            Map<PartKey, WorkItem> planned,
            Map<String, String> lastOn) {
        List<PartKey> waitsFor = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        for (String earlier : migrations.graph().predecessors(entry.id())) {
            List<PartKey> parts = plannedParts(earlier, planned);
            waitsFor.addAll(parts);
            if (!parts.isEmpty()) {
                reasons.add(earlier + (entry.dependsOn().contains(earlier) ? " (dependsOn)" : " (after)"));
            }
        }
        if (previousPart != null && planned.containsKey(previousPart)) {
            waitsFor.add(previousPart);
            reasons.add("its part on " + previousPart.database());
        }
        String before = lastOn.get(part.database());
        if (before != null
                && waitsFor.stream().noneMatch(key -> key.migrationId().equals(before))) {
            reasons.add(before + " (before it on " + part.database() + ")");
        }
        return new WorkItem(position, entry, part, Direction.UP, waitsFor, reasons);
    }

    private List<PartKey> plannedParts(String id, Map<PartKey, WorkItem> planned) {
        ManifestEntry entry = migrations.find(id);
        return entry == null
                ? List.of()
                : entry.parts().stream()
                        .map(part -> new PartKey(id, part.database()))
                        .filter(planned::containsKey)
                        .toList();
    }

    private Set<String> select(Selection selection) {
        Set<String> selected = new LinkedHashSet<>();
        if (selection.migrations().isEmpty()) {
            migrations.entries().forEach(entry -> selected.add(entry.id()));
        }
        for (String id : selection.migrations()) {
            requireKnown(migrations, id);
            selected.addAll(migrations.graph().transitiveDependencies(id));
            selected.add(id);
        }
        String to = selection.to();
        if (to != null) {
            selected.retainAll(upTo(to));
        }
        return selected;
    }

    private Set<String> upTo(String to) {
        Optional<SemanticVersion> version = SemanticVersion.tryParse(to);
        Set<String> reached = new LinkedHashSet<>();
        if (version.isPresent()) {
            for (ManifestEntry entry : migrations.entries()) {
                if (entry.version().compareTo(version.get()) <= 0) {
                    reached.add(entry.id());
                }
            }
            return reached;
        }
        requireKnown(migrations, to);
        for (ManifestEntry entry : migrations.entries()) {
            reached.add(entry.id());
            if (entry.id().equals(to)) {
                break;
            }
        }
        return reached;
    }

    private void requireDependencies(List<WorkItem> items, Map<PartKey, WorkItem> planned) {
        Map<PartKey, String> missing = new LinkedHashMap<>();
        for (WorkItem item : items) {
            for (String dependency : item.entry().dependsOn()) {
                ManifestEntry entry = migrations.find(dependency);
                for (ManifestEntry.Part part : entry == null ? List.<ManifestEntry.Part>of() : entry.parts()) {
                    noteIfMissing(item, dependency, part, planned, missing);
                }
            }
            for (ManifestEntry.Part part : item.entry().parts()) {
                if (part.equals(item.part())) {
                    break;
                }
                noteIfMissing(item, item.entry().id(), part, planned, missing);
            }
        }
        if (!missing.isEmpty()) {
            String databases =
                    missing.keySet().stream().map(PartKey::database).distinct().collect(Collectors.joining(","));
            throw new DbMigrateException(
                    Diagnostic.DEPENDENCY_NOT_APPLIED,
                    "something needed is neither applied nor part of this run:\n"
                            + String.join("\n", missing.values()) + "\nApply that first, or add " + databases
                            + " to -Ddbmigrate.only. Nothing was changed.");
        }
    }

    private void noteIfMissing(
            WorkItem item,
            String needed,
            ManifestEntry.Part part,
            Map<PartKey, WorkItem> planned,
            Map<PartKey, String> missing) {
        PartKey key = new PartKey(needed, part.database());
        ManifestEntry entry = migrations.find(needed);
        if (entry != null && !planned.containsKey(key) && !history.isApplied(entry, part.database())) {
            missing.putIfAbsent(
                    key,
                    "  " + item.entry().id() + " on " + item.part().database() + " needs " + needed + " on "
                            + part.database());
        }
    }

    static void requireKnown(MigrationSet migrations, String id) {
        if (migrations.find(id) == null) {
            throw unknown(
                    id, migrations.entries().stream().map(ManifestEntry::id).toList());
        }
    }

    static DbMigrateException unknown(String id, Collection<String> known) {
        String near = NearNames.didYouMean(id, known);
        return new DbMigrateException(
                Diagnostic.UNKNOWN_MIGRATION,
                "there is no migration '" + id + "'." + near
                        + (near.isEmpty() ? " mvn dbmigrate:status lists all ids." : ""));
    }
}
