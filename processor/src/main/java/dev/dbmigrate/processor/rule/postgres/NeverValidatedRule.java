package dev.dbmigrate.processor.rule.postgres;

import dev.dbmigrate.processor.rule.postgres.sql.SqlName;
import dev.dbmigrate.processor.rule.postgres.sql.TableAction;

/** A constraint that is not valid becomes valid some day. */
final class NeverValidatedRule implements TableRule {

    @Override
    public void check(Subject subject, SqlName table, TableAction action) {
        if (action instanceof TableAction.AddConstraint add && add.constraint().notValid()) {
            SqlName name = add.constraint().name();
            if (name != null && !subject.schema().isSettled(table, name)) {
                subject.report(
                        PostgresDiagnostic.NEVER_VALIDATED,
                        action.start(),
                        name.display(),
                        table.display(),
                        table.display(),
                        name.display());
            }
        }
    }
}
