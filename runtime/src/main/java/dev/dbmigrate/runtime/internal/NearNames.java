package dev.dbmigrate.runtime.internal;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds the names that a mistyped one was probably meant to be. */
public final class NearNames {

    private static final int AT_MOST = 3;

    private NearNames() {}

    /** {@code " Did you mean a, b?"}, or nothing. */
    static String didYouMean(String typed, Collection<String> known) {
        List<String> near = near(typed, known);
        return near.isEmpty() ? "" : " Did you mean " + String.join(", ", near) + "?";
    }

    static List<String> near(String typed, Collection<String> known) {
        String wanted = typed.toLowerCase(Locale.ROOT);
        return known.stream()
                .filter(name -> score(wanted, name.toLowerCase(Locale.ROOT)) <= tolerance(wanted))
                .sorted(Comparator.comparingInt((String name) -> score(wanted, name.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(AT_MOST)
                .toList();
    }

    private static int tolerance(String wanted) {
        return Math.max(1, wanted.length() / 4);
    }

    /** Edit distance, but a name that holds all the typed words (003_user_preferences: 003_add_user_preferences) is near. */
    private static int score(String wanted, String name) {
        List<String> words = List.of(wanted.split("[_\\-\\s]+"));
        List<String> nameWords = List.of(name.split("[_\\-\\s]+"));
        return nameWords.containsAll(words) ? 1 : distance(wanted, name);
    }

    /** The number of single-character edits between two words (Levenshtein). */
    public static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitution = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(substitution, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
