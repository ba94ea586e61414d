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

    /** The field that holds the index of a step whose EXEC was run, but not with success throughout. */
    static final String EXEC_FIELD = "exec";

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
            if (!field.equals(DOUBT_FIELD) && !field.equals(EXEC_FIELD)) {
                sorted.put(Integer.valueOf(field), value);
            }
        });
        List<StepRecord> steps = new ArrayList<>();
        sorted.forEach((index, value) -> {
            String[] parts = value.split(" ", 2);
            // the record of an EXEC says DONE from its first command on; the doubt beside it is what counts
            boolean doubtful = index.toString().equals(journal.get(EXEC_FIELD));
            steps.add(new StepRecord(
                    index, parts[1], doubtful ? StepRecord.State.RUNNING : StepRecord.State.valueOf(parts[0])));
        });
        String doubt = journal.get(DOUBT_FIELD);
        if (doubt != null) {
            steps.add(new StepRecord(steps.size(), DOUBT + doubt, StepRecord.State.RUNNING));
        }
        return steps;
    }

    static String marker(Marker marker) {
        return marker(marker.state(), marker.token(), marker.checksum());
    }

    /** The doubt that a step stands for, or null if it is a step of the migration's code. */
    static @Nullable String doubt(StepRecord step) {
        return step.name().startsWith(DOUBT) ? step.name().substring(DOUBT.length()) : null;
    }

    /** Why nobody can know what stands, or null if the journal tells. */
    static @Nullable String doubt(@Nullable Marker marker) {
        if (marker == null || marker.steps().isEmpty()) {
            return null;
        }
        return doubt(marker.steps().get(marker.steps().size() - 1));
    }
}
