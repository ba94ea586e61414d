package dev.dbmigrate.processor.rule.postgres;

import dev.dbmigrate.processor.rule.postgres.sql.SqlChange;

/** No statement changes or deletes every row of a table that is in use. */
final class WholeTableRule implements PostgresRule {

    @Override
    public boolean holdsEverywhere() {
        return true;
    }

    @Override
    public void check(Subject subject) {
        for (SqlChange change : subject.changes()) {
            if (change instanceof SqlChange.Update update
                    && new Condition(update.where()).isOfEveryRow()
                    && !subject.isNew(update.table())) {
                String table = update.table().display();
                subject.report(PostgresDiagnostic.UPDATES_ALL_ROWS, update.start(), table, table, table);
            } else if (change instanceof SqlChange.Delete delete
                    && new Condition(delete.where()).isOfEveryRow()
                    && !subject.isNew(delete.table())) {
                String table = delete.table().display();
                subject.report(PostgresDiagnostic.DELETES_ALL_ROWS, delete.start(), table, table, table);
            }
        }
    }
}
