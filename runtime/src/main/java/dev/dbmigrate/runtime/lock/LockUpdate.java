package dev.dbmigrate.runtime.lock;

import dev.dbmigrate.model.LockFile;
import dev.dbmigrate.model.ManifestEntry;
import dev.dbmigrate.model.MigrationId;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A lock file and what is compiled now, put together: new migrations are added, released ones must be what they were.
 *
 * @param lock the file as it should be
 * @param added the ids of the migrations that are released now
 * @param relocked the ids whose change was accepted, those of deleted ones included
 */
public record LockUpdate(LockFile lock, List<String> added, List<String> relocked) {

    public LockUpdate {
        added = List.copyOf(added);
        relocked = List.copyOf(relocked);
    }

    /**
     * Puts them together.
     *
     * @param before the file as it is
     * @param entries the migrations of the module
     * @param relock the ids whose change is accepted
     * @return the new file
     * @throws DbMigrateException with {@code DBM-R044} and every released migration that was changed, if one is not accepted;
     *     with {@code DBM-R003} if an accepted one was not changed
     */
    public static LockUpdate of(LockFile before, Collection<ManifestEntry> entries, Collection<String> relock) {
        Map<String, LockFile.Entry> after = new TreeMap<>(MigrationId.NATURAL_ORDER);
        List<String> added = new ArrayList<>();
        Map<String, String> changes = new TreeMap<>(MigrationId.NATURAL_ORDER);
        Set<String> standsFor = new HashSet<>();
        Map<String, LockFile.Entry> now = new HashMap<>();
        for (ManifestEntry entry : entries) {
            standsFor.addAll(entry.replaces());
            now.put(entry.id(), released(entry));
        }
        for (LockFile.Entry old : before.entries()) {
            LockFile.Entry found = now.remove(old.id());
            String change = found == null
                    ? (standsFor.contains(old.id()) ? null : "is gone: no compiled class has this id")
                    : change(old, found);
            if (change != null) {
                changes.put(old.id(), change);
            }
            // a checksum that could not be had before is no change
            LockFile.Entry kept =
                    found == null || (found.checksum() == null && old.checksum() != null && change == null)
                            ? old
                            : found;
            if (found != null || change == null) {
                after.put(old.id(), kept);
            }
        }
        now.forEach((id, entry) -> {
            after.put(id, entry);
            added.add(id);
        });
        added.sort(MigrationId.NATURAL_ORDER);
        List<String> unchanged =
                relock.stream().filter(id -> !changes.containsKey(id)).toList();
        if (!unchanged.isEmpty()) {
            throw new DbMigrateException(
                    Diagnostic.UNKNOWN_MIGRATION,
                    "dbmigrate.relock names " + String.join(", ", unchanged) + ", which "
                            + (unchanged.size() == 1 ? "is" : "are")
                            + " as released, or not released at all. "
                            + (changes.isEmpty()
                                    ? "Leave -Ddbmigrate.relock out"
                                    : "Changed are: -Ddbmigrate.relock=" + String.join(",", changes.keySet())));
        }
        List<String> relocked =
                List.copyOf(changes.keySet().stream().filter(relock::contains).toList());
        relocked.forEach(changes::remove);
        if (!changes.isEmpty()) {
            throw refused(changes);
        }
        return new LockUpdate(LockFile.of(after.values()), added, relocked);
    }

    private static DbMigrateException refused(Map<String, String> changes) {
        StringBuilder message = new StringBuilder("released migrations were changed, and nothing was written:");
        changes.forEach(
                (id, change) -> message.append("\n  ").append(id).append(' ').append(change));
        return new DbMigrateException(
                Diagnostic.RELEASED_CHANGED,
                message.append(
                                "\nTake the change back and write a new migration (mvn dbmigrate:new), or, if no database needs"
                                        + " it, accept it:\n  mvn compile dbmigrate:lock -Ddbmigrate.relock=")
                        .append(String.join(",", changes.keySet()))
                        .append(" -Ddbmigrate.reason=\"why\"")
                        .toString());
    }

    private static LockFile.Entry released(ManifestEntry entry) {
        return new LockFile.Entry(
                entry.id(),
                entry.parts().stream().map(ManifestEntry.Part::database).toList(),
                entry.version(),
                entry.checksum(),
                entry.dependsOn());
    }

    private static @Nullable String change(LockFile.Entry old, LockFile.Entry now) {
        List<String> changes = new ArrayList<>();
        if (!old.databases().equals(now.databases())) {
            changes.add("databases " + old.databases() + " → " + now.databases());
        }
        if (!old.version().equals(now.version())) {
            changes.add("version " + old.version() + " → " + now.version());
        }
        if (!old.dependsOn().equals(now.dependsOn())) {
            changes.add("dependsOn " + old.dependsOn() + " → " + now.dependsOn());
        }
        if (old.checksum() != null && now.checksum() != null && !old.checksum().equals(now.checksum())) {
            changes.add("its code is another one");
        }
        return changes.isEmpty() ? null : "was changed: " + String.join("; ", changes);
    }
}
