package dev.dbmigrate.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Makes a value of a row.
 *
 * @param <T> the value's type
 */
@FunctionalInterface
public interface RowMapper<T> {

    /**
     * Reads the row that the result stands on; does not move it.
     *
     * @param row the result
     * @return the value
     * @throws SQLException if a column cannot be read
     */
    T map(ResultSet row) throws SQLException;
}
