package dev.dbmigrate.neo4j.internal;

import dev.dbmigrate.runtime.spi.Marker;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A migration's marker as it stands in the database.
 *
 * @param migrationId the migration
 * @param state how far it is
 * @param checksum the migration's checksum, or null if there is none
 * @param steps the names of its steps so far
 * @param done how many of them, from the first, are done; the one after those is running
 * @param outside whether the running step has, or may have, had effects outside a transaction that commits with the record
 */
record JournalState(
        String migrationId,
        Marker.State state,
        @Nullable String checksum,
        List<String> steps,
        int done,
        boolean outside) {

    JournalState {
        steps = List.copyOf(steps);
    }
}
