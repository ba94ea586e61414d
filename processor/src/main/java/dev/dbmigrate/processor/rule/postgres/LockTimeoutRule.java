package dev.dbmigrate.processor.rule.postgres;

import dev.dbmigrate.processor.rule.postgres.sql.SqlChange;
import dev.dbmigrate.processor.rule.postgres.sql.SqlName;
import dev.dbmigrate.processor.rule.postgres.sql.TableAction;

/** What needs a table for itself does not wait for it for ever. Said once a migration. */
final class LockTimeoutRule implements PostgresRule {

    @Override
    public void check(Subject subject) {
        for (SqlChange change : subject.changes()) {
            if (change instanceof SqlChange.AlterTable alter) {
                alter.actions().stream()
                        .filter(TableAction::keepsOthersOut)
                        .limit(1)
                        .forEach(action -> check(subject, alter.table(), action.start()));
            } else if (change instanceof SqlChange.Drop drop && drop.kind().equals("TABLE")) {
                drop.names().stream()
                        .limit(1)
                        .forEach(table -> check(subject, table, subject.sql().start()));
            } else if (change instanceof SqlChange.Truncate truncate) {
                check(subject, truncate.tables().get(0), subject.sql().start());
            }
        }
    }

    private static void check(Subject subject, SqlName table, int index) {
        if (!subject.isNew(table) && !subject.migration().setsLockTimeoutBefore(subject.moment())) {
            subject.reportOnce(
                    PostgresDiagnostic.NO_LOCK_TIMEOUT,
                    index,
                    table.display(),
                    subject.isTransactional() ? "LOCAL " : "");
        }
    }
}
