package dev.dbmigrate.support;

import dev.dbmigrate.model.Manifest;
import dev.dbmigrate.model.ManifestEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** A manifest as the processor would write it, built by a test. */
public final class TestManifest implements Manifest {

    private final List<ManifestEntry> entries = new ArrayList<>();
    private final List<Supplier<?>> factories = new ArrayList<>();

    public TestManifest add(ManifestEntry.Builder entry, Supplier<?> factory) {
        entries.add(entry.build());
        factories.add(factory);
        return this;
    }

    @Override
    public int formatVersion() {
        return CURRENT_FORMAT;
    }

    @Override
    public String digest() {
        return "sha256:test-" + Integer.toHexString(entries.hashCode());
    }

    @Override
    public int size() {
        return entries.size();
    }

    @Override
    public List<ManifestEntry> entries() {
        return List.copyOf(entries);
    }

    @Override
    public Object newInstance(int index) {
        return factories.get(index).get();
    }
}
