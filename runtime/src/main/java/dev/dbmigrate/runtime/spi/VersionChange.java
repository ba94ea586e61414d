package dev.dbmigrate.runtime.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the schema version that a target carries when a part succeeds.
 *
 * @param reached the versions that are complete now and were not before, ascending
 * @param left the versions that are no longer complete, because of a rollback
 * @param current the version that is in force afterwards, or null if none is
 */
public record VersionChange(
        List<Reached> reached, List<String> left, @Nullable String current) {

    /** The version stays what it is. */
    public static final VersionChange NONE = new VersionChange(List.of(), List.of(), null);

    public VersionChange {
        reached = List.copyOf(reached);
        left = List.copyOf(left);
    }

    /** Whether there is nothing to write. */
    public boolean isEmpty() {
        return reached.isEmpty() && left.isEmpty();
    }

    /**
     * A version that is complete.
     *
     * @param version for example {@code 1.2.0}
     * @param description the descriptions of its migrations on this database
     * @param breaking whether one of them is breaking
     */
    public record Reached(String version, String description, boolean breaking) {}
}
