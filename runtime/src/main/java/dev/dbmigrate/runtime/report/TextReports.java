package dev.dbmigrate.runtime.report;

import dev.dbmigrate.runtime.ExecutedPart;
import dev.dbmigrate.runtime.HealthReport;
import dev.dbmigrate.runtime.Plan;
import dev.dbmigrate.runtime.PlannedPart;
import dev.dbmigrate.runtime.RunResult;
import dev.dbmigrate.runtime.ValidationReport;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What {@code plan}, {@code apply}, {@code rollback}, {@code validate} and {@code health} say to people. Stateless. */
public final class TextReports {

    private TextReports() {}

    /**
     * A plan: the order, and why each part waits.
     *
     * @param plan the plan
     * @param direction what would be done, as a verb: {@code apply}, {@code roll back}, {@code adopt}
     * @param style how it looks
     * @return the lines
     */
    public static List<String> plan(Plan plan, String direction, Style style) {
        if (plan.parts().isEmpty()) {
            List<String> nothing = new ArrayList<>(List.of("Nothing to " + direction + "."));
            nothing.addAll(warnings(plan, style));
            return nothing;
        }
        Set<String> migrations = new LinkedHashSet<>();
        Set<String> databases = new LinkedHashSet<>();
        plan.parts().forEach(part -> {
            migrations.add(part.id());
            databases.add(part.database());
        });
        List<String> lines = new ArrayList<>();
        lines.add(style.strong("Would " + direction + " " + Wording.count(migrations.size(), "migration")
                + " in this order (" + String.join(", ", databases) + "):"));
        Table table = new Table(List.of(
                new Table.Column("#", true, 0),
                Table.Column.of("id"),
                Table.Column.of("database"),
                Table.Column.of("version"),
                Table.Column.of("description")));
        plan.parts()
                .forEach(part -> table.row(
                        null,
                        List.of(
                                String.valueOf(part.position()),
                                part.id(),
                                part.database(),
                                part.version(),
                                Wording.shorten(part.description(), 40))));
        List<String> rows = table.lines(style);
        lines.add(rows.get(0));
        int indent = String.valueOf(plan.parts().size()).length() + 2;
        Set<String> said = new HashSet<>();
        for (int i = 0; i < plan.parts().size(); i++) {
            PlannedPart part = plan.parts().get(i);
            lines.add(rows.get(i + 1));
            // a migration over several databases waits once, not once a part
            reasons(part).stream()
                    .filter(reason -> said.add(part.id() + " " + reason))
                    .forEach(reason -> lines.addAll(Wording.wrap(" ".repeat(indent + 2), reason, style.width())));
        }
        lines.addAll(warnings(plan, style));
        return lines;
    }

    private static List<String> warnings(Plan plan, Style style) {
        return warnings(plan.warnings(), style);
    }

    private static List<String> warnings(List<String> warnings, Style style) {
        String label = "warning: ";
        List<String> lines = new ArrayList<>();
        for (String warning : warnings) {
            List<String> broken = new ArrayList<>();
            warning.lines()
                    .forEach(line ->
                            broken.addAll(Wording.wrap("", broken.isEmpty() ? label + line : line, style.width())));
            broken.set(0, style.notable(label) + broken.get(0).substring(label.length()));
            lines.addAll(broken);
        }
        return lines;
    }

    private static List<String> reasons(PlannedPart part) {
        List<String> lines = new ArrayList<>();
        part.waitsFor().forEach(reason -> lines.add("waits for " + reason));
        if (part.note() != null) {
            lines.add(part.note());
        }
        if (!part.transactional()) {
            lines.add("not one transaction: journaled step by step");
        }
        return lines;
    }

    /**
     * What a run did.
     *
     * @param result the result
     * @param verb what was to be done: {@code apply}, {@code roll back}, {@code adopt}
     * @param failed whether the run ended with an error; each part is listed then
     * @param style how it looks
     * @return the lines
     */
    public static List<String> run(RunResult result, String verb, boolean failed, Style style) {
        List<String> lines = new ArrayList<>();
        if (failed) {
            lines.addAll(account(result, style));
        } else if (result.parts().isEmpty()) {
            lines.add("Nothing to " + verb + ".");
        } else {
            long migrations =
                    result.parts().stream().map(ExecutedPart::id).distinct().count();
            long databases = result.parts().stream()
                    .map(ExecutedPart::database)
                    .distinct()
                    .count();
            lines.add(style.good(done(verb, Wording.count(migrations, "migration")) + " on "
                    + Wording.count(databases, "database") + " in " + Wording.duration(result.durationMillis()) + "."));
        }
        lines.addAll(warnings(result.warnings(), style));
        return lines;
    }

