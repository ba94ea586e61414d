package dev.dbmigrate.runtime.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbmigrate.runtime.Direction;
import dev.dbmigrate.runtime.ExecutedPart;
import dev.dbmigrate.runtime.HealthReport;
import dev.dbmigrate.runtime.MigrationState;
import dev.dbmigrate.runtime.Plan;
import dev.dbmigrate.runtime.PlannedPart;
import dev.dbmigrate.runtime.RunResult;
import dev.dbmigrate.runtime.ValidationReport;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextReportsTest {

    private static final Style STYLE = new Style(false, 93);

    @Test
    void aPlanShowsTheOrderAndWhyEachWaits() {
        Plan plan = new Plan(
                List.of(
                        part(1, "001_initial_schema", true, List.of()),
                        part(2, "002_add_indexes", false, List.of("001_initial_schema (dependsOn)"))),
                List.of("003_x is applied by hand"));

        assertThat(TextReports.plan(plan, "apply", STYLE))
                .containsExactly(
                        "Would apply 2 migrations in this order (postgres):",
                        "#  id                  database  version  description",
                        "1  001_initial_schema  postgres  1.0.0    what it does",
                        "2  002_add_indexes     postgres  1.0.0    what it does",
                        "     waits for 001_initial_schema (dependsOn)",
                        "     not one transaction: journaled step by step",
                        "warning: 003_x is applied by hand");
    }

    @Test
    void aLongDescriptionIsShortenedAndTheLineFits() {
        Plan plan = new Plan(
                List.of(new PlannedPart(
                        1,
                        "20241227_120000_add_the_append_only_audit_log_of_all_changes",
                        "postgres",
                        "postgres",
                        "1.0.0",
                        "x".repeat(200),
                        Direction.UP,
                        true,
                        List.of(),
                        "A.java:1")),
                List.of());

        assertThat(TextReports.plan(plan, "apply", STYLE)).allMatch(line -> line.length() <= 93);
    }

    @Test
    void aRunIsSummedUp() {
        RunResult result = new RunResult(
                List.of(
                        Reports.executed("001_a", ExecutedPart.Outcome.APPLIED, null),
                        Reports.executed("002_b", ExecutedPart.Outcome.APPLIED, null)),
                List.of(),
                1234);

        assertThat(TextReports.run(result, "apply", false, STYLE))
                .containsExactly("Applied 2 migrations on 1 database in 1.2 s.");
        assertThat(TextReports.run(new RunResult(List.of(), List.of(), 5), "apply", false, STYLE))
                .containsExactly("Nothing to apply.");
    }

    @Test
    void aRunThatStoppedIsAccountedFor() {
        RunResult result = new RunResult(
                List.of(
                        Reports.executed("001_a", ExecutedPart.Outcome.APPLIED, null),
                        Reports.executed("002_b", ExecutedPart.Outcome.FAILED, "boom"),
                        Reports.executed("003_c", ExecutedPart.Outcome.NOT_RUN, null)),
                List.of(),
                1234);

        assertThat(TextReports.run(result, "apply", true, STYLE))
                .containsExactly(
                        "What was done before the run stopped:",
                        "applied  001_a  postgres  12 ms",
                        "failed   002_b  postgres  12 ms",
                        "not run  003_c  postgres");
    }

    @Test
    void validationNamesEachFinding() {
        ValidationReport report = new ValidationReport(
                3,
                List.of(new ValidationReport.Finding(
                        "001_a", "postgres", MigrationState.CHANGED, "was edited\nput it back", "A.java:3")));

        assertThat(TextReports.validation(report, STYLE))
                .containsExactly("CHANGED 001_a on postgres (A.java:3)", "    was edited", "    put it back");
        assertThat(TextReports.validation(new ValidationReport(3, List.of()), STYLE))
                .containsExactly("Valid: 3 migrations compared, history and code agree.");
    }

    @Test
    void healthNamesEachFinding() {
        HealthReport report = new HealthReport(List.of(
                new HealthReport.DatabaseHealth(
                        "postgres",
                        "postgres",
                        "jdbc:postgresql://db/app",
                        true,
                        true,
                        true,
                        "PostgreSQL 17.1",
                        "app",
                        "1.2.0",
                        List.of(),
                        List.of("behind a pooler")),
                new HealthReport.DatabaseHealth(
                        "redis",
                        "redis",
                        "redis://cache",
                        false,
                        false,
                        false,
                        null,
                        null,
                        null,
                        List.of("connection refused\nstart it"),
                        List.of())));

        assertThat(TextReports.health(report, STYLE))
                .containsExactly(
                        "OK  postgres at jdbc:postgresql://db/app (home of the history)",
                        "    server PostgreSQL 17.1, user app",
                        "    schema version 1.2.0",
                        "    note: behind a pooler",
                        "NOT OK  redis at redis://cache",
                        "    schema version none yet",
                        "    finding: connection refused",
                        "        start it");
    }

    @Test
    void durationsAreHumanReadable() {
        assertThat(Wording.duration(0)).isEqualTo("0 ms");
        assertThat(Wording.duration(999)).isEqualTo("999 ms");
        assertThat(Wording.duration(59_949)).isEqualTo("59.9 s");
        assertThat(Wording.duration(59_950)).isEqualTo("1 min 00 s");
        assertThat(Wording.duration(125_000)).isEqualTo("2 min 05 s");
        assertThat(Wording.duration(3_720_000)).isEqualTo("1 h 02 min");
    }

    private static PlannedPart part(int position, String id, boolean transactional, List<String> waitsFor) {
        return new PlannedPart(
                position,
                id,
                "postgres",
                "postgres",
                "1.0.0",
                "what it does",
                Direction.UP,
                transactional,
                waitsFor,
                "com/acme/A.java:1");
    }

    @Test
    void aMigrationOverSeveralDatabasesSaysOnceWhatItWaitsFor() {
        PlannedPart second = new PlannedPart(
                2,
                "009_everywhere",
                "redis",
                "redis",
                "1.0.0",
                "all",
                Direction.UP,
                false,
                List.of("008_a (dependsOn)", "its part on postgres"),
                "A.java:1");
        PlannedPart first = new PlannedPart(
                1,
                "009_everywhere",
                "postgres",
                "postgres",
                "1.0.0",
                "all",
                Direction.UP,
                false,
                List.of("008_a (dependsOn)"),
                "A.java:1");

        assertThat(TextReports.plan(new Plan(List.of(first, second), List.of()), "apply", STYLE))
                .containsExactly(
                        "Would apply 1 migration in this order (postgres, redis):",
                        "#  id              database  version  description",
                        "1  009_everywhere  postgres  1.0.0    all",
                        "     waits for 008_a (dependsOn)",
                        "     not one transaction: journaled step by step",
                        "2  009_everywhere  redis     1.0.0    all",
                        "     waits for its part on postgres");
    }

    @Test
    void longNotesAreBrokenAndWhatIsToBeTypedIsNot() {
        String note = "this deployment has no transactions: a migration here is journaled, step by step, and what was"
                + " interrupted is settled with mvn dbmigrate:repair -Ddbmigrate.migration=ID -Ddbmigrate.decision=retry.";
        HealthReport report = new HealthReport(List.of(new HealthReport.DatabaseHealth(
                "mongodb",
                "mongodb",
                "mongodb://h/app",
                true,
                true,
                false,
                "MongoDB 6.0",
                "app",
                "1.0.0",
                List.of("finding after finding ".repeat(8).strip()),
                List.of(note))));
        ValidationReport findings = new ValidationReport(
                2,
                List.of(new ValidationReport.Finding(
                        "001_a",
                        "postgres",
                        MigrationState.MISSING,
                        "word ".repeat(40).strip(),
                        "A.java:1")));
        Plan plan = new Plan(List.of(), List.of("warned of it ".repeat(10).strip()));

        List<String> lines = new java.util.ArrayList<>(TextReports.health(report, STYLE));
        assertThat(lines)
                .contains(
                        "    finding: finding after finding finding after finding finding after finding finding after")
                .contains("       " + " mvn dbmigrate:repair -Ddbmigrate.migration=ID -Ddbmigrate.decision=retry.");
        lines.addAll(TextReports.validation(findings, STYLE));
        lines.addAll(TextReports.plan(plan, "apply", STYLE));
        assertThat(lines).allMatch(line -> line.length() <= 93);
    }
}
