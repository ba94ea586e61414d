package dev.dbmigrate.runtime.report;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Numbers, durations and times as people read them. Stateless. */
public final class Wording {

    private Wording() {}

    /**
     * A number and its noun.
     *
     * @param number the number
     * @param noun the noun for one
     * @return {@code 1 migration}, {@code 3 migrations}
     */
    public static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /**
     * A duration.
     *
     * @param millis in milliseconds
     * @return {@code 12 ms}, {@code 3.4 s}, {@code 2 min 05 s}, {@code 1 h 02 min}
     */
    public static String duration(long millis) {
        if (millis < 1_000) {
            return millis + " ms";
        }
        // 59.95 s would be shown as 60.0 s
        if (millis < 59_950) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
        }
        long seconds = Math.round(millis / 1000.0);
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d h %02d min", seconds / 3600, seconds / 60 % 60);
    }

    /**
     * A time.
     *
     * @param at the time
     * @return {@code 2026-11-21T11:37:10Z}
     */
    public static String time(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /**
     * Shortens a text.
     *
     * @param text the text
     * @param width at most this many characters, at least 4
     * @return the text, or its beginning and {@code ...}
     */
    public static String shorten(String text, int width) {
        String line = text.lines().findFirst().orElse("");
        boolean cut = line.length() < text.stripTrailing().length();
        return !cut && line.length() <= width
                ? line
                : line.substring(0, Math.min(line.length(), Math.max(1, width - 3))) + "...";
    }
}
