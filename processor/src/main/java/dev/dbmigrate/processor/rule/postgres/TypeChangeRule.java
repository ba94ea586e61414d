package dev.dbmigrate.processor.rule.postgres;

import dev.dbmigrate.processor.rule.postgres.sql.SqlName;
import dev.dbmigrate.processor.rule.postgres.sql.SqlToken;
import dev.dbmigrate.processor.rule.postgres.sql.SqlType;
import dev.dbmigrate.processor.rule.postgres.sql.TableAction;
import java.util.Locale;
import java.util.Optional;

/** The type of a column that is in use changes only where no row is written: {@code varchar(n)} to longer ones, and the like. */
final class TypeChangeRule implements TableRule {

    @Override
    public void check(Subject subject, SqlName table, TableAction action) {
        if (action instanceof TableAction.AlterType alter
                && !subject.isNewColumn(table, alter.column())
                && !isWidening(subject, table, alter)) {
            String column = alter.column().display();
            String type = subject.sql().text(alter.typeTokens());
            subject.report(
                    PostgresDiagnostic.TYPE_CHANGE,
                    action.start(),
                    type,
                    column,
                    table.display(),
                    table.display(),
                    alter.column().derived("", "_new"),
                    type,
                    column);
        }
    }

    private static boolean isWidening(Subject subject, SqlName table, TableAction.AlterType alter) {
        Optional<SqlType> before = subject.schema().typeBefore(table, alter.column(), subject.moment());
        return before.isPresent() && before.get().widensTo(alter.type()) && !alter.collates() && isPlainCast(alter);
    }

    /** Whether {@code USING} says what would happen anyway: {@code name}, {@code name::text}, {@code CAST (name AS text)}. */
    private static boolean isPlainCast(TableAction.AlterType alter) {
        StringBuilder using = new StringBuilder();
        for (SqlToken token : alter.using()) {
            using.append(token.text().toLowerCase(Locale.ROOT));
        }
        StringBuilder type = new StringBuilder();
        alter.typeTokens().forEach(token -> type.append(token.text().toLowerCase(Locale.ROOT)));
        String column = alter.column().display().toLowerCase(Locale.ROOT);
        return using.isEmpty()
                || using.toString().equals(column)
                || using.toString().equals(column + "::" + type)
                || using.toString().equals("cast(" + column + "as" + type + ")");
    }
}
