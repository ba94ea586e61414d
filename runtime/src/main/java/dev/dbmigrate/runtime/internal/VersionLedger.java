package dev.dbmigrate.runtime.internal;

import dev.dbmigrate.model.ManifestEntry;
import dev.dbmigrate.model.SemanticVersion;
import dev.dbmigrate.runtime.spi.VersionChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which schema versions are complete on each database. A version is reached when the last of its migrations, and of those
 * of all lower versions, is applied there. Safe for use by several threads.
 */
final class VersionLedger {

    private static final int MAX_DESCRIPTION = 500;

    private final Map<String, TreeMap<SemanticVersion, Version>> byDatabase = new HashMap<>();

    private static final class Version {
        final List<ManifestEntry> entries = new ArrayList<>();
        final Set<String> open = new HashSet<>();
    }

    VersionLedger(MigrationSet migrations, HistoryView history) {
        this(migrations, new Standing(migrations, history));
    }

    VersionLedger(MigrationSet migrations, Standing standing) {
        for (ManifestEntry entry : migrations.entries()) {
            if (standing.isLeftOut(entry)) {
                continue;
            }
            for (ManifestEntry.Part part : entry.parts()) {
                Version version = byDatabase
                        .computeIfAbsent(part.database(), name -> new TreeMap<>())
                        .computeIfAbsent(entry.version(), key -> new Version());
                version.entries.add(entry);
                if (!standing.isApplied(entry, part.database())) {
                    version.open.add(entry.id());
                }
            }
        }
    }

    /** The highest complete version of a database, or null if none is. */
    synchronized @Nullable String current(String database) {
        SemanticVersion current = highestComplete(versions(database), null, null);
        return current == null ? null : current.toString();
    }

    /** What would change if a part were applied. */
    synchronized VersionChange ifApplied(ManifestEntry entry, String database) {
        TreeMap<SemanticVersion, Version> versions = versions(database);
        SemanticVersion before = highestComplete(versions, null, null);
        SemanticVersion after = highestComplete(versions, entry.id(), null);
        if (after == null || after.equals(before)) {
            return VersionChange.NONE;
        }
        return new VersionChange(reached(versions, before, after), List.of(), after.toString());
    }

    private static List<VersionChange.Reached> reached(
            TreeMap<SemanticVersion, Version> versions, @Nullable SemanticVersion before, SemanticVersion after) {
        List<VersionChange.Reached> reached = new ArrayList<>();
        (before == null ? versions : versions.tailMap(before, false))
                .headMap(after, true)
                .forEach((number, version) -> reached.add(reached(number, version)));
        return reached;
    }

    /**
     * What the target may lack when a part is recorded that stands already by what it replaces: its version may be another
     * one than theirs.
     */
    synchronized VersionChange ifAdopted(ManifestEntry entry, String database) {
        TreeMap<SemanticVersion, Version> versions = versions(database);
        SemanticVersion before = highestComplete(versions, null, entry.id());
        SemanticVersion after = highestComplete(versions, entry.id(), null);
        return after == null || after.equals(before)
                ? VersionChange.NONE
                : new VersionChange(reached(versions, before, after), List.of(), after.toString());
    }

    /**
     * What would change if a part were rolled back. Compared with it applied, whatever the history says: when an interrupted
     * rollback goes on, the history counts the part as open already, but the target still carries its version.
     */
    synchronized VersionChange ifRolledBack(ManifestEntry entry, String database) {
        TreeMap<SemanticVersion, Version> versions = versions(database);
        SemanticVersion before = highestComplete(versions, entry.id(), null);
        SemanticVersion after = highestComplete(versions, null, entry.id());
        if (before == null || before.equals(after)) {
            return VersionChange.NONE;
        }
        List<String> left = (after == null ? versions : versions.tailMap(after, false))
                .headMap(before, true).keySet().stream()
                        .map(SemanticVersion::toString)
                        .toList();
        return new VersionChange(List.of(), left, after == null ? null : after.toString());
    }

    /** Takes note that a part is applied now. */
    synchronized void applied(ManifestEntry entry, String database) {
        version(entry, database).open.remove(entry.id());
    }

    /** Takes note that a part is not applied any more. */
    synchronized void rolledBack(ManifestEntry entry, String database) {
        version(entry, database).open.add(entry.id());
    }

    private TreeMap<SemanticVersion, Version> versions(String database) {
        return byDatabase.computeIfAbsent(database, name -> new TreeMap<>());
    }

    private Version version(ManifestEntry entry, String database) {
        return versions(database).computeIfAbsent(entry.version(), key -> new Version());
    }

    private static @Nullable SemanticVersion highestComplete(
            TreeMap<SemanticVersion, Version> versions, @Nullable String asIfApplied, @Nullable String asIfRolledBack) {
        SemanticVersion highest = null;
        for (Map.Entry<SemanticVersion, Version> entry : versions.entrySet()) {
            Version version = entry.getValue();
            boolean complete = version.open.isEmpty()
                    || (version.open.size() == 1 && asIfApplied != null && version.open.contains(asIfApplied));
            boolean reopened = asIfRolledBack != null
                    && version.entries.stream().anyMatch(member -> member.id().equals(asIfRolledBack));
            if (!complete || reopened) {
                return highest;
            }
            highest = entry.getKey();
        }
        return highest;
    }

    private static VersionChange.Reached reached(SemanticVersion number, Version version) {
        String description =
                version.entries.stream().map(ManifestEntry::description).collect(Collectors.joining("; "));
        return new VersionChange.Reached(
                number.toString(),
                description.length() <= MAX_DESCRIPTION
                        ? description
                        : description.substring(0, MAX_DESCRIPTION - 1) + "…",
                version.entries.stream().anyMatch(ManifestEntry::breaking));
    }
}
