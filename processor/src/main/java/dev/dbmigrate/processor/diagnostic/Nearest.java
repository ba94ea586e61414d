package dev.dbmigrate.processor.diagnostic;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** «Did you mean»: the nearest of the names that exist. */
public final class Nearest {

    private Nearest() {}

    /**
     * The candidate that differs least, if it differs by no more than a third of its length.
     *
     * @param text what was written
     * @param candidates what exists
     * @return the nearest, of several the first in their natural order
     */
    public static Optional<String> to(String text, Collection<String> candidates) {
        String written = text.toLowerCase(Locale.ROOT);
        return candidates.stream()
                .sorted(Comparator.<String>comparingInt(name -> distance(written, name.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()))
                .findFirst()
                .filter(name -> distance(written, name.toLowerCase(Locale.ROOT)) <= Math.max(1, name.length() / 3));
    }

    /** The least number of insertions, deletions, replacements and swaps of neighbours between two texts. */
    public static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                d[i][j] = i == 0 ? j : j == 0 ? i : cell(d, a, b, i, j);
            }
        }
        return d[a.length()][b.length()];
    }

    private static int cell(int[][] d, String a, String b, int i, int j) {
        int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int least = Math.min(replaced, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, d[i - 2][j - 2] + 1) : least;
    }
}
