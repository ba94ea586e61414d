package dev.dbmigrate.processor.rule.postgres;

import dev.dbmigrate.processor.rule.postgres.sql.SqlName;
import dev.dbmigrate.processor.rule.postgres.sql.TableAction;

/** Tables and columns keep the names that code uses; a table's may pass to a view, or to the table that takes its place. */
final class RenameRule implements TableRule {

    @Override
    public void check(Subject subject, SqlName table, TableAction action) {
        String own = table.display();
        if (action instanceof TableAction.RenameTable rename && !isTakenOver(subject, table)) {
            String to = rename.to().display();
            subject.report(PostgresDiagnostic.RENAMED_TABLE, action.start(), own, to, own, to, own, to);
        } else if (action instanceof TableAction.RenameColumn rename && !subject.isNewColumn(table, rename.column())) {
            String from = rename.column().display();
            String to = rename.to().display();
            subject.report(PostgresDiagnostic.RENAMED_COLUMN, action.start(), from, own, to, own, to, from);
        }
    }

    private static boolean isTakenOver(Subject subject, SqlName table) {
        return subject.isTransactional()
                && subject.schema()
                        .isReused(
                                table,
                                origin -> origin.moment().migration()
                                                == subject.moment().migration()
                                        && subject.moment().isBefore(origin.moment()));
    }
}
