package dev.dbmigrate.processor.rule.postgres;

import dev.dbmigrate.processor.rule.postgres.sql.Column;
import dev.dbmigrate.processor.rule.postgres.sql.Constraint;
import dev.dbmigrate.processor.rule.postgres.sql.SqlName;
import dev.dbmigrate.processor.rule.postgres.sql.SqlToken;
import dev.dbmigrate.processor.rule.postgres.sql.TableAction;

/** A foreign key of a table that is in use is added first and validated later. */
final class ForeignKeyRule implements TableRule {

    @Override
    public void check(Subject subject, SqlName table, TableAction action) {
        if (action instanceof TableAction.AddConstraint add
                && add.constraint().kind() == Constraint.Kind.FOREIGN_KEY
                && !add.constraint().notValid()) {
            Constraint key = add.constraint();
            report(
                    subject,
                    table,
                    action,
                    referenced(key),
                    ConstraintNames.of(table, key),
                    subject.sql().text(key.body()));
        } else if (action instanceof TableAction.AddColumn add
                && !add.column().references().isEmpty()
                && add.column().hasDefault()) {
            // a new column without a default is null everywhere, which the server knows: it reads no row then
            Column column = add.column();
            report(
                    subject,
                    table,
                    action,
                    column.references(),
                    table.derived("", "_" + column.name().name() + "_fkey"),
                    "FOREIGN KEY (" + column.name().display() + ") REFERENCES " + column.references());
        }
    }

    private static void report(
            Subject subject, SqlName table, TableAction action, String other, String name, String body) {
        String own = table.display();
        subject.report(PostgresDiagnostic.FOREIGN_KEY_SCANS, action.start(), own, other, own, name, body, own, name);
    }

    private static String referenced(Constraint key) {
        StringBuilder table = new StringBuilder();
        boolean behind = false;
        for (SqlToken token : key.body()) {
            boolean part =
                    token.is('.') || (token.isName() && (table.isEmpty() || table.charAt(table.length() - 1) == '.'));
            if (behind && !part) {
                break;
            }
            if (behind) {
                table.append(token.text());
            }
            behind |= token.is("references");
        }
        return table.toString();
    }
}
