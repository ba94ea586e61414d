package dev.dbmigrate.processor.rule.postgres;

import dev.dbmigrate.processor.rule.postgres.sql.Column;
import dev.dbmigrate.processor.rule.postgres.sql.SqlName;
import dev.dbmigrate.processor.rule.postgres.sql.SqlToken;
import dev.dbmigrate.processor.rule.postgres.sql.TableAction;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A new column of a table that is in use has one value for all rows; of the server's functions those are known that differ. */
final class VolatileDefaultRule implements TableRule {

    private static final Set<String> VOLATILE = Set.of(
            "random",
            "random_normal",
            "gen_random_uuid",
            "gen_random_bytes",
            "uuidv4",
            "uuidv7",
            "uuid_generate_v1",
            "uuid_generate_v1mc",
            "uuid_generate_v4",
            "clock_timestamp",
            "timeofday",
            "nextval");

    @Override
    public void check(Subject subject, SqlName table, TableAction action) {
        if (!(action instanceof TableAction.AddColumn add)) {
            return;
        }
        Column column = add.column();
        if (column.identity() || column.type().isSerial()) {
            report(subject, table, column, action, "a number of a sequence", "SET DEFAULT nextval('…')");
        } else if (callsVolatile(column.defaultValue())) {
            String value = subject.sql().text(column.defaultValue());
            report(subject, table, column, action, "the default " + value, "SET DEFAULT " + value);
        }
    }

    private static void report(
            Subject subject, SqlName table, Column column, TableAction action, String what, String set) {
        subject.report(
                PostgresDiagnostic.VOLATILE_DEFAULT,
                action.start(),
                what,
                table.display(),
                table.display(),
                column.name().display(),
                column.type().ofSerial(),
                table.display(),
                column.name().display(),
                set);
    }

    private static boolean callsVolatile(List<SqlToken> expression) {
        for (int i = 0; i + 1 < expression.size(); i++) {
            if (expression.get(i + 1).is('(')
                    && VOLATILE.contains(expression.get(i).text().toLowerCase(Locale.ROOT))) {
                return true;
            }
        }
        return false;
    }
}
