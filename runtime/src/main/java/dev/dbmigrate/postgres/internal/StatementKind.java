package dev.dbmigrate.postgres.internal;

import java.util.regex.Pattern;

/** What a statement does to the transaction in which it stands. */
enum StatementKind {
    /** May stand in a transaction. */
    ORDINARY,
    /** Refuses to run in a transaction block. */
    NEEDS_NO_TRANSACTION,
    /** Begins or ends a transaction: would tear a migration's effect from its record. */
    TRANSACTION_CONTROL,
    /** Data or a command for psql, not for the server. */
    PSQL_ONLY;

    /** The statements whose reference page says that they cannot run inside a transaction block. */
    private static final Pattern NO_TRANSACTION =
            Pattern.compile("(CREATE|DROP) (UNIQUE )?INDEX CONCURRENTLY\\b.*|REINDEX\\b.*\\bCONCURRENTLY\\b.*"
                    + "|REINDEX (\\([^)]*\\) ?)?(DATABASE|SYSTEM|SCHEMA)\\b.*|VACUUM\\b.*|ALTER SYSTEM\\b.*"
                    + "|(CREATE|DROP) (DATABASE|TABLESPACE)\\b.*|(CREATE|DROP) SUBSCRIPTION\\b.*"
                    + "|CLUSTER( VERBOSE)?|ALTER TABLE\\b.*\\bDETACH PARTITION\\b.*\\bCONCURRENTLY\\b.*");

    private static final Pattern CONTROL =
            Pattern.compile("(BEGIN|COMMIT|END|ABORT)\\b(?! ATOMIC).*|START TRANSACTION\\b.*"
                    + "|ROLLBACK\\b(?!( WORK| TRANSACTION)? TO\\b).*|PREPARE TRANSACTION\\b.*");

    private static final Pattern PSQL = Pattern.compile("(?s)\\\\.*|COPY\\b.*\\bFROM STDIN\\b.*");

    static StatementKind of(SqlStatement statement) {
        String text = statement.normalized();
        if (PSQL.matcher(text).matches()) {
            return PSQL_ONLY;
        }
        if (CONTROL.matcher(text).matches()) {
            return TRANSACTION_CONTROL;
        }
        return NO_TRANSACTION.matcher(text).matches() ? NEEDS_NO_TRANSACTION : ORDINARY;
    }
}
