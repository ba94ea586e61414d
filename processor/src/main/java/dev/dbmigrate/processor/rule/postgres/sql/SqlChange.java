package dev.dbmigrate.processor.rule.postgres.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a statement does, as far as a rule asks for it. */
public sealed interface SqlChange {

    /**
     * {@code CREATE TABLE}.
     *
     * @param columns its columns, as far as they are written here
     * @param partitioned whether it has partitions
     */
    record CreateTable(SqlName table, List<Column> columns, List<Constraint> constraints, boolean partitioned)
            implements SqlChange {}

    /**
     * {@code CREATE INDEX}.
     *
     * @param index its name, if one is written
     * @param only whether it stands on a partitioned table alone, without its partitions
     */
    record CreateIndex(@Nullable SqlName index, SqlName table, boolean concurrently, boolean only)
            implements SqlChange {}

    /**
     * {@code CREATE} of something else whose name matters.
     *
     * @param kind {@code VIEW}, {@code SCHEMA} or {@code EXTENSION}
     */
    record Create(String kind, SqlName name) implements SqlChange {}

    /**
     * {@code DROP}.
     *
     * @param kind {@code TABLE} or {@code INDEX}
     */
    record Drop(String kind, List<SqlName> names, boolean concurrently) implements SqlChange {}

    /**
     * {@code REINDEX}.
     *
     * @param kind {@code INDEX}, {@code TABLE}, {@code SCHEMA}, {@code DATABASE} or {@code SYSTEM}
     * @param name of what; null if it is not said
     */
    record Reindex(String kind, @Nullable SqlName name, boolean concurrently) implements SqlChange {}

    /** {@code ALTER TABLE}. */
    record AlterTable(SqlName table, List<TableAction> actions) implements SqlChange {}

    /**
     * {@code UPDATE}.
     *
     * @param start the index of its first character
     * @param columns the columns that are set
     * @param where the condition; empty if there is none
     */
    record Update(int start, SqlName table, List<String> columns, List<SqlToken> where) implements SqlChange {}

    /** {@code DELETE}. */
    record Delete(int start, SqlName table, List<SqlToken> where) implements SqlChange {}

    /** {@code INSERT}. */
    record Insert(SqlName table) implements SqlChange {}

    /** {@code TRUNCATE}. */
    record Truncate(List<SqlName> tables, boolean cascade) implements SqlChange {}

    /** {@code SET} of a parameter. */
    record SetParameter(String parameter) implements SqlChange {}

    /**
     * A statement that begins, ends or prepares a transaction.
     *
     * @param inside whether it may stand in a transaction: {@code SAVEPOINT} and what belongs to it
     */
    record TransactionControl(String words, boolean inside) implements SqlChange {}

    /** A statement that refuses to run in a transaction, of no other kind here. */
    record OutsideTransaction(String words) implements SqlChange {}

    /** A command for psql. */
    record MetaCommand(String command) implements SqlChange {}

    /** Tables that the body of a {@code DO} creates. */
    record Body(List<SqlName> created) implements SqlChange {}

    /** Any other. */
    record Other() implements SqlChange {}
}
