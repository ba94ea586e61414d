package dev.dbmigrate.neo4j.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Splits a text into statements at its semicolons. Knows strings, quoted names and comments, and nothing else: whether a
 * statement is right is for the server to say.
 */
final class CypherText {

    private final String text;
    private final List<String> words = new ArrayList<>();
    private final List<CypherStatement> found = new ArrayList<>();
    private int position;
    private int begin = -1;
    private int codeEnd;
    private int counted;
    private int line = 1;

    private CypherText(String text) {
        this.text = text;
    }

    /** The statements of a text; what holds only blanks and comments is none. */
    static List<CypherStatement> split(String text) {
        return new CypherText(text).statements();
    }

    private List<CypherStatement> statements() {
        while (position < text.length()) {
            char c = text.charAt(position);
            if (c == '/' && follows("//")) {
                position = endOf("\n", position);
            } else if (c == '/' && follows("/*")) {
                position = endOf("*/", position + 2);
            } else if (c == ';') {
                finish();
                position++;
            } else if (Character.isWhitespace(c)) {
                position++;
            } else {
                token(c);
            }
        }
        finish();
        int count = found.size();
        return found.stream()
                .map(s -> new CypherStatement(s.text(), s.kind(), s.number(), count, s.line(), s.column()))
                .toList();
    }

    private void token(char c) {
        if (begin < 0) {
            begin = position;
        }
        if (c == '\'' || c == '"') {
            words.add("''");
            skipString(c);
        } else if (c == '`') {
            int from = position;
            skipQuotedName();
            words.add(text.substring(from, position));
        } else if (isWordPart(c)) {
            int from = position;
            while (position < text.length() && isWordPart(text.charAt(position))) {
                position++;
            }
            words.add(text.substring(from, position).toUpperCase(Locale.ROOT));
        } else {
            words.add(String.valueOf(c));
            position++;
        }
        codeEnd = position;
    }

    private static boolean isWordPart(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }

    private void skipString(char quote) {
        position++;
        while (position < text.length() && text.charAt(position) != quote) {
            position += text.charAt(position) == '\\' ? 2 : 1;
        }
        position = Math.min(position + 1, text.length());
    }

    private void skipQuotedName() {
        do {
            position = endOf("`", position + 1);
        } while (position < text.length() && text.charAt(position) == '`');
    }

    private boolean follows(String sign) {
        return text.startsWith(sign, position);
    }

    private int endOf(String sign, int from) {
        int at = text.indexOf(sign, from);
        return at < 0 ? text.length() : at + sign.length();
    }

    /** Counted on from the last statement: a text of thousands is not counted from its beginning for each. */
    private int lineOf(int offset) {
        while (counted < offset) {
            if (text.charAt(counted) == '\n') {
                line++;
            }
            counted++;
        }
        return line;
    }

    private void finish() {
        if (begin >= 0) {
            int column = begin - text.lastIndexOf('\n', begin - 1);
            found.add(new CypherStatement(
                    text.substring(begin, codeEnd),
                    StatementKinds.of(List.copyOf(words)),
                    found.size() + 1,
                    0,
                    lineOf(begin),
                    column));
        }
        begin = -1;
        words.clear();
    }
}
