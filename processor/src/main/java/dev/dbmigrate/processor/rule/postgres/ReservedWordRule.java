package dev.dbmigrate.processor.rule.postgres;

import dev.dbmigrate.processor.rule.postgres.sql.SqlChange;
import dev.dbmigrate.processor.rule.postgres.sql.SqlName;
import dev.dbmigrate.processor.rule.postgres.sql.SqlToken;
import dev.dbmigrate.processor.rule.postgres.sql.TableAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A reserved word names nothing without quotes.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-keywords-appendix.html">SQL key words</a>, those that PostgreSQL 15
 *     to 18 reserve
 */
final class ReservedWordRule implements PostgresRule {

    private static final Set<String> RESERVED =
            Set.of(("all analyse analyze and any array as asc asymmetric authorization"
                            + " binary both case cast check collate collation column concurrently constraint create cross"
                            + " current_catalog current_date current_role current_schema current_time current_timestamp"
                            + " current_user default deferrable desc distinct do else end except false fetch for foreign freeze"
                            + " from full grant group having ilike in initially inner intersect into is isnull join lateral"
                            + " leading left like limit localtime localtimestamp natural not notnull null offset on only or order"
                            + " outer overlaps placing primary references returning right select session_user similar some"
                            + " symmetric table tablesample then to trailing true union unique user using variadic verbose when"
                            + " where window with")
                    .split(" "));

    @Override
    public boolean holdsEverywhere() {
        return true;
    }

    @Override
    public void check(Subject subject) {
        for (SqlChange change : subject.changes()) {
            for (SqlName name : names(change)) {
                // behind a schema's name any word is a name
                boolean alone = name.start() == name.token().start();
                if (alone && name.token().kind() == SqlToken.Kind.WORD && RESERVED.contains(name.name())) {
                    subject.report(PostgresDiagnostic.RESERVED_WORD, name.start(), name.display(), name.name());
                }
            }
        }
    }

    private static List<SqlName> names(SqlChange change) {
        List<SqlName> names = new ArrayList<>();
        if (change instanceof SqlChange.CreateTable create) {
            names.add(create.table());
            create.columns().forEach(column -> names.add(column.name()));
        } else if (change instanceof SqlChange.CreateIndex create) {
            names.add(create.table());
        } else if (change instanceof SqlChange.Drop drop) {
            names.addAll(drop.names());
        } else if (change instanceof SqlChange.Update update) {
            names.add(update.table());
        } else if (change instanceof SqlChange.Delete delete) {
            names.add(delete.table());
        } else if (change instanceof SqlChange.Insert insert) {
            names.add(insert.table());
        } else if (change instanceof SqlChange.AlterTable alter) {
            names.add(alter.table());
            alter.actions().forEach(action -> add(action, names));
        }
        return names;
    }

    private static void add(TableAction action, List<SqlName> names) {
        if (action instanceof TableAction.AddColumn add) {
            names.add(add.column().name());
        } else if (action instanceof TableAction.RenameColumn rename) {
            names.add(rename.to());
        } else if (action instanceof TableAction.RenameTable rename) {
            names.add(rename.to());
        }
    }
}
