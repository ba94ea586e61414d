package dev.dbmigrate.runtime.internal;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.ExecutedPart;
import dev.dbmigrate.runtime.spi.LeaseLostException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * A migration over several databases counts as one: when a later part fails, the parts that this run applied before it are
 * undone where the code says how, and otherwise the error says exactly what stands. Called when no worker runs any more: the
 * undo needs the other databases' connections.
 */
final class FailedParts {

    private final PartRunner runner;
    private final BiConsumer<WorkItem, ExecutedPart> note;

    FailedParts(PartRunner runner, BiConsumer<WorkItem, ExecutedPart> note) {
        this.runner = runner;
        this.note = note;
    }

    /**
     * Undoes what can be undone.
     *
     * @param cause how the failed part ended
     * @param applied the migration's parts that this run applied, in the plan's order
     * @param standing the databases on which the migration was applied by an earlier run
     * @return the error with an account of all the migration's other parts
     */
    DbMigrateException account(DbMigrateException cause, List<WorkItem> applied, List<String> standing) {
        List<String> lines = new ArrayList<>();
        for (int i = applied.size() - 1; i >= 0; i--) {
            lines.add(undo(applied.get(i)));
        }
        for (String database : standing) {
            lines.add("  on " + database + ": applied by an earlier run, and stands.");
        }
        return lines.isEmpty()
                ? cause
                : new DbMigrateException(
                        cause.diagnostic(),
                        cause.text() + "\nThe migration's other parts:\n" + String.join("\n", lines),
                        cause.getCause());
    }

    /** One error for all migrations that failed side by side: the first one's diagnostic, everybody's text. */
    static DbMigrateException unite(List<DbMigrateException> failures) {
        DbMigrateException first = failures.get(0);
        return failures.size() == 1
                ? first
                : new DbMigrateException(
                        first.diagnostic(),
                        failures.stream().map(DbMigrateException::text).collect(Collectors.joining("\n\n")),
                        first.getCause());
    }

    private String undo(WorkItem item) {
        String where = "  on " + item.part().database() + ": ";
        if (!item.part().reversible() || item.entry().irreversible() != null) {
            return where
                    + "applied, and stands, because it has no down. It is not run again: the next apply goes on with the"
                    + " failed part.";
        }
        try {
            PartRunner.Result result = runner.undo(item);
            note.accept(item, result.part());
            return result.failure() == null
                    ? where + "was applied, and has been undone."
                    : where + "was applied, and could not be undone: "
                            + result.failure().getMessage();
        } catch (DbMigrateException | LeaseLostException e) {
            return where + "was applied, and could not be undone: " + e.getMessage();
        }
    }
}
