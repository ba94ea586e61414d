package dev.dbmigrate.processor.rule.postgres;

import dev.dbmigrate.processor.rule.postgres.sql.SqlChange;
import dev.dbmigrate.processor.rule.postgres.sql.SqlName;
import java.util.stream.Collectors;

/** {@code TRUNCATE} names all that it empties. */
final class TruncateRule implements PostgresRule {

    @Override
    public boolean holdsEverywhere() {
        return true;
    }

    @Override
    public void check(Subject subject) {
        for (SqlChange change : subject.changes()) {
            if (change instanceof SqlChange.Truncate truncate
                    && truncate.cascade()
                    && !truncate.tables().stream().allMatch(subject::isNew)) {
                String tables = truncate.tables().stream().map(SqlName::display).collect(Collectors.joining(", "));
                subject.report(
                        PostgresDiagnostic.TRUNCATE_CASCADES, subject.sql().start(), tables, tables);
            }
        }
    }
}
