package dev.dbmigrate.processor.rule.postgres;

import dev.dbmigrate.processor.rule.postgres.sql.SqlChange;

/** Transactions are begun and ended by dbmigrate. A savepoint is fine, where there is a transaction. */
final class TransactionControlRule implements PostgresRule {

    @Override
    public boolean holdsEverywhere() {
        return true;
    }

    @Override
    public void check(Subject subject) {
        for (SqlChange change : subject.changes()) {
            if (change instanceof SqlChange.TransactionControl control
                    && !(control.inside() && subject.isTransactional())) {
                subject.report(
                        PostgresDiagnostic.TRANSACTION_CONTROL,
                        subject.sql().start(),
                        control.words(),
                        subject.isTransactional()
                                ? "Take it out: the migration is one transaction; write transactional = false in @Migration"
                                        + " if each statement is to have its own"
                                : "Take it out: each statement has its own transaction; write db.step(\"name\", () -> …)"
                                        + " around what belongs together");
            }
        }
    }
}
