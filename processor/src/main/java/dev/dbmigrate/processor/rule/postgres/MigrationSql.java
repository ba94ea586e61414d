package dev.dbmigrate.processor.rule.postgres;

import dev.dbmigrate.processor.model.KindPart;
import dev.dbmigrate.processor.model.MigrationDeclaration;
import dev.dbmigrate.processor.rule.MigrationCode;
import dev.dbmigrate.processor.rule.Statement;
import dev.dbmigrate.processor.rule.postgres.sql.SqlChange;
import dev.dbmigrate.processor.rule.postgres.sql.SqlStatement;
import dev.dbmigrate.processor.rule.postgres.sql.StatementReader;
import dev.dbmigrate.processor.source.Argument;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The SQL of one migration.
 *
 * @param code the migration
 * @param database the database that it changes
 * @param sent its statements, in the order in which they are written
 */
record MigrationSql(MigrationCode code, String database, List<Sent> sent) {

    static final String KIND = "postgres";

    MigrationSql {
        sent = List.copyOf(sent);
    }

    static MigrationSql read(MigrationCode code, int order) {
        List<Sent> sent = new ArrayList<>();
        for (Statement text : code.statements()) {
            if (text.kind().equals(KIND)) {
                for (SqlStatement sql : SqlStatement.split(text.text().value())) {
                    sent.add(new Sent(text, sql, StatementReader.read(sql), new Moment(order, sent.size())));
                }
            }
        }
        return new MigrationSql(code, database(code.migration()), sent);
    }

    private static String database(MigrationDeclaration migration) {
        return migration.kinds().stream()
                .filter(part -> part.kind().equals(KIND))
                .findFirst()
                .map((KindPart part) -> migration.databaseOf(part))
                .orElse(KIND);
    }

    MigrationDeclaration declaration() {
        return code.migration();
    }

    /** Whether it says how long a statement may wait for a lock, before a statement. */
    boolean setsLockTimeoutBefore(Moment moment) {
        return sent.stream().anyMatch(each -> each.moment().isBefore(moment) && setsLockTimeout(each))
                || code.code().calls().stream()
                        .flatMap(call -> call.arguments().stream())
                        .anyMatch(MigrationSql::mentionsLockTimeout);
    }

    private static boolean setsLockTimeout(Sent sent) {
        return sent.changes().stream()
                        .anyMatch(change -> change instanceof SqlChange.SetParameter set
                                && set.parameter().equals("lock_timeout"))
                || sent.sql().tokens().stream().anyMatch(token -> token.text().equalsIgnoreCase("'lock_timeout'"));
    }

    /** A text whose value is not known, but which names the parameter. */
    private static boolean mentionsLockTimeout(Argument argument) {
        return argument.mixed().stream()
                .anyMatch(piece -> piece.value().toLowerCase(Locale.ROOT).contains("lock_timeout"));
    }
}
