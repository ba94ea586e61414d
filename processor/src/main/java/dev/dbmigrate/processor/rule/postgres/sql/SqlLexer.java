package dev.dbmigrate.processor.rule.postgres.sql;

import dev.dbmigrate.processor.rule.postgres.sql.SqlToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Cuts SQL into tokens, in one pass; the tokens cover the text. Never fails: what does not end is a token to the end.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-syntax-lexical.html">PostgreSQL's lexical structure</a>
 */
public final class SqlLexer {

    private static final String END_OF_DATA = "\\.";

    private final String sql;
    private final List<SqlToken> tokens = new ArrayList<>();
    private final CopyFromStdin copy = new CopyFromStdin();
    private int at;

    private SqlLexer(String sql) {
        this.sql = sql;
    }

    /** The tokens of a text, in order. */
    public static List<SqlToken> tokens(String sql) {
        SqlLexer lexer = new SqlLexer(sql);
        while (lexer.at < sql.length()) {
            lexer.next();
        }
        return lexer.tokens;
    }

    private void next() {
        int start = at;
        Kind kind = read(sql.charAt(at));
        SqlToken token = new SqlToken(kind, start, at, sql.substring(start, at));
        tokens.add(token);
        if (copy.ends(token)) {
            readData();
        }
    }

    private Kind read(char c) {
        if (Character.isWhitespace(c)) {
            while (at < sql.length() && Character.isWhitespace(sql.charAt(at))) {
                at++;
            }
            return Kind.SPACE;
        }
        if (sql.startsWith("--", at)) {
            at = lineEnd(at);
            return Kind.COMMENT;
        }
        if (sql.startsWith("/*", at)) {
            return comment();
        }
        if (isWordStart(c)) {
            return wordOrPrefix(c);
        }
        return switch (c) {
            case '\'' -> quoted('\'', false, Kind.STRING);
            case '"' -> quoted('"', false, Kind.QUOTED_NAME);
            case '$' -> dollar();
            case '?' -> one(Kind.PARAMETER);
            case '\\' -> {
                at = lineEnd(at);
                yield Kind.META_COMMAND;
            }
            default -> isDigit(at) || (c == '.' && isDigit(at + 1)) ? number() : one(Kind.SYMBOL);
        };
    }

    private Kind one(Kind kind) {
        at++;
        return kind;
    }

    private Kind comment() {
        int depth = 0;
        do {
            if (sql.startsWith("/*", at)) {
                depth++;
                at += 2;
            } else if (sql.startsWith("*/", at)) {
                depth--;
                at += 2;
            } else {
                at++;
            }
        } while (depth > 0 && at < sql.length());
        return depth > 0 ? Kind.UNENDED : Kind.COMMENT;
    }

    /** {@code E'…'}, {@code B'…'}, {@code X'…'}, {@code N'…'}, {@code U&'…'} and {@code U&"…"} are one token each. */
    private Kind wordOrPrefix(char c) {
        char next = charAt(at + 1);
        if (next == '\'' && "eEbBxXnN".indexOf(c) >= 0) {
            at++;
            return quoted('\'', c == 'e' || c == 'E', Kind.STRING);
        }
        char third = charAt(at + 2);
        if ((c == 'u' || c == 'U') && next == '&' && (third == '\'' || third == '"')) {
            at += 2;
            return quoted(third, false, third == '"' ? Kind.QUOTED_NAME : Kind.STRING);
        }
        while (at < sql.length() && isWordPart(sql.charAt(at))) {
            at++;
        }
        return Kind.WORD;
    }

    private Kind quoted(char quote, boolean backslashes, Kind kind) {
        at++;
        while (at < sql.length()) {
            char c = sql.charAt(at++);
            if (backslashes && c == '\\') {
                at = Math.min(at + 1, sql.length());
            } else if (c == quote) {
                if (charAt(at) != quote) {
                    return kind;
                }
                at++;
            }
        }
        return Kind.UNENDED;
    }

    private Kind dollar() {
        if (isDigit(at + 1)) {
            at++;
            while (isDigit(at)) {
                at++;
            }
            return Kind.PARAMETER;
        }
        int end = at + 1;
        while (end < sql.length() && isWordPart(sql.charAt(end)) && sql.charAt(end) != '$') {
            end++;
        }
        if (charAt(end) != '$') {
            return one(Kind.SYMBOL);
        }
        String tag = sql.substring(at, end + 1);
        int close = sql.indexOf(tag, end + 1);
        at = close < 0 ? sql.length() : close + tag.length();
        return close < 0 ? Kind.UNENDED : Kind.STRING;
    }

    private Kind number() {
        boolean exponent = false;
        while (at < sql.length()) {
            char c = sql.charAt(at);
            boolean signed = exponent && (c == '+' || c == '-');
            if (!signed && c != '.' && c != '_' && !Character.isLetterOrDigit(c)) {
                break;
            }
            exponent = (c == 'e' || c == 'E') && !sql.startsWith("0x", startOfNumber());
            at++;
        }
        return Kind.NUMBER;
    }

    private int startOfNumber() {
        return tokens.isEmpty() ? 0 : tokens.get(tokens.size() - 1).end();
    }

    private void readData() {
        int start = at;
        int line = lineEnd(at);
        while (line < sql.length()) {
            int end = lineEnd(line + 1);
            if (sql.substring(line + 1, end).strip().equals(END_OF_DATA)) {
                at = end;
                tokens.add(new SqlToken(Kind.COPY_DATA, start, end, sql.substring(start, end)));
                return;
            }
            line = end;
        }
        // without its end there may be no data at all, as in a text for CopyManager: then only white space follows
        if (!sql.substring(start).isBlank()) {
            at = sql.length();
            tokens.add(new SqlToken(Kind.COPY_DATA, start, at, sql.substring(start)));
        }
    }

    private int lineEnd(int from) {
        int end = sql.indexOf('\n', from);
        return end < 0 ? sql.length() : end;
    }

    private char charAt(int index) {
        return index < sql.length() ? sql.charAt(index) : '\0';
    }

    private boolean isDigit(int index) {
        char c = charAt(index);
        return c >= '0' && c <= '9';
    }

    private static boolean isWordStart(char c) {
        return c == '_' || Character.isLetter(c) || (c >= '\u0080' && !Character.isWhitespace(c));
    }

    private static boolean isWordPart(char c) {
        return isWordStart(c) || (c >= '0' && c <= '9') || c == '$';
    }

    /** Knows when a {@code COPY … FROM STDIN} has come to its semicolon. */
    private static final class CopyFromStdin {
        private boolean inCopy;
        private boolean begun;
        private boolean stdin;
        private String last = "";

        boolean ends(SqlToken token) {
            if (!token.isSignificant()) {
                return false;
            }
            if (token.is(';')) {
                boolean data = inCopy && stdin;
                begun = false;
                inCopy = false;
                stdin = false;
                return data;
            }
            if (!begun) {
                begun = true;
                inCopy = token.is("copy");
            } else if (inCopy) {
                stdin |= last.equals("from") && token.is("stdin");
                last = token.text().toLowerCase(Locale.ROOT);
            }
            return false;
        }
    }
}
