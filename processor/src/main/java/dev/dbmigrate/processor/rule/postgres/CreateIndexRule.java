package dev.dbmigrate.processor.rule.postgres;

import dev.dbmigrate.processor.rule.postgres.sql.SqlChange;
import dev.dbmigrate.processor.rule.postgres.sql.SqlName;

/** An index on a table that is in use is built concurrently. */
final class CreateIndexRule implements PostgresRule {

    @Override
    public void check(Subject subject) {
        for (SqlChange change : subject.changes()) {
            if (change instanceof SqlChange.CreateIndex create
                    && !create.concurrently()
                    && !create.only()
                    && !subject.isNew(create.table())) {
                boolean partitioned = subject.schema().isPartitioned(create.table());
                subject.report(
                        PostgresDiagnostic.INDEX_LOCKS_WRITERS,
                        subject.sql().start(),
                        create.table().display(),
                        partitioned
                                ? onPartitions(subject, create)
                                : subject.sql().textWith("CONCURRENTLY", "index"),
                        partitioned ? "" : subject.inItsOwnMigration());
            }
        }
    }

    /** A partitioned table's index cannot be built concurrently, those of its partitions can. */
    private static String onPartitions(Subject subject, SqlChange.CreateIndex create) {
        SqlName index = create.index();
        return subject.sql().textWith("ONLY", "on")
                + ", then for each partition CREATE INDEX CONCURRENTLY … in a migration with transactional = false, and"
                + " ALTER INDEX " + (index == null ? "…" : index.display()) + " ATTACH PARTITION …";
    }
}
