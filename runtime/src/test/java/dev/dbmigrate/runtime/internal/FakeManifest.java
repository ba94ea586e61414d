package dev.dbmigrate.runtime.internal;

import dev.dbmigrate.model.Manifest;
import dev.dbmigrate.model.ManifestEntry;
import java.util.List;

/** A manifest of entries whose classes are never made. */
record FakeManifest(List<ManifestEntry> entries) implements Manifest {

    static MigrationSet set(ManifestEntry.Builder... builders) {
        return MigrationSet.of(List.of(new FakeManifest(java.util.Arrays.stream(builders)
                .map(ManifestEntry.Builder::build)
                .toList())));
    }

    static ManifestEntry.Builder entry(String id, String version, String... databases) {
        ManifestEntry.Builder entry =
                ManifestEntry.of(id, "test.T").version(version).description("does " + id);
        for (String database : databases) {
            entry.part("postgres", database, true);
        }
        return entry;
    }

    @Override
    public int formatVersion() {
        return CURRENT_FORMAT;
    }

    @Override
    public String digest() {
        return "sha256:" + entries.hashCode();
    }

    @Override
    public int size() {
        return entries.size();
    }

    @Override
    public Object newInstance(int index) {
        throw new AssertionError("a plan runs no migration's code");
    }
}
