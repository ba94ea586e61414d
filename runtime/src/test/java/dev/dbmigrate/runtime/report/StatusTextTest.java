package dev.dbmigrate.runtime.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbmigrate.runtime.MigrationState;
import dev.dbmigrate.runtime.StatusReport;
import dev.dbmigrate.runtime.StatusReport.DatabaseStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class StatusTextTest {

    private static final Style IN_MAVEN = new Style(false, 93);

    @Test
    void readsLikeThis() {
        assertThat(StatusText.lines(Reports.status(), IN_MAVEN))
                .containsExactly(
                        "postgres (home)  version 1.1.0   2 applied, 1 failed  jdbc:postgresql://db:5432/app",
                        "redis            no version yet  1 pending            redis://cache:6379",
                        "",
                        "database  id                        state    version  applied at (UTC)      by      ms",
                        "postgres  001_initial_schema        APPLIED  1.0.0    2026-11-21T10:00:00Z  deploy  17",
                        "postgres  002_add_indexes           APPLIED  1.1.0    2026-11-21T10:00:00Z  deploy  17",
                        "postgres  003_add_user_preferences  FAILED   1.2.0    2026-11-21T10:00:00Z  deploy  17",
                        "redis     004_feature_flags         PENDING  1.0.0",
                        "FAILED 003_add_user_preferences on postgres: ERROR: relation \"users\" does not exist",
                        "FAILED 003_add_user_preferences on postgres:   Position: 17");
    }

    @Test
    void grepFailedFindsFailuresAndNothingElse() {
        assertThat(grepFailed(Reports.status())).hasSize(4);
        assertThat(grepFailed(Reports.allApplied())).isEmpty();
    }

    @Test
    void longIdsStayWholeAndTheTableFits() {
        List<StatusReport.MigrationStatus> migrations = new ArrayList<>();
        String id = "2025-01-15-001-add-product-rating-index-for-the-catalogue";
        migrations.add(Reports.migration(id, "neo4j", MigrationState.OUT_OF_ORDER, "10.20.30", "v1:aa", null));
        StatusReport report = new StatusReport(
                "neo4j",
                "held by ci@build-7 (pid 4711)",
                List.of(new DatabaseStatus("neo4j", "neo4j", "bolt://graph:7687", null, 0, 0, 0, 1)),
                migrations);

        List<String> lines = StatusText.lines(report, IN_MAVEN);

        assertThat(lines).allMatch(line -> line.length() <= 93).anyMatch(line -> line.contains(id));
        assertThat(lines)
                .anyMatch(line -> line.contains("1 in doubt"))
                .contains("lease: held by ci@build-7 (pid 4711)");
    }

    @Test
    void colourChangesNoWord() {
        List<String> coloured = StatusText.lines(Reports.status(), new Style(true, 93));

        assertThat(coloured).anyMatch(line -> line.contains("\u001b["));
        assertThat(coloured.stream().map(line -> line.replaceAll("\u001b\\[[0-9;]*m", "")))
                .containsExactlyElementsOf(StatusText.lines(Reports.status(), IN_MAVEN));
    }

    private static List<String> grepFailed(StatusReport report) {
        return StatusText.lines(report, IN_MAVEN).stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).contains("failed"))
                .toList();
    }
}
