package dev.dbmigrate.runtime.spi;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a target says of itself.
 *
 * @param initialised whether dbmigrate's records exist
 * @param historyId the history that these records belong to, or null if nobody has claimed the target
 * @param token the highest fencing token seen, 0 if none
 * @param schemaVersion the schema version that the target carries, or null if none
 * @param markers one for each migration that is applied or under way here, by migration id; on the home database only
 *     those under way, because there the history's row is the marker
 */
public record TargetState(
        boolean initialised,
        @Nullable String historyId,
        long token,
        @Nullable String schemaVersion,
        Map<String, Marker> markers) {

    /** Nothing of dbmigrate is here. */
    public static final TargetState EMPTY = new TargetState(false, null, 0, null, Map.of());

    public TargetState {
        markers = Map.copyOf(markers);
    }
}
