package dev.dbmigrate.runtime.internal;

import dev.dbmigrate.model.ManifestEntry;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A database that has seen only some of what a migration replaces, and whose rest cannot be applied any more. */
final class PartlyReplaced {

    private PartlyReplaced() {}

    static void refuse(WorkItem item, Standing standing) {
        String message = item.adopts() ? message(item.entry(), standing) : null;
        if (message != null) {
            throw new DbMigrateException(
                    Diagnostic.PARTLY_REPLACED, item.entry().id() + " " + message + " Nothing was changed.");
        }
    }

    /** What is wrong and what to do, or null if the rest can be applied. */
    static @Nullable String message(ManifestEntry entry, Standing standing) {
        List<String> gone = standing.way(entry) == Standing.Way.AFTER_THE_REST ? standing.gone(entry) : List.of();
        if (gone.isEmpty()) {
            return null;
        }
        List<String> rest = new ArrayList<>(entry.replaces());
        List<String> applied = standing.applied(entry);
        rest.removeAll(applied);
        rest.removeAll(gone);
        String missing = String.join(", ", gone);
        return Standing.standsFor(entry)
                + ", but only some of them are applied on this database, so it can neither run nor"
                + " be taken as applied.\n  applied: "
                + (applied.isEmpty() ? "none wholly" : String.join(", ", applied))
                + (rest.isEmpty() ? "" : "\n  not applied: " + String.join(", ", rest))
                + "\n  not applied, and their classes are gone: " + missing
                + "\nRestore the classes of " + missing
                + ", name them in replaces (they run here and nowhere else), and"
                + " apply again; or check out the build before " + entry.id()
                + ", run mvn dbmigrate:apply, and then come"
                + " back.";
    }
}
