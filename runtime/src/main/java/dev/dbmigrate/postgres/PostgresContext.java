package dev.dbmigrate.postgres;

import dev.dbmigrate.runtime.MigrationContext;
import java.sql.Connection;
import java.util.List;

/** What a PostgreSQL migration gets. */
public interface PostgresContext extends MigrationContext {

    /**
     * The connection on which the migration runs, in its transaction. {@code commit}, {@code rollback}, {@code close} and
     * {@code setAutoCommit} are refused. In a migration with {@code transactional = false} the use of the connection is one
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
     * Runs one statement that returns rows.
     *
     * @param sql the statement, with {@code ?} for each parameter
     * @param mapper makes a value of each row
     * @param parameters the parameters, as {@link java.sql.PreparedStatement#setObject(int, Object)} takes them
     * @param <T> the type of the values
     * @return a value for each row, in the order of the rows
     */
    <T> List<T> query(String sql, RowMapper<T> mapper, Object... parameters);
}
