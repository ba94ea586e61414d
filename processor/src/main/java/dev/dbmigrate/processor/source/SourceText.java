package dev.dbmigrate.processor.source;

import java.util.Arrays;

/**
 * A text whose value is known while the compiler runs, and where each of its characters stands. Immutable.
 */
public final class SourceText {

    /** Says where a character of a text stands. */
    public interface Locator {

        /**
         * Finds a character's place.
         *
         * @param index its index, from 0 to the text's length inclusive
         */
        Position at(int index);
    }

    private final String value;
    private final Locator locator;

    /**
     * Joins a text and its places.
     *
     * @param value the text
     * @param locator where its characters stand
     */
    public SourceText(String value, Locator locator) {
        this.value = value;
        this.locator = locator;
    }

    /** A whole file. */
    public static SourceText ofFile(String file, String content) {
        int[] lines = lineStarts(content);
        return new SourceText(content, index -> position(file, lines, index));
    }

    /** The text. */
    public String value() {
        return value;
    }

    /** Where its character at an index stands. */
    public Position at(int index) {
        return locator.at(Math.min(Math.max(index, 0), value.length()));
    }

    /** This text and another one behind it. */
    public SourceText followedBy(SourceText next) {
        int length = value.length();
        return new SourceText(
                value + next.value, index -> index < length ? locator.at(index) : next.locator.at(index - length));
    }

    /** A part of this text, which knows its places. */
    public SourceText part(int from, int to) {
        return new SourceText(value.substring(from, to), index -> locator.at(from + index));
    }

    static int[] lineStarts(String content) {
        int[] starts = new int[64];
        int count = 1;
        for (int at = content.indexOf('\n'); at >= 0; at = content.indexOf('\n', at + 1)) {
            if (count == starts.length) {
                starts = Arrays.copyOf(starts, count * 2);
            }
            starts[count++] = at + 1;
        }
        return Arrays.copyOf(starts, count);
    }

    static Position position(String file, int[] lineStarts, int offset) {
        int found = Arrays.binarySearch(lineStarts, offset);
        int line = found >= 0 ? found : -found - 2;
        return new Position(file, line + 1, offset - lineStarts[line] + 1);
    }

    @Override
    public String toString() {
        return value;
    }
}
