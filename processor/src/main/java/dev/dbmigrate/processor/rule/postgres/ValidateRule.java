package dev.dbmigrate.processor.rule.postgres;

import dev.dbmigrate.processor.rule.postgres.sql.SqlName;
import dev.dbmigrate.processor.rule.postgres.sql.TableAction;

/** A constraint is validated in another transaction than the one that adds it. */
final class ValidateRule implements TableRule {

    @Override
    public void check(Subject subject, SqlName table, TableAction action) {
        if (subject.isTransactional()
                && action instanceof TableAction.ValidateConstraint validate
                && subject.schema()
                        .isAddedIn(
                                table, validate.constraint(), subject.moment().migration())) {
            subject.report(
                    PostgresDiagnostic.VALIDATED_UNDER_LOCK,
                    action.start(),
                    table.display(),
                    table.display(),
                    validate.constraint().display());
        }
    }
}
