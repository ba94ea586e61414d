package dev.dbmigrate.runtime.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code health} found on one database.
 *
 * @param reachable whether the server answered and let the user in
 * @param server product and version as the server names them, or null if it did not answer
 * @param user the user as the server sees it, or null
 * @param findings what is wrong, each with its mend; empty if all is well
 * @param notes what is good to know, for example that this deployment has no transactions
 */
public record Health(
        boolean reachable,
        @Nullable String server,
        @Nullable String user,
        List<String> findings,
        List<String> notes) {

    public Health {
        findings = List.copyOf(findings);
        notes = List.copyOf(notes);
    }

    /** Whether nothing is wrong. */
    public boolean healthy() {
        return reachable && findings.isEmpty();
    }
}
