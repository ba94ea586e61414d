package dev.dbmigrate.model;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A migration's id in one of the styles that teams use: {@code 003_add_user_preferences}, {@code V001-add-session-tags},
 * {@code 2025-01-15-001-add-product-rating-index}, {@code 20241227_120000_add_audit_log}.
 *
 * @param value the id as written
 * @param style the style in which it is written
 * @param name the descriptive part: {@code add_user_preferences}
 */
public record MigrationId(String value, Style style, String name) implements Comparable<MigrationId> {

    /** At most this many characters: the width of {@code migration_history.migration_id}. */
    public static final int MAX_LENGTH = 255;

    /** Numbers inside ids compare as numbers, so that {@code 10_b} comes after {@code 9_a}; ties as plain text. */
    public static final Comparator<String> NATURAL_ORDER = MigrationId::compareNaturally;

    /** How an id's first part counts. */
    public enum Style {
        /** {@code {number}_{name}}; also with a leading {@code V}. */
        NUMBER,
        /** {@code YYYY-MM-DD-NNN-name}. */
        DATE,
        /** {@code YYYYMMDD_HHMMSS_name}. */
        TIMESTAMP
    }

    private static final String NAME = "([A-Za-z0-9]+(?:[_-][A-Za-z0-9]+)*)";
    private static final Pattern TIMESTAMP = Pattern.compile("\\d{8}_\\d{6}_" + NAME);
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}-\\d{1,6}-" + NAME);
    private static final Pattern NUMBER = Pattern.compile("[Vv]?\\d{1,18}[_-]" + NAME);

    /**
     * Reads an id.
     *
     * @param text the id as written
     * @return the id, or empty if it has none of the known forms or is longer than {@link #MAX_LENGTH}
     */
    public static Optional<MigrationId> tryParse(String text) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        return match(TIMESTAMP, Style.TIMESTAMP, text)
                .or(() -> match(DATE, Style.DATE, text))
                .or(() -> match(NUMBER, Style.NUMBER, text));
    }

    private static Optional<MigrationId> match(Pattern pattern, Style style, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.matches() ? Optional.of(new MigrationId(text, style, matcher.group(1))) : Optional.empty();
    }

    /** The name for people: {@code add user preferences}. */
    public String displayName() {
        return name.replace('_', ' ').replace('-', ' ');
    }

    @Override
    public int compareTo(MigrationId other) {
        return NATURAL_ORDER.compare(value, other.value);
    }

    @Override
    public String toString() {
        return value;
    }

    private static int compareNaturally(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length() && j < b.length()) {
            char x = a.charAt(i);
            char y = b.charAt(j);
            if (isDigit(x) && isDigit(y)) {
                int endI = endOfDigits(a, i);
                int endJ = endOfDigits(b, j);
                int byNumber = compareNumbers(a, i, endI, b, j, endJ);
                if (byNumber != 0) {
                    return byNumber;
                }
                i = endI;
                j = endJ;
            } else if (x != y) {
                return Character.compare(x, y);
            } else {
                i++;
                j++;
            }
        }
        int byLength = Integer.compare(a.length() - i, b.length() - j);
        return byLength != 0 ? byLength : a.compareTo(b);
    }

    /** By value, without reading them: ids are compared millions of times when ten thousand are sorted. */
    private static int compareNumbers(String a, int fromA, int endA, String b, int fromB, int endB) {
        int i = withoutZeros(a, fromA, endA);
        int j = withoutZeros(b, fromB, endB);
        int byMagnitude = Integer.compare(endA - i, endB - j);
        while (byMagnitude == 0 && i < endA) {
            byMagnitude = Character.compare(a.charAt(i), b.charAt(j));
            i++;
            j++;
        }
        return byMagnitude;
    }

    private static int withoutZeros(String digits, int from, int end) {
        int at = from;
        while (at < end && digits.charAt(at) == '0') {
            at++;
        }
        return at;
    }

    private static int endOfDigits(String text, int from) {
        int end = from;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
