package dev.dbmigrate.processor.rule.postgres;

import dev.dbmigrate.processor.rule.postgres.sql.SqlChange;
import dev.dbmigrate.processor.rule.postgres.sql.TableAction;
import java.util.Set;

/**
 * What refuses to run in a transaction stands in a migration that is none.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-commands.html">the reference pages</a>, each of which says so
 */
final class OutsideTransactionRule implements PostgresRule {

    private static final Set<String> WHOLE = Set.of("SCHEMA", "DATABASE", "SYSTEM");

    @Override
    public boolean holdsEverywhere() {
        return true;
    }

    @Override
    public void check(Subject subject) {
        if (!subject.isTransactional()) {
            return;
        }
        for (SqlChange change : subject.changes()) {
            String words = words(change);
            if (!words.isEmpty()) {
                subject.report(
                        PostgresDiagnostic.NEEDS_NO_TRANSACTION, subject.sql().start(), words);
            }
        }
    }

    private static String words(SqlChange change) {
        if (change instanceof SqlChange.CreateIndex create && create.concurrently()) {
            return "CREATE INDEX CONCURRENTLY";
        }
        if (change instanceof SqlChange.Drop drop && drop.concurrently()) {
            return "DROP INDEX CONCURRENTLY";
        }
        if (change instanceof SqlChange.Reindex reindex) {
            return reindex.concurrently()
                    ? "REINDEX CONCURRENTLY"
                    : WHOLE.contains(reindex.kind()) ? "REINDEX " + reindex.kind() : "";
        }
        if (change instanceof SqlChange.AlterTable alter
                && alter.actions().stream().anyMatch(TableAction.DetachConcurrently.class::isInstance)) {
            return "DETACH PARTITION CONCURRENTLY";
        }
        return change instanceof SqlChange.OutsideTransaction outside ? outside.words() : "";
    }
}