    private static String done(String verb, String migrations) {
        return switch (verb) {
            case "apply" -> "Applied " + migrations;
            case "adopt" -> "Took " + migrations + " as applied, without running,";
            default -> "Rolled back " + migrations;
        };
    }

    private static List<String> account(RunResult result, Style style) {
        if (result.parts().isEmpty()) {
            return List.of();
        }
        Table table = new Table(
                List.of(Table.Column.of(""), Table.Column.of(""), Table.Column.of(""), new Table.Column("", true, 1)));
        result.parts()
                .forEach(part -> table.row(
                        (column, cell) -> column == 0 ? outcome(part.outcome(), cell, style) : cell,
                        List.of(
                                words(part.outcome()),
                                part.id(),
                                part.database(),
                                part.outcome() == ExecutedPart.Outcome.NOT_RUN
                                        ? ""
                                        : Wording.duration(part.executionMillis()))));
        List<String> lines = new ArrayList<>();
        lines.add(style.strong("What was done before the run stopped:"));
        lines.addAll(table.lines(style));
        return lines;
    }

    /** An outcome in lower case words: {@code rolled back}. */
    static String words(Enum<?> outcome) {
        return outcome.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    static String outcome(ExecutedPart.Outcome outcome, String text, Style style) {
        return switch (outcome) {
            case APPLIED, ROLLED_BACK, RECOVERED, BASELINED -> style.good(text);
            case UNDONE, NOT_RUN -> style.notable(text);
            case FAILED, IN_DOUBT -> style.bad(text);
        };
    }

    /**
     * Where history and code disagree.
     *
     * @param report the report
     * @param style how it looks
     * @return the lines
     */
    public static List<String> validation(ValidationReport report, Style style) {
        if (report.valid()) {
            return List.of(style.good(
                    "Valid: " + Wording.count(report.checked(), "migration") + " compared, history and code agree."));
        }
        List<String> lines = new ArrayList<>();
        for (ValidationReport.Finding finding : report.findings()) {
            String source = finding.source() == null ? "" : " (" + finding.source() + ")";
            lines.add(style.state(finding.state(), finding.state().name()) + " " + finding.id() + " on "
                    + finding.database() + source);
            finding.message().lines().forEach(line -> lines.addAll(Wording.wrap("    ", line, style.width())));
        }
        return lines;
    }

    /**
     * How the databases are.
     *
     * @param report the report
     * @param style how it looks
     * @return the lines
     */
    public static List<String> health(HealthReport report, Style style) {
        List<String> lines = new ArrayList<>();
        for (HealthReport.DatabaseHealth database : report.databases()) {
            String state = database.healthy() ? style.good("OK") : style.bad("NOT OK");
            lines.add(state + "  " + style.strong(database.name()) + " at " + database.url()
                    + (database.home() ? " (home of the history)" : ""));
            if (database.server() != null) {
                lines.add("    server " + database.server()
                        + (database.user() == null ? "" : ", user " + database.user()));
            }
            lines.add(
                    "    schema version " + (database.schemaVersion() == null ? "none yet" : database.schemaVersion()));
            database.findings().forEach(finding -> lines.addAll(indented("finding: ", finding, style, true)));
            database.notes().forEach(note -> lines.addAll(indented("note: ", note, style, false)));
        }
        return lines;
    }

    private static List<String> indented(String label, String text, Style style, boolean bad) {
        List<String> lines = new ArrayList<>();
        text.lines()
                .forEach(line -> lines.addAll(Wording.wrap(
                        lines.isEmpty() ? "    " : "        ", lines.isEmpty() ? label + line : line, style.width())));
        if (bad && !lines.isEmpty()) {
            lines.set(0, "    " + style.bad(label) + lines.get(0).substring(4 + label.length()));
        }
        return lines;
    }
}
