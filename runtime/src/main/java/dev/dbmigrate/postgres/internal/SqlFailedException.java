package dev.dbmigrate.postgres.internal;

import java.sql.SQLException;

/** A statement of a migration failed; says which, and where in it. */
final class SqlFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SqlFailedException(SqlStatement statement, SQLException cause) {
        super(PostgresErrors.statement(statement, cause), cause);
    }
}
