package dev.dbmigrate.postgres.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Splits a script into statements as psql does: at semicolons outside of strings, quoted names, dollar quotes, comments
 * (which nest), parentheses and {@code BEGIN ATOMIC … END} bodies. Statements are split here and not by the driver, so that
 * an error names its statement and line.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-syntax-lexical.html">PostgreSQL's lexical structure</a>
 */
final class SqlScript {

    private final String sql;
    private final List<SqlStatement> statements = new ArrayList<>();
    private int at;
    private int start;
    private int counted;
    private int line = 1;
    private int parentheses;
    private int atomicDepth;
    private String lastWord = "";

    private SqlScript(String sql) {
        this.sql = sql;
    }

    /** The statements, in order; empty ones and those of comments only are left out. */
    static List<SqlStatement> split(String sql) {
        SqlScript script = new SqlScript(sql);
        script.read();
        return script.statements;
    }

    /** The text with each comment replaced by a space; strings and quoted names as they are. */
    static String withoutComments(String sql) {
        StringBuilder kept = new StringBuilder(sql.length());
        SqlScript script = new SqlScript(sql);
        while (script.at < sql.length()) {
            int from = script.at;
            boolean comment = script.startsWith("--") || script.startsWith("/*");
            script.skipToken();
            kept.append(comment ? " " : sql.substring(from, script.at));
        }
        return kept.toString();
    }

    private void read() {
        while (at < sql.length()) {
            char c = sql.charAt(at);
            if (c == ';' && parentheses == 0 && atomicDepth == 0) {
                add(at);
                at++;
                start = at;
                lastWord = "";
                continue;
            }
            if (c == '(') {
                parentheses++;
            } else if (c == ')') {
                parentheses = Math.max(0, parentheses - 1);
            }
            skipToken();
        }
        add(sql.length());
    }

    /** Moves over one token: a comment, a string, a name, a word, or one other character. */
    private void skipToken() {
        char c = sql.charAt(at);
        if (startsWith("--")) {
            int end = sql.indexOf('\n', at);
            at = end < 0 ? sql.length() : end;
        } else if (startsWith("/*")) {
            skipComment();
        } else if (c == '\'') {
            skipQuoted('\'', lastWord.equals("E") && at > 0 && Character.toUpperCase(sql.charAt(at - 1)) == 'E');
        } else if (c == '"') {
            skipQuoted('"', false);
        } else if (c == '$') {
            skipDollarQuoted();
        } else if (Character.isLetter(c) || c == '_') {
            skipWord();
        } else {
            at++;
        }
    }

    private void skipComment() {
        int depth = 0;
        do {
            if (startsWith("/*")) {
                depth++;
                at += 2;
            } else if (startsWith("*/")) {
                depth--;
                at += 2;
            } else {
                at++;
            }
        } while (depth > 0 && at < sql.length());
    }

    private void skipQuoted(char quote, boolean backslashEscapes) {
        at++;
        while (at < sql.length()) {
            char c = sql.charAt(at);
            if (backslashEscapes && c == '\\') {
                at += 2;
            } else if (c == quote) {
                at++;
                if (at >= sql.length() || sql.charAt(at) != quote) {
                    return;
                }
                at++;
            } else {
                at++;
            }
        }
        at = sql.length();
    }

    private void skipDollarQuoted() {
        int end = at + 1;
        while (end < sql.length() && (Character.isLetterOrDigit(sql.charAt(end)) || sql.charAt(end) == '_')) {
            end++;
        }
        boolean parameter = end > at + 1 && Character.isDigit(sql.charAt(at + 1));
        if (end >= sql.length() || sql.charAt(end) != '$' || parameter) {
            at++;
            return;
        }
        String tag = sql.substring(at, end + 1);
        int close = sql.indexOf(tag, end + 1);
        at = close < 0 ? sql.length() : close + tag.length();
    }

    private void skipWord() {
        int from = at;
        while (at < sql.length() && (Character.isLetterOrDigit(sql.charAt(at)) || "_$".indexOf(sql.charAt(at)) >= 0)) {
            at++;
        }
        String word = sql.substring(from, at).toUpperCase(Locale.ROOT);
        if (word.equals("ATOMIC") && lastWord.equals("BEGIN")) {
            atomicDepth = 1;
        } else if (atomicDepth > 0 && word.equals("CASE")) {
            atomicDepth++;
        } else if (atomicDepth > 0 && word.equals("END")) {
            atomicDepth--;
        }
        lastWord = word;
    }

    private boolean startsWith(String text) {
        return sql.startsWith(text, at);
    }

    private void add(int end) {
        String text = sql.substring(start, end);
        String code = withoutComments(text);
        if (!code.isBlank()) {
            int leading = text.length() - text.stripLeading().length();
            statements.add(new SqlStatement(text.strip(), lineOf(start + leading)));
        }
    }

    /** Counted on from the last statement: a text of thousands is not counted from its beginning for each. */
    private int lineOf(int offset) {
        while (counted < offset) {
            if (sql.charAt(counted) == '\n') {
                line++;
            }
            counted++;
        }
        return line;
    }
}
