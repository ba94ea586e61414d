package dev.dbmigrate.processor.writing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Java string literals in pure ASCII, so that what is generated does not depend on the compiler's {@code -encoding}. */
public final class Literal {

    private Literal() {}

    /** A list with a comma at the end of each line but the last. */
    static List<String> commas(List<String> lines) {
        List<String> separated = new ArrayList<>(lines.size());
        for (int i = 0; i < lines.size(); i++) {
            separated.add(i < lines.size() - 1 ? lines.get(i) + "," : lines.get(i));
        }
        return separated;
    }

    /** A literal for a text. */
    public static String of(String value) {
        if (isPlain(value)) {
            return '"' + value + '"';
        }
        StringBuilder literal = new StringBuilder(value.length() + 2).append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> literal.append("\\\"");
                case '\\' -> literal.append("\\\\");
                case '\n' -> literal.append("\\n");
                case '\r' -> literal.append("\\r");
                case '\t' -> literal.append("\\t");
                default -> {
                    if (c < ' ' || c > '~') {
                        literal.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        literal.append(c);
                    }
                }
            }
        }
        return literal.append('"').toString();
    }

    private static boolean isPlain(String value) {
        // what is not ASCII has negative bytes
        for (byte c : value.getBytes(StandardCharsets.UTF_8)) {
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }
}
