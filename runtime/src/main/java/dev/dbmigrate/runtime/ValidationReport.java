package dev.dbmigrate.runtime;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where history and code disagree.
 *
 * @param checked how many migrations and databases were compared
 * @param findings what is wrong; empty if all is well
 */
public record ValidationReport(int checked, List<Finding> findings) {

    public ValidationReport {
        findings = List.copyOf(findings);
    }

    /** Whether nothing is wrong. */
    public boolean valid() {
        return findings.isEmpty();
    }

    /**
     * One disagreement.
     *
     * @param id the migration
     * @param database the database's name
     * @param state what is wrong with it
     * @param message what happened, why, and what to do
     * @param source where its class stands, or null if it is missing from the code
     */
    public record Finding(
            String id,
            String database,
            MigrationState state,
            String message,
            @Nullable String source) {}
}
