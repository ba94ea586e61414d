package dev.dbmigrate.processor.rule.postgres;

import dev.dbmigrate.processor.rule.postgres.sql.Column;
import dev.dbmigrate.processor.rule.postgres.sql.SqlName;
import dev.dbmigrate.processor.rule.postgres.sql.TableAction;

/** A new column that is required has a value for the rows that exist. */
final class RequiredColumnRule implements TableRule {

    @Override
    public void check(Subject subject, SqlName table, TableAction action) {
        if (action instanceof TableAction.AddColumn add) {
            Column column = add.column();
            if (column.required() && !column.fillsRows()) {
                subject.report(
                        PostgresDiagnostic.REQUIRED_COLUMN,
                        action.start(),
                        column.name().display(),
                        table.display(),
                        table.display(),
                        column.name().display(),
                        column.type().name());
            }
        }
    }
}
