package dev.dbmigrate.processor.writing;

import dev.dbmigrate.annotations.Phase;
import java.util.List;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/**
 * One migration of the manifest that is to be written; the fields are those of {@code ManifestEntry}.
 *
 * @param type its class
 * @param className the binary name of its class
 * @param canonicalName the name by which source code knows it
 */
public record ManifestLine(
        TypeElement type,
        String id,
        String className,
        String canonicalName,
        String description,
        String version,
        List<Part> parts,
        List<String> dependsOn,
        List<String> after,
        List<String> replaces,
        @Nullable String checksum,
        boolean transactional,
        boolean breaking,
        Phase phase,
        @Nullable String irreversible,
        String sourceFile,
        int line) {

    public ManifestLine {
        parts = List.copyOf(parts);
        dependsOn = List.copyOf(dependsOn);
        after = List.copyOf(after);
        replaces = List.copyOf(replaces);
    }

    /** What it does to one database. */
    public record Part(String kind, String database, boolean reversible) {}
}
