package dev.dbmigrate.runtime;

import java.util.List;

/**
 * What would run, in order.
 *
 * @param parts the parts; empty if there is nothing to do
 * @param warnings what the user should know before it runs
 */
public record Plan(List<PlannedPart> parts, List<String> warnings) {

    public Plan {
        parts = List.copyOf(parts);
        warnings = List.copyOf(warnings);
    }
}
