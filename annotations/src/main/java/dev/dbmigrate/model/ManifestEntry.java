package dev.dbmigrate.model;

import dev.dbmigrate.annotations.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One migration as the manifest knows it.
 *
 * @param id the migration's id
 * @param className the binary name of its class
 * @param description what it does
 * @param version the schema version that it belongs to
 * @param parts one for each database that it changes, in the order in which they run
 * @param dependsOn the ids that must have been applied before, sorted
 * @param after the ids that come before where they are present, sorted
 * @param replaces the ids that this one stands for, sorted
 * @param checksum {@code v1:…} over its source, or null where the source could not be seen
 * @param transactional whether it runs in one transaction where its database has them
 * @param breaking whether code written for the version before stops working
 * @param phase its part in a change without downtime
 * @param irreversible why there is no way back, or null if nothing was said
 * @param sourceFile the source file's path from its source root, for people
 * @param line the line of the class in it, from 1, or 0 where the source could not be seen
 */
public record ManifestEntry(
        String id,
        String className,
        String description,
        SemanticVersion version,
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

    public ManifestEntry {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(className, "className");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(phase, "phase");
        Objects.requireNonNull(sourceFile, "sourceFile");
        parts = List.copyOf(parts);
        dependsOn = List.copyOf(dependsOn);
        after = List.copyOf(after);
        replaces = List.copyOf(replaces);
    }

    /**
     * What a migration does to one database.
     *
     * @param kind the kind of database, for example {@code postgres}
     * @param database the name of the configured database
     * @param reversible whether the class says how to undo this part
     */
    public record Part(String kind, String database, boolean reversible) {}

    /**
     * Starts an entry; everything that is not said has the annotation's default.
     *
     * @param id the migration's id
     * @param className the binary name of its class
     * @return a builder for use by one thread
     */
    public static Builder of(String id, String className) {
        return new Builder(id, className);
    }

    /** Builds an entry; written for generated code. */
    public static final class Builder {
        private final String id;
        private final String className;
        private String description = "";
        private SemanticVersion version = SemanticVersion.ZERO;
        private final List<Part> parts = new ArrayList<>();
        private List<String> dependsOn = List.of();
        private List<String> after = List.of();
        private List<String> replaces = List.of();
        private @Nullable String checksum;
        private boolean transactional = true;
        private boolean breaking;
        private Phase phase = Phase.NONE;
        private @Nullable String irreversible;
        private String sourceFile = "";
        private int line;

        private Builder(String id, String className) {
            this.id = id;
            this.className = className;
        }

        public Builder description(String value) {
            description = value;
            return this;
        }

        public Builder version(String value) {
            version = SemanticVersion.parse(value);
            return this;
        }

        public Builder part(String kind, String database, boolean reversible) {
            parts.add(new Part(kind, database, reversible));
            return this;
        }

        public Builder dependsOn(String... ids) {
            dependsOn = List.of(ids);
            return this;
        }

        public Builder after(String... ids) {
            after = List.of(ids);
            return this;
        }

        public Builder replaces(String... ids) {
            replaces = List.of(ids);
            return this;
        }

        public Builder checksum(String value) {
            checksum = value;
            return this;
        }

        public Builder transactional(boolean value) {
            transactional = value;
            return this;
        }

        public Builder breaking(boolean value) {
            breaking = value;
            return this;
        }

        public Builder phase(Phase value) {
            phase = value;
            return this;
        }

        public Builder irreversible(String why) {
            irreversible = why;
            return this;
        }

        public Builder source(String file, int atLine) {
            sourceFile = file;
            line = atLine;
            return this;
        }

        public ManifestEntry build() {
            return new ManifestEntry(
                    id,
                    className,
                    description,
                    version,
                    parts,
                    dependsOn,
                    after,
                    replaces,
                    checksum,
                    transactional,
                    breaking,
                    phase,
                    irreversible,
                    sourceFile,
                    line);
        }
    }
}
