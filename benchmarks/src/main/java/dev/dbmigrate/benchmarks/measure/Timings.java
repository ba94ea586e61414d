package dev.dbmigrate.benchmarks.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What was measured, side by side.
 *
 * @param millis for each subject the milliseconds of each round
 * @param baseline the subject to which the others are compared
 */
record Timings(Map<String, List<Double>> millis, String baseline) {

    /** The subjects, the baseline first. */
    List<String> subjects() {
        return List.copyOf(millis.keySet());
    }

    /** A subject's median, in milliseconds. */
    double median(String subject) {
        return Statistics.median(of(subject));
    }

    /** A subject's fastest and slowest round. */
    String range(String subject) {
        List<Double> values = of(subject);
        return Statistics.millis(Statistics.quantile(values, 0)) + " – "
                + Statistics.millis(Statistics.quantile(values, 1));
    }

    /** The median of the rounds' ratios to the baseline. */
    double ratio(String subject) {
        return Statistics.median(ratios(subject));
    }

    /** The middle half of the rounds' ratios to the baseline. */
    String ratioQuartiles(String subject) {
        List<Double> ratios = ratios(subject);
        return Statistics.ratio(Statistics.quantile(ratios, 0.25)) + " – "
                + Statistics.ratio(Statistics.quantile(ratios, 0.75));
    }

    private List<Double> ratios(String subject) {
        List<Double> base = of(baseline);
        List<Double> own = of(subject);
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < own.size(); round++) {
            ratios.add(own.get(round) / base.get(round));
        }
        return ratios;
    }

    private List<Double> of(String subject) {
        List<Double> values = millis.get(subject);
        if (values == null) {
            throw new IllegalArgumentException("nothing was measured for " + subject);
        }
        return values;
    }
}
