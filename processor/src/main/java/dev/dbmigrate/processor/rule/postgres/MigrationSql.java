package dev.dbmigrate.processor.rule.postgres;

import dev.dbmigrate.processor.model.KindPart;
import dev.dbmigrate.processor.model.MigrationDeclaration;
import dev.dbmigrate.processor.rule.MigrationCode;
import dev.dbmigrate.processor.rule.Statement;
import dev.dbmigrate.processor.rule.postgres.sql.SqlChange;
import dev.dbmigrate.processor.rule.postgres.sql.SqlName;
import dev.dbmigrate.processor.rule.postgres.sql.SqlStatement;
import dev.dbmigrate.processor.rule.postgres.sql.StatementReader;
import dev.dbmigrate.processor.rule.postgres.sql.TableAction;
import dev.dbmigrate.processor.source.Argument;
import dev.dbmigrate.processor.source.Half;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The SQL of one migration.
 *
 * @param code the migration
 * @param database the database that it changes
 * @param sent its statements, in the order in which they are written
 * @param altered the tables that its {@code up} keeps others out of by {@code ALTER TABLE}, by their names
 * @param lockTimeout the first statement that says how long one may wait for a lock; null if none does
 */
record MigrationSql(
        MigrationCode code,
        String database,
        List<Sent> sent,
        Map<String, List<SqlName>> altered,
        @Nullable Moment lockTimeout) {

    static final String KIND = "postgres";

    MigrationSql {
        sent = List.copyOf(sent);
        altered = Map.copyOf(altered);
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
        Map<String, List<SqlName>> altered = new HashMap<>();
        Moment lockTimeout = namesLockTimeout(code) ? new Moment(order, -1) : null;
        for (Sent each : sent) {
            if (lockTimeout == null && setsLockTimeout(each)) {
                lockTimeout = each.moment();
            }
            if (each.text().half() == Half.UP) {
                each.changes().forEach(change -> addAltered(change, altered));
            }
        }
        return new MigrationSql(code, database(code.migration()), sent, altered, lockTimeout);
    }

    private static void addAltered(SqlChange change, Map<String, List<SqlName>> altered) {
        if (change instanceof SqlChange.AlterTable alter
                && alter.actions().stream().anyMatch(TableAction::keepsOthersOut)) {
            List<SqlName> names = altered.computeIfAbsent(alter.table().name(), name -> new ArrayList<>());
            if (names.stream()
                    .noneMatch(name -> name.schema().equals(alter.table().schema()))) {
                names.add(alter.table());
            }
        }
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
        return lockTimeout != null && lockTimeout.isBefore(moment);
    }

    /** Whether its {@code up} keeps others out of a table by {@code ALTER TABLE}. */
    boolean alters(SqlName table) {
        return altered.getOrDefault(table.name(), List.of()).stream().anyMatch(table::mayBe);
    }

    private static boolean namesLockTimeout(MigrationCode code) {
        return code.code().calls().stream()
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
