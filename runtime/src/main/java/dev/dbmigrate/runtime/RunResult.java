package dev.dbmigrate.runtime;

import java.util.List;

/**
 * What an {@code apply} or a {@code rollback} did.
 *
 * @param parts the parts in the order of the plan; empty if there was nothing to do
 * @param warnings what the user should know
 * @param durationMillis how long the whole run took, in milliseconds
 */
public record RunResult(List<ExecutedPart> parts, List<String> warnings, long durationMillis) {

    public RunResult {
        parts = List.copyOf(parts);
        warnings = List.copyOf(warnings);
    }
}
