package dev.dbmigrate.processor.source;

/** The first thing a Java compiler does to its input (JLS 3.3). */
final class UnicodeEscapes {

    private UnicodeEscapes() {}

    /** Replaces each unicode escape; one whose backslash is itself escaped is none. */
    static String resolve(String source) {
        if (!source.contains("\\u")) {
            return source;
        }
        StringBuilder resolved = new StringBuilder(source.length());
        int at = 0;
        while (at < source.length()) {
            char c = source.charAt(at);
            int digits = c == '\\' ? digitsAfterMark(source, at + 1) : -1;
            if (digits >= 0) {
                resolved.append((char) Integer.parseInt(source.substring(digits, digits + 4), 16));
                at = digits + 4;
            } else if (c == '\\' && at + 1 < source.length()) {
                resolved.append(c).append(source.charAt(at + 1));
                at += 2;
            } else {
                resolved.append(c);
                at++;
            }
        }
        return resolved.toString();
    }

    /** The place of the four digits after any number of u, or -1. */
    private static int digitsAfterMark(String source, int from) {
        int at = from;
        while (at < source.length() && source.charAt(at) == 'u') {
            at++;
        }
        if (at == from || at + 4 > source.length()) {
            return -1;
        }
        return source.substring(at, at + 4).chars().allMatch(c -> Character.digit(c, 16) >= 0) ? at : -1;
    }
}
