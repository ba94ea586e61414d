package dev.dbmigrate.processor.rule.postgres.sql;

import java.util.List;

/** One of the actions of an {@code ALTER TABLE}. */
public sealed interface TableAction {

    /** The index at which it begins. */
    int start();

    /** Whether it takes the table for itself; others are taken for harmless, because their locks are weaker or not known. */
    default boolean keepsOthersOut() {
        return !(this instanceof ValidateConstraint || this instanceof DetachConcurrently || this instanceof Other);
    }

    record AddColumn(int start, Column column) implements TableAction {}

    record DropColumn(int start, SqlName column) implements TableAction {}

    /**
     * {@code ALTER COLUMN … TYPE}.
     *
     * @param using the expression behind {@code USING}; empty if there is none
     * @param collates whether it sets a collation
     */
    record AlterType(
            int start, SqlName column, SqlType type, List<SqlToken> typeTokens, List<SqlToken> using, boolean collates)
            implements TableAction {}

    record SetNotNull(int start, SqlName column) implements TableAction {}

    /** A new expression of a stored generated column. */
    record SetExpression(int start, SqlName column) implements TableAction {}

    record AddConstraint(int start, Constraint constraint) implements TableAction {}

    record ValidateConstraint(int start, SqlName constraint) implements TableAction {}

    record DropConstraint(int start, SqlName constraint) implements TableAction {}

    record RenameColumn(int start, SqlName column, SqlName to) implements TableAction {}

    record RenameTable(int start, SqlName to) implements TableAction {}

    /** {@code DETACH PARTITION … CONCURRENTLY}. */
    record DetachConcurrently(int start) implements TableAction {}

    /** Any other. */
    record Other(int start) implements TableAction {}
}
