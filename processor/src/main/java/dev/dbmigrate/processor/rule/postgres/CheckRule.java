package dev.dbmigrate.processor.rule.postgres;

import dev.dbmigrate.processor.rule.postgres.sql.Column;
import dev.dbmigrate.processor.rule.postgres.sql.Constraint;
import dev.dbmigrate.processor.rule.postgres.sql.SqlName;
import dev.dbmigrate.processor.rule.postgres.sql.TableAction;

/** A check of a table that is in use is added first and validated later. */
final class CheckRule implements TableRule {

    @Override
    public void check(Subject subject, SqlName table, TableAction action) {
        if (action instanceof TableAction.AddConstraint add
                && add.constraint().kind() == Constraint.Kind.CHECK
                && !add.constraint().notValid()) {
            report(
                    subject,
                    table,
                    action,
                    ConstraintNames.of(table, add.constraint()),
                    subject.sql().text(add.constraint().body()));
        } else if (action instanceof TableAction.AddColumn add
                && !add.column().check().isEmpty()) {
            Column column = add.column();
            report(
                    subject,
                    table,
                    action,
                    table.derived("", "_" + column.name().name() + "_check"),
                    "CHECK (" + subject.sql().text(column.check()) + ")");
        }
    }

    private static void report(Subject subject, SqlName table, TableAction action, String name, String body) {
        String own = table.display();
        subject.report(PostgresDiagnostic.CHECK_SCANS, action.start(), own, own, name, body, own, name);
    }
}
