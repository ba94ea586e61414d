package dev.dbmigrate.processor.rule.postgres.sql;

import java.util.Locale;

/**
 * A piece of SQL.
 *
 * @param kind what it is
 * @param start the index of its first character
 * @param end the index behind its last one
 * @param text how it is written
 */
public record SqlToken(Kind kind, int start, int end, String text) {

    /** What a token can be. */
    public enum Kind {
        /** White space. */
        SPACE,
        /** A comment, of either form. */
        COMMENT,
        /** A keyword or an unquoted name. */
        WORD,
        /** A name in double quotes. */
        QUOTED_NAME,
        /** A string in single quotes, of any prefix, or in dollars. */
        STRING,
        NUMBER,
        /** {@code $1} or {@code ?}. */
        PARAMETER,
        SYMBOL,
        /** From a backslash to the end of its line: for psql, not for the server. */
        META_COMMAND,
        /** The lines behind {@code COPY … FROM STDIN;}. */
        COPY_DATA,
        /** A string, name or comment that does not end. */
        UNENDED
    }

    /** Whether it is a word, whatever its case. */
    public boolean is(String word) {
        return kind == Kind.WORD && text.equalsIgnoreCase(word);
    }

    /** Whether it is a symbol of one character. */
    public boolean is(char symbol) {
        return kind == Kind.SYMBOL && text.charAt(0) == symbol;
    }

    /** Whether it can be a name. */
    public boolean isName() {
        return kind == Kind.WORD || kind == Kind.QUOTED_NAME;
    }

    /** Whether it says something to the server. */
    public boolean isSignificant() {
        return kind != Kind.SPACE && kind != Kind.COMMENT;
    }

    /** The name as the server keeps it: folded to lower case, or as it stands in its quotes. */
    public String name() {
        if (kind == Kind.QUOTED_NAME) {
            int from = text.indexOf('"') + 1;
            return text.substring(from, text.length() - 1).replace("\"\"", "\"");
        }
        return text.toLowerCase(Locale.ROOT);
    }
}
