package dev.dbmigrate.postgres;

import dev.dbmigrate.runtime.MigrationContext;
import dev.dbmigrate.runtime.Step;
import java.sql.Connection;
import java.util.List;

/** What a PostgreSQL migration gets. */
public interface PostgresContext extends MigrationContext {

    /**
     * The connection on which the migration runs, in its transaction. {@code commit}, {@code rollback}, {@code close} and
     * {@code setAutoCommit} are refused, also on what leads back from a statement, a result or {@code unwrap}; {@code
     * unwrap(PGConnection.class)} is open. In a migration with {@code transactional = false} the use of the connection is one
     * journaled step from here on: after a crash it is in doubt.
     */
    Connection connection();

    /**
     * Runs one or several statements, separated by semicolons. In a migration with {@code transactional = false} each is a
     * journaled step.
     *
     * @param sql the statements
     */
    void execute(String sql);

    /**
     * Runs one statement that changes rows.
     *
     * @param sql the statement, with {@code ?} for each parameter
     * @param parameters the parameters, as {@link java.sql.PreparedStatement#setObject(int, Object)} takes them
     * @return how many rows were changed; -1 for a step that was done by an earlier, interrupted try
     */
    long update(String sql, Object... parameters);

    /**
     * Runs one statement that returns rows. In a migration with {@code transactional = false} it may only read, except
     * within a {@link #step}: nothing is journaled of it.
     *
     * @param sql the statement, with {@code ?} for each parameter
     * @param mapper makes a value of each row
     * @param parameters the parameters, as {@link java.sql.PreparedStatement#setObject(int, Object)} takes them
     * @param <T> the type of the values
     * @return a value for each row, in the order of the rows
     */
    <T> List<T> query(String sql, RowMapper<T> mapper, Object... parameters);

    /**
     * Runs a named part of a migration with {@code transactional = false} as one journaled step; in a transaction it is a
     * name only. The statements of the body commit one by one.
     *
     * <p>A step that fails ends the migration, and so does a statement that fails between steps. To catch the exception
     * changes nothing of that: whatever comes after it is not run and fails with the same exception, and when {@code up}
     * or {@code down} returns, the migration fails with it. The record of the step stays "begun": after {@code step} the
     * migration is in doubt, after {@code idempotentStep} the next try runs the step again. What may fail without harm
     * belongs within one step, caught there.
     *
     * @param name the step's name, unique within the migration and never changed once released
     * @param body the work
     * @throws RuntimeException whatever the body throws, checked exceptions wrapped
     */
    @Override
    void step(String name, Step body);
}
