package dev.dbmigrate.processor.rule.postgres;

import dev.dbmigrate.processor.rule.postgres.sql.SqlChange;
import dev.dbmigrate.processor.rule.postgres.sql.SqlName;
import java.util.Optional;

/** Rows that exist are filled in batches, and not in the transaction that changes their table. */
final class BackfillRule implements PostgresRule {

    @Override
    public void check(Subject subject) {
        for (SqlChange change : subject.changes()) {
            if (change instanceof SqlChange.Update update && !subject.isNew(update.table())) {
                check(subject, update);
            } else if (change instanceof SqlChange.Delete delete
                    && !subject.isNew(delete.table())
                    && isAlteredWith(subject, delete.table())
                    && !new Condition(delete.where()).namesRows()) {
                reportBoth(subject, delete.start(), delete.table());
            }
        }
    }

    private static void check(Subject subject, SqlChange.Update update) {
        Condition condition = new Condition(update.where());
        if (isAlteredWith(subject, update.table()) && !condition.namesRows()) {
            reportBoth(subject, update.start(), update.table());
            return;
        }
        Optional<String> missing = condition.missing(update.columns());
        if (missing.isPresent()) {
            String table = update.table().display();
            subject.report(
                    PostgresDiagnostic.BACKFILL_IN_ONE_STATEMENT,
                    update.start(),
                    table,
                    missing.get(),
                    table,
                    table,
                    subject.sql().text(update.where()));
        }
    }

    private static void reportBoth(Subject subject, int index, SqlName table) {
        subject.report(PostgresDiagnostic.SCHEMA_AND_BACKFILL, index, table.display(), table.display());
    }

    private static boolean isAlteredWith(Subject subject, SqlName table) {
        return subject.isTransactional() && subject.migration().alters(table);
    }
}
