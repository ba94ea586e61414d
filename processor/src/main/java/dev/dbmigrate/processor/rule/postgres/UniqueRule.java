package dev.dbmigrate.processor.rule.postgres;

import dev.dbmigrate.processor.rule.postgres.sql.Constraint;
import dev.dbmigrate.processor.rule.postgres.sql.SqlName;
import dev.dbmigrate.processor.rule.postgres.sql.TableAction;
import java.util.stream.Collectors;

/** A unique constraint or primary key of a table that is in use takes an index that was built concurrently. */
final class UniqueRule implements TableRule {

    @Override
    public void check(Subject subject, SqlName table, TableAction action) {
        if (action instanceof TableAction.AddConstraint add && !add.constraint().usingIndex()) {
            Constraint constraint = add.constraint();
            boolean primary = constraint.kind() == Constraint.Kind.PRIMARY_KEY;
            if (primary || constraint.kind() == Constraint.Kind.UNIQUE) {
                String columns =
                        constraint.columns().stream().map(SqlName::display).collect(Collectors.joining(", "));
                report(
                        subject,
                        table,
                        action,
                        primary ? "PRIMARY KEY" : "UNIQUE",
                        ConstraintNames.of(table, constraint),
                        columns);
            }
        } else if (action instanceof TableAction.AddColumn add
                && !add.column().unique().isEmpty()) {
            SqlName column = add.column().name();
            boolean primary = add.column().unique().equals("PRIMARY KEY");
            String name = table.derived("", primary ? "_pkey" : "_" + column.name() + "_key");
            report(subject, table, action, add.column().unique(), name, column.display());
        }
    }

    private static void report(
            Subject subject, SqlName table, TableAction action, String words, String name, String columns) {
        String own = table.display();
        subject.report(
                PostgresDiagnostic.UNIQUE_BUILDS_INDEX,
                action.start(),
                words,
                own,
                name,
                own,
                columns,
                own,
                name,
                words,
                name);
    }
}
