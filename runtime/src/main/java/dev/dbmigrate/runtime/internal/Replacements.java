package dev.dbmigrate.runtime.internal;

import dev.dbmigrate.model.ManifestEntry;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which migration stands for which other ones, over all jars: the compiler has seen one module at a time. */
final class Replacements {

    private Replacements() {}

    /**
     * Finds them.
     *
     * @param byId all migrations
     * @return the migration that stands for an id, by that id
     * @throws DbMigrateException with {@code DBM-R005} if two stand for the same, or some for each other
     */
    static Map<String, ManifestEntry> of(Map<String, ManifestEntry> byId) {
        Map<String, ManifestEntry> replacements = new HashMap<>();
        for (ManifestEntry entry : byId.values()) {
            for (String id : entry.replaces()) {
                ManifestEntry other = replacements.putIfAbsent(id, entry);
                if (other != null) {
                    boolean inOrder = other.id().compareTo(entry.id()) < 0;
                    throw conflict(id + " is replaced by two migrations: " + display(inOrder ? other : entry) + " and "
                            + display(inOrder ? entry : other) + ". Take it out of replaces of one of them");
                }
            }
        }
        byId.keySet().stream().sorted().forEach(id -> requireNoCircle(id, replacements));
        return replacements;
    }

    private static void requireNoCircle(String start, Map<String, ManifestEntry> replacements) {
        List<String> path = new ArrayList<>(List.of(start));
        ManifestEntry next = replacements.get(start);
        while (next != null && path.size() <= replacements.size()) {
            path.add(next.id());
            if (next.id().equals(start)) {
                throw conflict("migrations replace each other: " + String.join(" → ", path)
                        + ". Take one of them out of replaces");
            }
            next = replacements.get(next.id());
        }
    }

    private static String display(ManifestEntry entry) {
        return entry.id() + " (" + entry.className() + ")";
    }

    private static DbMigrateException conflict(String message) {
        return new DbMigrateException(Diagnostic.MANIFEST_CONFLICT, message + ", and compile again.");
    }
}
