package dev.dbmigrate.processor.rule.postgres;

import dev.dbmigrate.processor.rule.postgres.sql.SqlName;
import dev.dbmigrate.processor.rule.postgres.sql.TableAction;

/** A table that is in use gets no stored generated column. */
final class StoredColumnRule implements TableRule {

    @Override
    public void check(Subject subject, SqlName table, TableAction action) {
        if (action instanceof TableAction.AddColumn add && add.column().stored()) {
            report(
                    subject,
                    table,
                    action,
                    add.column().name(),
                    add.column().type().name());
        } else if (action instanceof TableAction.SetExpression set) {
            String type = subject.schema()
                    .typeBefore(table, set.column(), subject.moment())
                    .map(known -> known.name())
                    .orElse("…");
            report(subject, table, action, set.column(), type);
        }
    }

    private static void report(Subject subject, SqlName table, TableAction action, SqlName column, String type) {
        subject.report(
                PostgresDiagnostic.STORED_COLUMN,
                action.start(),
                column.display(),
                table.display(),
                table.display(),
                column.display(),
                type);
    }
}
