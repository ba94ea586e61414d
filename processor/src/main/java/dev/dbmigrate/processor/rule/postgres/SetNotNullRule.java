package dev.dbmigrate.processor.rule.postgres;

import dev.dbmigrate.processor.rule.postgres.sql.Constraint;
import dev.dbmigrate.processor.rule.postgres.sql.SqlName;
import dev.dbmigrate.processor.rule.postgres.sql.TableAction;

/**
 * A column becomes required when a validated check has said that it is there.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-altertable.html">ALTER TABLE, SET NOT NULL</a>
 */
final class SetNotNullRule implements TableRule {

    @Override
    public void check(Subject subject, SqlName table, TableAction action) {
        if (action instanceof TableAction.SetNotNull set) {
            check(subject, table, action, set.column());
        } else if (action instanceof TableAction.AddConstraint add
                && add.constraint().kind() == Constraint.Kind.NOT_NULL
                && !add.constraint().notValid()) {
            add.constraint().columns().forEach(column -> check(subject, table, action, column));
        }
    }

    private static void check(Subject subject, SqlName table, TableAction action, SqlName column) {
        if (subject.schema().isProvedPresent(table, column, subject.moment())) {
            return;
        }
        String own = table.display();
        String check = table.derived("", "_" + column.name() + "_present");
        subject.report(
                PostgresDiagnostic.SET_NOT_NULL_SCANS,
                action.start(),
                own,
                own,
                check,
                column.display(),
                own,
                check,
                own,
                column.display());
    }
}
