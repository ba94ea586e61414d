package dev.dbmigrate.runtime.report;

import dev.dbmigrate.runtime.Direction;
import dev.dbmigrate.runtime.ExecutedPart;
import dev.dbmigrate.runtime.MigrationState;
import dev.dbmigrate.runtime.StatusReport;
import dev.dbmigrate.runtime.StatusReport.DatabaseStatus;
import dev.dbmigrate.runtime.StatusReport.MigrationStatus;
import java.time.Instant;
import java.util.List;

/** Reports for the tests of their rendering. */
final class Reports {

    private Reports() {}

    static StatusReport status() {
        return new StatusReport(
                "postgres",
                null,
                List.of(
                        new DatabaseStatus(
                                "postgres", "postgres", "jdbc:postgresql://db:5432/app", "1.1.0", 2, 0, 1, 0),
                        new DatabaseStatus("redis", "redis", "redis://cache:6379", null, 0, 1, 0, 0)),
                List.of(
                        migration("001_initial_schema", "postgres", MigrationState.APPLIED, "1.0.0", "v1:aa", null),
                        migration("002_add_indexes", "postgres", MigrationState.APPLIED, "1.1.0", "v1:bb", null),
                        migration(
                                "003_add_user_preferences",
                                "postgres",
                                MigrationState.FAILED,
                                "1.2.0",
                                "v1:cc",
                                "ERROR: relation \"users\" does not exist\n  Position: 17"),
                        migration("004_feature_flags", "redis", MigrationState.PENDING, "1.0.0", "v1:dd", null)));
    }

    static StatusReport allApplied() {
        return new StatusReport(
                "postgres",
                null,
                List.of(new DatabaseStatus(
                        "postgres", "postgres", "jdbc:postgresql://db:5432/app", "1.0.0", 1, 0, 0, 0)),
                List.of(migration("001_initial_schema", "postgres", MigrationState.APPLIED, "1.0.0", "v1:aa", null)));
    }

    static MigrationStatus migration(
            String id, String database, MigrationState state, String version, String checksum, String error) {
        boolean written = state != MigrationState.PENDING;
        return new MigrationStatus(
                id,
                id.replace('_', ' '),
                "what it does",
                database,
                database,
                state,
                version,
                checksum,
                written ? checksum : null,
                written ? Instant.parse("2026-11-21T10:00:00.123Z") : null,
                written ? "deploy" : null,
                written ? 17L : null,
                true,
                error,
                "com/acme/" + id + ".java:12");
    }

    static ExecutedPart executed(String id, ExecutedPart.Outcome outcome, String error) {
        return new ExecutedPart(id, "postgres", "postgres", "1.0.0", Direction.UP, outcome, 12, error);
    }
}
