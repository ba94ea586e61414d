package dev.dbmigrate.runtime;

import java.util.List;

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
        String source) {

    public PlannedPart {
        waitsFor = List.copyOf(waitsFor);
    }
}
