package dev.dbmigrate.runtime.report;

import dev.dbmigrate.runtime.MigrationState;
import dev.dbmigrate.runtime.StatusReport;
import dev.dbmigrate.runtime.StatusReport.DatabaseStatus;
import dev.dbmigrate.runtime.StatusReport.MigrationStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What {@code status} says to people. A word such as «failed» stands in it only where something failed, so that
 * {@code grep -i failed} is a check. Stateless.
 */
public final class StatusText {

    private static final int STATE = 2;

    private StatusText() {}

    /**
     * The report: a line a database, the table of migrations, then what went wrong with each.
     *
     * @param report the report
     * @param style how it looks
     * @return the lines
     */
    public static List<String> lines(StatusReport report, Style style) {
        List<String> lines = new ArrayList<>(databases(report, style));
        if (report.lease() != null) {
            lines.add(style.notable("lease: ") + report.lease());
        }
        if (report.migrations().isEmpty()) {
            lines.add("No migrations.");
            return lines;
        }
        lines.add("");
        lines.addAll(table(report, style));
        lines.addAll(notes(report, style));
        report.migrations().stream()
                .filter(migration -> migration.error() != null)
                .forEach(migration -> lines.addAll(error(migration, style)));
        return lines;
    }

    private static List<String> databases(StatusReport report, Style style) {
        Table table = new Table(
                List.of(Table.Column.of(""), Table.Column.of(""), Table.Column.of(""), new Table.Column("", false, 1)));
        for (DatabaseStatus database : report.databases()) {
            table.row(
                    (column, cell) -> column == 0 ? style.strong(cell) : cell,
                    List.of(
                            database.name() + (database.name().equals(report.home()) ? " (home)" : ""),
                            database.currentVersion() == null
                                    ? "no version yet"
                                    : "version " + database.currentVersion(),
                            counts(database),
                            database.url()));
        }
        return table.lines(style);
    }

    private static String counts(DatabaseStatus database) {
        List<String> counts = new ArrayList<>();
        add(counts, database.applied(), "applied");
        add(counts, database.pending(), "pending");
        add(counts, database.failed(), "failed");
        add(counts, database.inDoubt(), "in doubt");
        return counts.isEmpty() ? "no migrations" : String.join(", ", counts);
    }

    private static void add(List<String> counts, int number, String what) {
        if (number > 0) {
            counts.add(number + " " + what);
        }
    }

    private static List<String> table(StatusReport report, Style style) {
        Table table = new Table(List.of(
                Table.Column.of("database"),
                Table.Column.of("id"),
                Table.Column.of("state"),
                Table.Column.of("version"),
                new Table.Column("applied at (UTC)", false, 3),
                new Table.Column("by", false, 1),
                new Table.Column("ms", true, 2)));
        for (MigrationStatus migration : report.migrations()) {
            MigrationState state = migration.state();
            table.row(
                    (column, cell) -> column == STATE ? style.state(state, cell) : cell,
                    List.of(
                            migration.database(),
                            migration.id(),
                            state.name(),
                            migration.version(),
                            migration.appliedAt() == null ? "" : Wording.time(migration.appliedAt()),
                            migration.appliedBy() == null ? "" : Wording.shorten(migration.appliedBy(), 20),
                            migration.executionMillis() == null
                                    ? ""
                                    : String.format(Locale.ROOT, "%d", migration.executionMillis())));
        }
        return table.lines(style);
    }

    /** Once a migration, whatever the number of its databases. */
    private static List<String> notes(StatusReport report, Style style) {
        return report.migrations().stream()
                .filter(migration -> migration.note() != null)
                .map(migration -> migration.id() + ": " + migration.note())
                .distinct()
                .flatMap(note -> Wording.wrap("", note, style.width()).stream())
                .toList();
    }

    /** Each line bears the state's word, so that grep finds all of it. */
    private static List<String> error(MigrationStatus migration, Style style) {
        String label = migration.state().name() + " " + migration.id() + " on " + migration.database() + ": ";
        String text = migration.error() == null ? "" : migration.error();
        return text.lines()
                .filter(line -> !line.isBlank())
                .map(line -> style.state(migration.state(), label) + line.stripTrailing())
                .toList();
    }
}
