package dev.dbmigrate.redis.internal;

import dev.dbmigrate.runtime.spi.Marker;
import dev.dbmigrate.runtime.spi.StepRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How markers and steps look in Redis, so that people can read them with {@code HGETALL}. */
final class MarkerCodec {

    /** The field of a migration's journal that says why nobody can know what stands. */
    static final String DOUBT_FIELD = "doubt";

    /** The name of the step by which a doubt is shown to the core. */
    private static final String DOUBT = "in doubt: ";

    private MarkerCodec() {}

    static String marker(Marker.State state, long token, @Nullable String checksum) {
        return state + " " + token + " " + (checksum == null ? "-" : checksum);
    }

    static Marker marker(String migrationId, String value, Map<String, String> journal) {
        String[] parts = value.split(" ", 3);
        String checksum = parts[2].equals("-") ? null : parts[2];
        return new Marker(
                migrationId, Marker.State.valueOf(parts[0]), checksum, Long.parseLong(parts[1]), steps(journal));
    }

    static boolean isUnfinished(String value) {
        return !value.startsWith(Marker.State.APPLIED.name());
    }

    static String step(StepRecord step) {
        return step.state() + " " + step.name();
    }

    private static List<StepRecord> steps(Map<String, String> journal) {
        TreeMap<Integer, String> sorted = new TreeMap<>();
        journal.forEach((field, value) -> {
            if (!field.equals(DOUBT_FIELD)) {
                sorted.put(Integer.valueOf(field), value);
            }
        });
        List<StepRecord> steps = new ArrayList<>();
        sorted.forEach((index, value) -> {
            String[] parts = value.split(" ", 2);
            steps.add(new StepRecord(index, parts[1], StepRecord.State.valueOf(parts[0])));
        });
        String doubt = journal.get(DOUBT_FIELD);
        if (doubt != null) {
            steps.add(new StepRecord(steps.size(), DOUBT + doubt, StepRecord.State.RUNNING));
        }
        return steps;
    }

    /** Why nobody can know what stands, or null if the journal tells. */
    static @Nullable String doubt(@Nullable Marker marker) {
        if (marker == null || marker.steps().isEmpty()) {
            return null;
        }
        String last = marker.steps().get(marker.steps().size() - 1).name();
        return last.startsWith(DOUBT) ? last.substring(DOUBT.length()) : null;
    }
}
