package dev.dbmigrate.processor.rule.postgres;

import dev.dbmigrate.processor.rule.Statement;
import dev.dbmigrate.processor.rule.postgres.sql.SqlChange;
import dev.dbmigrate.processor.rule.postgres.sql.SqlStatement;
import java.util.List;

/**
 * One statement that a migration sends.
 *
 * @param text the text in which it stands
 * @param sql itself
 * @param changes what it does
 * @param moment when
 */
record Sent(Statement text, SqlStatement sql, List<SqlChange> changes, Moment moment) {

    Sent {
        changes = List.copyOf(changes);
    }
}
