package dev.dbmigrate.processor.rule.postgres;

import dev.dbmigrate.processor.rule.postgres.sql.SqlChange;
import dev.dbmigrate.processor.rule.postgres.sql.SqlName;
import java.util.List;
import java.util.stream.Collectors;

/** An index of a table that is in use is dropped concurrently. */
final class DropIndexRule implements PostgresRule {

    @Override
    public void check(Subject subject) {
        for (SqlChange change : subject.changes()) {
            if (change instanceof SqlChange.Drop drop && drop.kind().equals("INDEX") && !drop.concurrently()) {
                List<SqlName> inUse = drop.names().stream()
                        .filter(index -> !isOfNewTable(subject, index))
                        .toList();
                if (!inUse.isEmpty()) {
                    String exists = subject.sql().begins("drop", "index", "if") ? "IF EXISTS " : "";
                    subject.report(
                            PostgresDiagnostic.DROP_INDEX_LOCKS,
                            subject.sql().start(),
                            inUse.stream()
                                    .map(index -> "DROP INDEX CONCURRENTLY " + exists + index.display())
                                    .collect(Collectors.joining("; ")),
                            subject.inItsOwnMigration());
                }
            }
        }
    }

    private static boolean isOfNewTable(Subject subject, SqlName index) {
        return subject.schema().tablesOfIndex(index).stream().anyMatch(subject::isNew);
    }
}
