package dev.dbmigrate.runtime.report;

import dev.dbmigrate.runtime.MigrationState;

/**
 * How text looks: colour only where a person reads it on a terminal.
 *
 * @param colour whether escape sequences may be written
 * @param width how many characters fit a line
 */
public record Style(boolean colour, int width) {

    /** For files and pipes. */
    public static final Style PLAIN = new Style(false, 100);

    String good(String text) {
        return paint("32", text);
    }

    String bad(String text) {
        return paint("1;31", text);
    }

    String notable(String text) {
        return paint("33", text);
    }

    String strong(String text) {
        return paint("1", text);
    }

    /**
     * A state's word in the state's colour.
     *
     * @param state the state
     * @param text its word, padded as the table wants it
     */
    String state(MigrationState state, String text) {
        return switch (state) {
            case APPLIED, BASELINE -> good(text);
            case PENDING, ROLLED_BACK -> notable(text);
            case FAILED, IN_DOUBT, MISSING, CHANGED, OUT_OF_ORDER -> bad(text);
        };
    }

    private String paint(String code, String text) {
        return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
