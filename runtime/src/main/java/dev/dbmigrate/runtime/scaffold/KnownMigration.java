package dev.dbmigrate.runtime.scaffold;

import dev.dbmigrate.model.ManifestEntry;
import dev.dbmigrate.model.SemanticVersion;
import java.util.Set;

/**
 * What a new migration must know of one that exists.
 *
 * @param id its id
 * @param className its class, fully qualified
 * @param version its schema version
 * @param kinds the kinds of database that it changes
 */
public record KnownMigration(String id, String className, SemanticVersion version, Set<String> kinds) {

    public KnownMigration {
        kinds = Set.copyOf(kinds);
    }

    /**
     * Reads a manifest's entry.
     *
     * @param entry the entry
     * @return the migration
     */
    public static KnownMigration of(ManifestEntry entry) {
        return new KnownMigration(
                entry.id(),
                entry.className().replace('$', '.'),
                entry.version(),
                Set.copyOf(entry.parts().stream().map(ManifestEntry.Part::kind).toList()));
    }

    String packageName() {
        int dot = className.lastIndexOf('.');
        return dot < 0 ? "" : className.substring(0, dot);
    }

    String simpleName() {
        return className.substring(className.lastIndexOf('.') + 1);
    }
}
