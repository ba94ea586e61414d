package dev.dbmigrate.runtime.report;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
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

    /**
     * Breaks a line that is too long; the rest is indented by four more. What is to be typed stays in one piece, however
     * long: neither {@code dbmigrate:goal} nor {@code -Dname=value} begins a line, and a line that is indented already, as
     * examples are, is left as it is.
     *
     * @param indent blanks before the first line
     * @param text one line
     * @param width how many characters fit a line, with the indent
     * @return the lines
     */
    public static List<String> wrap(String indent, String text, int width) {
        if (indent.length() + text.length() <= width || text.startsWith(" ")) {
            return List.of(indent + text);
        }
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(indent);
        int start = line.length();
        for (String piece : text.split(" (?!dbmigrate:|-D|compile |clean |\\\\)")) {
            if (line.length() > start && line.length() + 1 + piece.length() > width) {
                lines.add(line.toString());
                line = new StringBuilder(indent).append("    ");
                start = line.length();
            }
            line.append(line.length() > start ? " " : "").append(piece);
        }
        lines.add(line.toString());
        return lines;
    }
}
