package dev.dbmigrate.runtime.check;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A message of the compiler.
 *
 * @param id {@code DBM-C072}, or the compiler's own code ({@code compiler.err.cant.resolve})
 * @param severity how grave it is
 * @param file the file, from the repository's root, with slashes; null if it stands in none
 * @param line from 1, or 0 if it stands on none
 * @param column from 1, a tab counting as one, or 0
 * @param message the text without its id and place
 */
public record SourceFinding(
        String id, Severity severity, @Nullable String file, int line, int column, String message) {

    /** How grave a finding is. */
    public enum Severity {
        ERROR,
        WARNING,
        NOTE;

        /** As reports write it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** {@code src/main/java/A.java:3:5: error: [DBM-C012] …}. */
    public String text() {
        StringBuilder text = new StringBuilder();
        if (file != null) {
            text.append(file).append(':');
            if (line > 0) {
                text.append(line).append(':');
            }
            if (column > 0) {
                text.append(column).append(':');
            }
            text.append(' ');
        }
        return text.append(severity.word())
                .append(": [")
                .append(id)
                .append("] ")
                .append(message)
                .toString();
    }
}
