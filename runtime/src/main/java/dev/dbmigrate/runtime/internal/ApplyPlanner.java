package dev.dbmigrate.runtime.internal;

import dev.dbmigrate.model.ManifestEntry;
import dev.dbmigrate.model.SemanticVersion;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.Direction;
import dev.dbmigrate.runtime.Selection;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
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
    private final Standing standing;

    ApplyPlanner(MigrationSet migrations, HistoryView history) {
        this.migrations = migrations;
        this.standing = new Standing(migrations, history);
    }

    /**
     * Makes the plan.
     *
     * @throws DbMigrateException with {@code DBM-R003} for an unknown id, {@code DBM-R043} if something needed is neither
     *     applied nor selected, {@code DBM-R044} if only some of what a migration replaces is applied and the rest cannot be
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
                if (wanted && standing.isOpen(entry, part.database())) {
                    WorkItem item = item(items.size() + 1, entry, part, previousPart, planned, lastOn);
                    items.add(item);
                    planned.put(key, item);
                    lastOn.put(part.database(), entry.id());
                }
                previousPart = key;
            }
        }
        items.forEach(item -> PartlyReplaced.refuse(item, standing));
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
        for (String earlier : predecessors(entry)) {
            List<PartKey> parts = plannedParts(earlier, planned);
            waitsFor.addAll(parts);
            if (!parts.isEmpty()) {
                reasons.add(earlier + " (" + relation(entry, earlier) + ")");
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
        return new WorkItem(position, entry, part, Direction.UP, waitsFor, reasons, standing.isAdopted(entry));
    }

    /** What comes before, and for what is left out, what comes before that. */
    private Set<String> predecessors(ManifestEntry entry) {
        Set<String> found = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(migrations.graph().predecessors(entry.id()));
        while (!open.isEmpty()) {
            String id = open.removeFirst();
            ManifestEntry earlier = migrations.find(id);
            if (!id.equals(entry.id()) && found.add(id) && earlier != null && standing.isLeftOut(earlier)) {
                open.addAll(migrations.graph().predecessors(id));
            }
        }
        return found;
    }

    private static String relation(ManifestEntry entry, String earlier) {
        return entry.dependsOn().contains(earlier)
                ? "dependsOn"
                : entry.after().contains(earlier)
                        ? "after"
                        : entry.replaces().contains(earlier) ? "replaces" : "replaced";
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
            String asked = id;
            ManifestEntry entry = migrations.find(id);
            while (entry != null && standing.isLeftOut(entry)) {
                entry = migrations.replacement(asked);
                asked = entry == null ? asked : entry.id();
            }
            selected.addAll(migrations.graph().transitiveDependencies(asked));
            selected.add(asked);
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
            for (ManifestEntry entry : needed(item)) {
                for (ManifestEntry.Part part : entry.parts()) {
                    noteIfMissing(item, entry.id(), part, planned, missing);
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

    /** What must have been applied before: for what is left out, the migration that stands for it. */
    private List<ManifestEntry> needed(WorkItem item) {
        List<String> ids = new ArrayList<>(item.entry().dependsOn());
        if (item.adopts()) {
            ids.addAll(item.entry().replaces());
        }
        List<ManifestEntry> needed = new ArrayList<>();
        for (String id : ids) {
            ManifestEntry entry = migrations.find(id);
            if (entry == null) {
                entry = migrations.replacement(id);
            }
            while (entry != null && standing.isLeftOut(entry)) {
                entry = migrations.replacement(entry.id());
            }
            if (entry != null && !entry.id().equals(item.entry().id())) {
                needed.add(entry);
            }
        }
        return needed;
    }

    private void noteIfMissing(
            WorkItem item,
            String needed,
            ManifestEntry.Part part,
            Map<PartKey, WorkItem> planned,
            Map<PartKey, String> missing) {
        PartKey key = new PartKey(needed, part.database());
        ManifestEntry entry = migrations.find(needed);
        if (entry != null && !planned.containsKey(key) && !standing.isApplied(entry, part.database())) {
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
