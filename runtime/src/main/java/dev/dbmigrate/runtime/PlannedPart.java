package dev.dbmigrate.runtime;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One part of a migration that would run.
 *
 * @param position its place in the order, from 1
 * @param id the migration
 * @param database the database's name
 * @param kind the database's kind
 * @param version the migration's schema version
 * @param description what it does
 * @param direction up or down
 * @param transactional whether it wants one transaction
 * @param waitsFor what it waits for, in words: {@code 001_initial_schema (dependsOn)}
 * @param source where the class stands: {@code com/acme/AddIndexes.java:12}
 * @param note what else there is to know, for example that it is recorded and not run, or null
 */
public record PlannedPart(
        int position,
        String id,
        String database,
        String kind,
        String version,
        String description,
        Direction direction,
        boolean transactional,
        List<String> waitsFor,
        String source,
        @Nullable String note) {

    public PlannedPart {
        waitsFor = List.copyOf(waitsFor);
    }

    /** A part of which there is nothing else to know. */
    public PlannedPart(
            int position,
            String id,
            String database,
            String kind,
            String version,
            String description,
            Direction direction,
            boolean transactional,
            List<String> waitsFor,
            String source) {
        this(position, id, database, kind, version, description, direction, transactional, waitsFor, source, null);
    }
}
