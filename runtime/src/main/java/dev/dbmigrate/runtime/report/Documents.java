package dev.dbmigrate.runtime.report;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.ExecutedPart;
import dev.dbmigrate.runtime.HealthReport;
import dev.dbmigrate.runtime.Plan;
import dev.dbmigrate.runtime.PlannedPart;
import dev.dbmigrate.runtime.RunResult;
import dev.dbmigrate.runtime.StatusReport;
import dev.dbmigrate.runtime.ValidationReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The JSON documents of the goals, as maps for {@link Json#write}; {@code docs/reference.md} describes each field. Fields
 * are added, never renamed or removed, while {@link #FORMAT_VERSION} stays. Stateless.
 */
public final class Documents {

    /** The version of the documents' format. */
    public static final int FORMAT_VERSION = 1;

    private Documents() {}

    /**
     * A whole document: the head that all have in common, then the result.
     *
     * @param command the goal, for example {@code status}
     * @param failure what went wrong, or null
     * @param result the goal's own fields; what was done before the failure, if there was one
     * @return the document
     */
    public static Map<String, @Nullable Object> document(
            String command, @Nullable DbMigrateException failure, Map<String, @Nullable Object> result) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("formatVersion", FORMAT_VERSION);
        document.put("success", failure == null);
        document.put("goal", command);
        if (failure != null) {
            Map<String, @Nullable Object> error = new LinkedHashMap<>();
            error.put("id", failure.diagnostic().id());
            error.put("message", failure.getMessage());
            error.put("exitCode", failure.diagnostic().exitCode().code());
            document.put("error", error);
        }
        document.putAll(result);
        return document;
    }

    /**
     * The fields of {@code status}.
     *
     * @param report the report
     * @return the fields
     */
    public static Map<String, @Nullable Object> status(StatusReport report) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("home", report.home());
        fields.put("lease", report.lease());
        fields.put("databases", each(report.databases(), Documents::database));
        fields.put("migrations", each(report.migrations(), Documents::migration));
        return fields;
    }

    /**
     * The fields of {@code plan} and of a dry run.
     *
     * @param plan the plan
     * @return the fields
     */
    public static Map<String, @Nullable Object> plan(Plan plan) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("parts", each(plan.parts(), Documents::planned));
        fields.put("warnings", plan.warnings());
        return fields;
    }

    /**
     * The fields of {@code apply} and {@code rollback}.
     *
     * @param result what was done
     * @return the fields
     */
    public static Map<String, @Nullable Object> run(RunResult result) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("durationMillis", result.durationMillis());
        fields.put("parts", each(result.parts(), Documents::executed));
        fields.put("warnings", result.warnings());
        return fields;
    }

    /**
     * The fields of {@code validate}.
     *
     * @param report the report
     * @return the fields
     */
    public static Map<String, @Nullable Object> validation(ValidationReport report) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("valid", report.valid());
        fields.put("checked", report.checked());
        fields.put("findings", each(report.findings(), finding -> {
            Map<String, @Nullable Object> entry = new LinkedHashMap<>();
            entry.put("id", finding.id());
            entry.put("database", finding.database());
            entry.put("state", finding.state());
            entry.put("message", finding.message());
            entry.put("source", finding.source());
            return entry;
        }));
        return fields;
    }

    /**
     * The fields of {@code health}.
     *
     * @param report the report
     * @return the fields
     */
    public static Map<String, @Nullable Object> health(HealthReport report) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("healthy", report.healthy());
        fields.put("databases", each(report.databases(), database -> {
            Map<String, @Nullable Object> entry = new LinkedHashMap<>();
            entry.put("name", database.name());
            entry.put("kind", database.kind());
            entry.put("url", database.url());
            entry.put("home", database.home());
            entry.put("reachable", database.reachable());
            entry.put("healthy", database.healthy());
            entry.put("server", database.server());
            entry.put("user", database.user());
            entry.put("schemaVersion", database.schemaVersion());
            entry.put("findings", database.findings());
            entry.put("notes", database.notes());
            return entry;
        }));
        return fields;
    }

    private static Map<String, @Nullable Object> database(StatusReport.DatabaseStatus database) {
        Map<String, @Nullable Object> entry = new LinkedHashMap<>();
        entry.put("name", database.name());
        entry.put("kind", database.kind());
        entry.put("url", database.url());
        entry.put("currentVersion", database.currentVersion());
        entry.put("applied", database.applied());
        entry.put("pending", database.pending());
        entry.put("failed", database.failed());
        entry.put("inDoubt", database.inDoubt());
        return entry;
    }

    private static Map<String, @Nullable Object> migration(StatusReport.MigrationStatus migration) {
        Map<String, @Nullable Object> entry = new LinkedHashMap<>();
        entry.put("id", migration.id());
        entry.put("name", migration.name());
        entry.put("description", migration.description());
        entry.put("database", migration.database());
        entry.put("kind", migration.kind());
        entry.put("state", migration.state());
        entry.put("version", migration.version());
        entry.put("checksum", migration.checksum());
        entry.put("appliedChecksum", migration.appliedChecksum());
        entry.put("appliedAt", migration.appliedAt());
        entry.put("appliedBy", migration.appliedBy());
        entry.put("executionMillis", migration.executionMillis());
        entry.put("reversible", migration.reversible());
        entry.put("error", migration.error());
        entry.put("source", migration.source());
        entry.put("note", migration.note());
        return entry;
    }

    private static Map<String, @Nullable Object> planned(PlannedPart part) {
        Map<String, @Nullable Object> entry = new LinkedHashMap<>();
        entry.put("position", part.position());
        entry.put("id", part.id());
        entry.put("database", part.database());
        entry.put("kind", part.kind());
        entry.put("version", part.version());
        entry.put("description", part.description());
        entry.put("direction", part.direction());
        entry.put("transactional", part.transactional());
        entry.put("waitsFor", part.waitsFor());
        entry.put("source", part.source());
        entry.put("note", part.note());
        return entry;
    }

    private static Map<String, @Nullable Object> executed(ExecutedPart part) {
        Map<String, @Nullable Object> entry = new LinkedHashMap<>();
        entry.put("id", part.id());
        entry.put("database", part.database());
        entry.put("kind", part.kind());
        entry.put("version", part.version());
        entry.put("direction", part.direction());
        entry.put("outcome", part.outcome());
        entry.put("executionMillis", part.executionMillis());
        entry.put("error", part.error());
        return entry;
    }

    private static <T> List<Map<String, @Nullable Object>> each(
            List<T> items, Function<T, Map<String, @Nullable Object>> entry) {
        return items.stream().map(entry).toList();
    }
}
