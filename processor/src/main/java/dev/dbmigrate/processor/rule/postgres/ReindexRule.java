package dev.dbmigrate.processor.rule.postgres;

import dev.dbmigrate.processor.rule.postgres.sql.SqlChange;
import dev.dbmigrate.processor.rule.postgres.sql.SqlName;
import java.util.Locale;

/** An index that is in use is built anew concurrently. */
final class ReindexRule implements PostgresRule {

    @Override
    public void check(Subject subject) {
        for (SqlChange change : subject.changes()) {
            // the system's catalogs cannot be done concurrently
            if (change instanceof SqlChange.Reindex reindex
                    && !reindex.concurrently()
                    && !reindex.kind().equals("SYSTEM")
                    && !isOfNewTable(subject, reindex)) {
                SqlName name = reindex.name();
                subject.report(
                        PostgresDiagnostic.REINDEX_LOCKS,
                        subject.sql().start(),
                        name == null ? "the " + reindex.kind().toLowerCase(Locale.ROOT) : name.display(),
                        subject.sql().textWith("CONCURRENTLY", reindex.kind()),
                        subject.inItsOwnMigration());
            }
        }
    }

    private static boolean isOfNewTable(Subject subject, SqlChange.Reindex reindex) {
        SqlName name = reindex.name();
        if (name == null) {
            return false;
        }
        return reindex.kind().equals("INDEX")
                ? subject.schema().tablesOfIndex(name).stream().anyMatch(subject::isNew)
                : subject.isNew(name);
    }
}
