package dev.dbmigrate.benchmarks.measure;

import java.util.List;
import java.util.Locale;

/** Medians, quartiles, and how numbers are written. */
final class Statistics {

    private Statistics() {}

    static double median(List<Double> values) {
        return quantile(values, 0.5);
    }

    /** The value below which the share lies; between two values, in proportion. */
    static double quantile(List<Double> values, double share) {
        List<Double> sorted = values.stream().sorted().toList();
        double place = share * (sorted.size() - 1);
        int below = (int) Math.floor(place);
        int above = (int) Math.ceil(place);
        return sorted.get(below) + (place - below) * (sorted.get(above) - sorted.get(below));
    }

    static String millis(double millis) {
        return String.format(Locale.ROOT, millis < 100 ? "%.1f ms" : "%,.0f ms", millis);
    }

    static String ratio(double ratio) {
        return String.format(Locale.ROOT, "%.2f×", ratio);
    }
}
