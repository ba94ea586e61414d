package dev.dbmigrate.script;

import java.util.List;
import java.util.regex.Pattern;

/**
 * One statement of an SQL script.
 *
 * @param text the statement from its first word on, without the semicolon
 * @param words its first words, in capitals, without quoted names, strings and comments
 * @param line the line of the script on which it begins, from 1
 * @param column the column on which it begins, from 1
 * @param copiesFromStdin whether the lines behind it are data
 */
public record SqlStatementText(String text, List<String> words, int line, int column, boolean copiesFromStdin) {

    /** The statements whose reference page says that they cannot run inside a transaction block. */
    private static final Pattern NO_TRANSACTION =
            Pattern.compile("(CREATE|DROP) (UNIQUE )?INDEX CONCURRENTLY\\b.*|REINDEX\\b.*\\bCONCURRENTLY\\b.*"
                    + "|REINDEX (VERBOSE )?(DATABASE|SYSTEM|SCHEMA)\\b.*|VACUUM\\b.*|ALTER SYSTEM\\b.*"
                    + "|(CREATE|DROP) (DATABASE|TABLESPACE)\\b.*|(CREATE|DROP) SUBSCRIPTION\\b.*"
                    + "|CLUSTER( VERBOSE)?|ALTER TABLE\\b.*\\bDETACH PARTITION\\b.*\\bCONCURRENTLY\\b.*");

    public SqlStatementText {
        words = List.copyOf(words);
    }

    /** Whether PostgreSQL refuses to run it in a transaction. */
    public boolean needsNoTransaction() {
        return NO_TRANSACTION.matcher(String.join(" ", words)).matches();
    }
}
