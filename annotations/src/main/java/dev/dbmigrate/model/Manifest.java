package dev.dbmigrate.model;

import java.util.List;

/**
 * The migrations of one module in apply order, as the annotation processor writes them. Found by
 * {@link java.util.ServiceLoader}; nothing is scanned and nothing is reflected upon.
 *
 * <p>Implementations are stateless and safe for use by several threads. {@link #digest()} is a constant, so that a run
 * with nothing to do never builds the entries.
 */
public interface Manifest {

    /** The format that this version of dbmigrate writes and reads. */
    int CURRENT_FORMAT = 1;

    /** The format in which this manifest was written. */
    int formatVersion();

    /**
     * {@code sha256:…} over all that the entries say except where their source stands; two manifests with the same digest
     * hold the same migrations.
     */
    String digest();

    /** How many migrations there are. */
    int size();

    /** The migrations in apply order; built anew on each call. */
    List<ManifestEntry> entries();

    /**
     * Creates an instance of a migration's class.
     *
     * @param index the migration's place in {@link #entries()}, from 0
     * @return a new instance
     * @throws IndexOutOfBoundsException if there is no such migration
     */
    Object newInstance(int index);
}
