package dev.dbmigrate.postgres.internal;

import java.util.Locale;

/**
 * One statement of a script.
 *
 * @param text the statement, without the semicolon
 * @param line the line of the script on which it begins, from 1
 * @param column the column on which it begins, from 1
 * @param file the script's name, or empty if it is a text of the migration's class
 */
record SqlStatement(String text, int line, int column, String file) {

    private static final int SHORT = 100;

    /** A statement of a text in the migration's class. */
    SqlStatement(String text, int line) {
        this(text, line, 1, "");
    }

    /** Where it begins, for people. */
    String place() {
        return file.isEmpty() ? "line " + line : file + ":" + line;
    }

    /** The statement's words in capitals, comments dropped, spaces folded: enough to see what kind it is. */
    String normalized() {
        return SqlScript.withoutComments(text).strip().replaceAll("\\s+", " ").toUpperCase(Locale.ROOT);
    }

    /** The statement in one short line. */
    String shortText() {
        String folded = text.strip().replaceAll("\\s+", " ");
        return folded.length() <= SHORT ? folded : folded.substring(0, SHORT - 1) + "…";
    }

    /**
     * Shows where in the statement something is wrong.
     *
     * @param offset the character, from 0
     */
    String pointTo(int offset) {
        int at = Math.min(Math.max(offset, 0), text.length());
        int lineStart = text.lastIndexOf('\n', at - 1) + 1;
        int lineEnd = text.indexOf('\n', at);
        String shown = text.substring(lineStart, lineEnd < 0 ? text.length() : lineEnd);
        long number = line
                + text.substring(0, lineStart).chars().filter(c -> c == '\n').count();
        int shift = lineStart == 0 ? column - 1 : 0;
        int columnNumber = at - lineStart + 1 + shift;
        String place = file.isEmpty()
                ? "line " + number + ", column " + columnNumber
                : file + ":" + number + ":" + columnNumber;
        return "at " + place + ":\n  " + shown.replace('\t', ' ') + "\n  " + " ".repeat(at - lineStart) + "^";
    }
}
