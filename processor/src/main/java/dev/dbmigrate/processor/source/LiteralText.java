package dev.dbmigrate.processor.source;

import java.util.Arrays;

/**
 * Where the characters of a string literal or text block stand in the source: escapes, indentation and trailing white space
 * make value and source differ.
 */
final class LiteralText {

    private static final String TEXT_BLOCK = "\"\"\"";

    private final String source;
    private final StringBuilder value = new StringBuilder();
    private int[] offsets = new int[64];

    private LiteralText(String source) {
        this.source = source;
    }

    /**
     * Finds the places of a literal's characters. What the compiler shows as one literal may be several: its parser joins
     * those that are added to each other.
     *
     * @param source the whole source file
     * @param start where the first quote stands
     * @param value the value, as the compiler knows it
     * @return the offset in the source of each character and of the end; of a literal that cannot be followed (it has unicode
     *     escapes), its start for all of them
     */
    static int[] offsets(String source, int start, String value) {
        LiteralText text = new LiteralText(source);
        int end = text.readOne(start);
        while (end > 0 && text.value.length() < value.length()) {
            int next = text.nextQuote(end);
            end = next < 0 ? -1 : text.readOne(next);
        }
        if (text.value.toString().equals(value)) {
            return Arrays.copyOf(text.offsets, value.length() + 1);
        }
        int[] unknown = new int[value.length() + 1];
        Arrays.fill(unknown, start);
        return unknown;
    }

    /** Reads the literal that begins at a quote; gives the place behind it, or -1. */
    private int readOne(int start) {
        boolean block = source.startsWith(TEXT_BLOCK, start);
        String quote = block ? TEXT_BLOCK : "\"";
        int closing = start + quote.length();
        while (closing < source.length() && !source.startsWith(quote, closing)) {
            closing += source.charAt(closing) == '\\' ? 2 : 1;
        }
        if (closing >= source.length()) {
            return -1;
        }
        if (block) {
            readBlock(start + quote.length(), closing);
        } else {
            readChars(start + 1, closing);
        }
        mark(value.length(), closing);
        return closing + quote.length();
    }

    /** The next quote, behind white space, comments, parentheses and plus signs. */
    private int nextQuote(int from) {
        int at = from;
        while (at < source.length()) {
            char c = source.charAt(at);
            if (c == '"') {
                return at;
            }
            if (source.startsWith("//", at)) {
                at = source.indexOf('\n', at);
            } else if (source.startsWith("/*", at)) {
                at = source.indexOf("*/", at) + 1;
            } else if (!Character.isWhitespace(c) && "+()".indexOf(c) < 0) {
                return -1;
            }
            if (at < 0) {
                return -1;
            }
            at++;
        }
        return -1;
    }

    /** Line by line, without the indentation that all of them share (JLS 3.10.6). */
    private void readBlock(int afterQuotes, int closing) {
        int first = source.indexOf('\n', afterQuotes) + 1;
        int indentation = indentation(first, closing);
        int at = first;
        while (at <= closing) {
            int lineEnd = source.indexOf('\n', at);
            boolean last = lineEnd < 0 || lineEnd >= closing;
            int stop = last ? closing : lineEnd;
            int visible = stop;
            while (visible > at && isBlank(source.charAt(visible - 1))) {
                visible--;
            }
            readChars(Math.min(at + indentation, visible), visible);
            if (last) {
                return;
            }
            if (value.length() > 0 && source.charAt(visible - 1) == '\\' && isContinued(at, visible)) {
                value.setLength(value.length() - 1);
            } else {
                add('\n', lineEnd);
            }
            at = lineEnd + 1;
        }
    }

    /** Whether the backslash at a line's end is not itself escaped: then the line goes on in the next one. */
    private boolean isContinued(int lineStart, int visible) {
        int count = 0;
        while (visible - 1 - count >= lineStart && source.charAt(visible - 1 - count) == '\\') {
            count++;
        }
        return count % 2 == 1;
    }

    private int indentation(int first, int closing) {
        int smallest = Integer.MAX_VALUE;
        int at = first;
        while (at <= closing) {
            int lineEnd = source.indexOf('\n', at);
            boolean last = lineEnd < 0 || lineEnd >= closing;
            int stop = last ? closing : lineEnd;
            int text = at;
            while (text < stop && isBlank(source.charAt(text))) {
                text++;
            }
            if (text < stop || last) {
                smallest = Math.min(smallest, text - at);
            }
            if (last) {
                break;
            }
            at = lineEnd + 1;
        }
        return smallest;
    }

    private static boolean isBlank(char c) {
        return c != '\n' && Character.isWhitespace(c);
    }

    private void readChars(int from, int to) {
        int at = from;
        while (at < to) {
            char c = source.charAt(at);
            if (c != '\\' || at + 1 >= to) {
                add(c, at);
                at++;
                continue;
            }
            char escaped = source.charAt(at + 1);
            int length = 2;
            if (escaped >= '0' && escaped <= '7') {
                int most = escaped <= '3' ? 3 : 2;
                while (length - 1 < most
                        && at + length < to
                        && source.charAt(at + length) >= '0'
                        && source.charAt(at + length) <= '7') {
                    length++;
                }
            }
            String translated;
            try {
                translated = source.substring(at, at + length).translateEscapes();
            } catch (IllegalArgumentException notAnEscape) {
                // the compiler refuses it too
                translated = source.substring(at, at + length);
            }
            for (int i = 0; i < translated.length(); i++) {
                add(translated.charAt(i), at);
            }
            at += length;
        }
    }

    private void add(char c, int offset) {
        mark(value.length(), offset);
        value.append(c);
    }

    private void mark(int index, int offset) {
        if (index == offsets.length) {
            offsets = Arrays.copyOf(offsets, index * 2);
        }
        offsets[index] = offset;
    }
}
