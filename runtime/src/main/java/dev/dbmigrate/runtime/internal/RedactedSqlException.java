package dev.dbmigrate.runtime.internal;

import java.sql.SQLException;

/** Stands for an {@link SQLException} whose words held a secret; who looks at its SQLState still can. */
@SuppressWarnings("OverrideThrowableToString") // it speaks for another class, whose name is the point
final class RedactedSqlException extends SQLException {

    private static final long serialVersionUID = 1L;

    private final String text;

    RedactedSqlException(String text, String message, SQLException original) {
        super(message, original.getSQLState(), original.getErrorCode());
        this.text = text;
    }

    /** As the exception itself would say it. */
    @Override
    public String toString() {
        return text;
    }
}
