package dev.dbmigrate.processor.rule.postgres;

import dev.dbmigrate.processor.rule.postgres.sql.SqlChange;
import dev.dbmigrate.processor.rule.postgres.sql.SqlName;
import dev.dbmigrate.processor.rule.postgres.sql.TableAction;

/** A rule about what {@code ALTER TABLE} does to a table that is in use. */
interface TableRule extends PostgresRule {

    /** Checks one action. */
    void check(Subject subject, SqlName table, TableAction action);

    @Override
    default void check(Subject subject) {
        for (SqlChange change : subject.changes()) {
            if (change instanceof SqlChange.AlterTable alter && !subject.isNew(alter.table())) {
                alter.actions().forEach(action -> check(subject, alter.table(), action));
            }
        }
    }
}
