package dev.dbmigrate.processor.rule.postgres;

import dev.dbmigrate.annotations.Phase;
import dev.dbmigrate.processor.rule.postgres.sql.SqlChange;
import dev.dbmigrate.processor.rule.postgres.sql.SqlName;
import dev.dbmigrate.processor.rule.postgres.sql.TableAction;

/** Tables and columns go when the code that used them has gone. */
final class DropRule implements PostgresRule {

    @Override
    public void check(Subject subject) {
        if (subject.declaration().phase() == Phase.CONTRACT) {
            return;
        }
        for (SqlChange change : subject.changes()) {
            if (change instanceof SqlChange.Drop drop && drop.kind().equals("TABLE")) {
                drop.names().stream()
                        .filter(table -> !subject.wasJustCreated(table))
                        .forEach(table ->
                                subject.report(PostgresDiagnostic.DROPPED_TABLE, table.start(), table.display()));
            } else if (change instanceof SqlChange.AlterTable alter) {
                alter.actions().forEach(action -> check(subject, alter.table(), action));
            }
        }
    }

    private static void check(Subject subject, SqlName table, TableAction action) {
        if (action instanceof TableAction.DropColumn drop && !subject.isNewColumn(table, drop.column())) {
            subject.report(
                    PostgresDiagnostic.DROPPED_COLUMN,
                    action.start(),
                    drop.column().display(),
                    table.display());
        }
    }
}
