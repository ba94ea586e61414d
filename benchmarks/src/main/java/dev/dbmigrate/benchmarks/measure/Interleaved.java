package dev.dbmigrate.benchmarks.measure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures several subjects in turns, so that whatever else the machine does meets all of them. */
final class Interleaved {

    private final int warmUps;
    private final int rounds;

    /**
     * Prepares to measure.
     *
     * @param warmUps rounds that are not counted
     * @param rounds rounds that are
     */
    Interleaved(int warmUps, int rounds) {
        this.warmUps = warmUps;
        this.rounds = rounds;
    }

    /**
     * Measures. Each round begins with another subject.
     *
     * @param what names the measurement in progress lines
     * @param subjects the subjects, the baseline first
     * @throws Exception if a subject failed
     */
    Timings measure(String what, List<? extends Subject> subjects) throws Exception {
        Map<String, List<Double>> millis = new LinkedHashMap<>();
        subjects.forEach(subject -> millis.put(subject.title(), new ArrayList<>()));
        Progress.say(what + ": " + warmUps + " + " + rounds + " rounds");
        for (int round = -warmUps; round < rounds; round++) {
            List<Subject> order = new ArrayList<>(subjects);
            Collections.rotate(order, round);
            for (Subject subject : order) {
                double taken = subject.nanos() / 1e6;
                if (round >= 0) {
                    millis.getOrDefault(subject.title(), new ArrayList<>()).add(taken);
                }
            }
        }
        return new Timings(millis, subjects.get(0).title());
    }
}
