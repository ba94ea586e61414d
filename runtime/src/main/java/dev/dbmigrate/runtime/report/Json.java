package dev.dbmigrate.runtime.report;

import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON (RFC 8259). Ours, because a JSON library on a migration's class path would meet the user's own version of
 * it. Stateless.
 */
public final class Json {

    private static final String INDENT = "  ";

    private Json() {}

    /**
     * Writes a document.
     *
     * @param value a map with text keys, a collection, a text, a number, a boolean, an instant, an enum constant or null;
     *     maps keep their order
     * @return the document, indented, with a line end at its end
     * @throws IllegalArgumentException if a value is of any other type, or is a number that JSON does not have
     */
    public static String write(@Nullable Object value) {
        StringBuilder out = new StringBuilder();
        write(value, "", out);
        return out.append('\n').toString();
    }

    private static void write(@Nullable Object value, String indent, StringBuilder out) {
        if (value == null || value instanceof Boolean) {
            out.append(value);
        } else if (value instanceof Number number) {
            number(number, out);
        } else if (value instanceof CharSequence || value instanceof Instant || value instanceof Enum<?>) {
            text(value.toString(), out);
        } else if (value instanceof Map<?, ?> map) {
            object(map, indent, out);
        } else if (value instanceof Iterable<?> items) {
            array(items, indent, out);
        } else {
            throw new IllegalArgumentException("no JSON for " + value.getClass().getName());
        }
    }

    private static void number(Number number, StringBuilder out) {
        double asDouble = number.doubleValue();
        if (Double.isNaN(asDouble) || Double.isInfinite(asDouble)) {
            throw new IllegalArgumentException("JSON has no number " + number);
        }
        out.append(number);
    }

    private static void object(Map<?, ?> map, String indent, StringBuilder out) {
        if (map.isEmpty()) {
            out.append("{}");
            return;
        }
        String inner = indent + INDENT;
        String separator = "{\n";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.append(separator).append(inner);
            text(String.valueOf(entry.getKey()), out);
            out.append(": ");
            write(entry.getValue(), inner, out);
            separator = ",\n";
        }
        out.append('\n').append(indent).append('}');
    }

    private static void array(Iterable<?> items, String indent, StringBuilder out) {
        Iterator<?> iterator = items.iterator();
        if (!iterator.hasNext()) {
            out.append("[]");
            return;
        }
        String inner = indent + INDENT;
        String separator = "[\n";
        while (iterator.hasNext()) {
            out.append(separator).append(inner);
            write(iterator.next(), inner, out);
            separator = ",\n";
        }
        out.append('\n').append(indent).append(']');
    }

    private static void text(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20 || c == 0x7f || isUnpairedSurrogate(text, i) || c == 0x2028 || c == 0x2029) {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    /** Half a character cannot be written as UTF-8: the encoder would put a question mark in its place. */
    private static boolean isUnpairedSurrogate(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        return Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }
}
