package dev.dbmigrate.processor.rule.postgres;

import dev.dbmigrate.processor.rule.postgres.sql.Column;
import dev.dbmigrate.processor.rule.postgres.sql.SqlChange;
import dev.dbmigrate.processor.rule.postgres.sql.SqlName;
import dev.dbmigrate.processor.rule.postgres.sql.SqlType;
import dev.dbmigrate.processor.rule.postgres.sql.TableAction;

/** Types that are regretted later: timestamps without zone, serials. */
final class ColumnTypeRule implements PostgresRule {

    @Override
    public void check(Subject subject) {
        for (SqlChange change : subject.changes()) {
            if (change instanceof SqlChange.CreateTable create) {
                for (Column column : create.columns()) {
                    check(subject, create.table(), column.name(), column.type());
                }
            } else if (change instanceof SqlChange.AlterTable alter) {
                for (TableAction action : alter.actions()) {
                    if (action instanceof TableAction.AddColumn add) {
                        check(
                                subject,
                                alter.table(),
                                add.column().name(),
                                add.column().type());
                    } else if (action instanceof TableAction.AlterType type) {
                        check(subject, alter.table(), type.column(), type.type());
                    }
                }
            }
        }
    }

    private static void check(Subject subject, SqlName table, SqlName column, SqlType type) {
        if (type.isTimestampWithoutZone()) {
            String precision =
                    type.modifiers().isEmpty() ? "" : "(" + type.modifiers().get(0) + ")";
            subject.report(
                    PostgresDiagnostic.TIMESTAMP_WITHOUT_ZONE,
                    type.start(),
                    column.display(),
                    column.display(),
                    precision + (type.array() ? "[]" : ""));
        } else if (type.isSerial()) {
            subject.report(
                    PostgresDiagnostic.SERIAL,
                    type.start(),
                    column.display(),
                    table.display(),
                    column.display(),
                    type.ofSerial());
        }
    }
}
