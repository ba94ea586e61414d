package dev.dbmigrate.processor.rule.cypher;

/** Text for a message. */
final class Shortened {

    private static final int LENGTH = 200;

    private Shortened() {}

    /** The text, or its beginning if it is long. */
    static String of(String text) {
        return text.length() <= LENGTH ? text : text.substring(0, LENGTH - 1) + "…";
    }
}
