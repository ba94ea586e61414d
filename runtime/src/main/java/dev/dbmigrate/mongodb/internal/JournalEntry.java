package dev.dbmigrate.mongodb.internal;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.Direction;
import dev.dbmigrate.runtime.spi.Lease;
import dev.dbmigrate.runtime.spi.Marker;
import dev.dbmigrate.runtime.spi.PartRun;
import dev.dbmigrate.runtime.spi.StepRecord;
import dev.dbmigrate.runtime.spi.VersionChange;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * One migration in a target's journal, as it stands in the document {@value Names#JOURNAL_ID}. Immutable.
 *
 * @param document the document
 */
record JournalEntry(Document document) {

    /** The body has run; what is left is to copy the outcome into the other collections. */
    static final String DONE_UP = "DONE_UP";

    static final String DONE_DOWN = "DONE_DOWN";

    /** A person has decided that nothing stands. */
    static final String FORGOTTEN = "FORGOTTEN";

    /** How the record of writes outside a step is called in reports. */
    static final String OUTSIDE = "writes outside a step";

    /** A new entry for a run, without steps. */
    static JournalEntry of(PartRun run, String attempt, String state) {
        return new JournalEntry(new Document("id", run.migrationId())
                .append("state", state)
                .append("checksum", run.checksum())
                .append("token", run.lease().token())
                .append("attempt", attempt));
    }

    /**
     * What a person has decided.
     *
     * @throws DbMigrateException if the decision would have the next run skip what cannot be skipped
     */
    static JournalEntry decided(Lease lease, String migrationId, @Nullable Marker marker, VersionChange version) {
        Document document = new Document("id", migrationId)
                .append("state", decidedState(marker))
                .append("checksum", marker == null ? null : marker.checksum())
                .append("token", lease.token())
                .append("attempt", UUID.randomUUID().toString())
                .append("version", toDocument(version));
        Document steps = new Document();
        for (StepRecord step : marker == null ? List.<StepRecord>of() : marker.steps()) {
            if (step.name().equals(OUTSIDE)) {
                throw new DbMigrateException(
                        Diagnostic.VALIDATION_FAILED,
                        "what " + migrationId
                                + " wrote outside a step cannot be skipped by the next run. Mark the whole"
                                + " migration as applied or as rolled back, or undo what stands of it and retry."
                                + " Nothing was changed");
            }
            steps.append(
                    String.valueOf(step.index()),
                    new Document("name", step.name())
                            .append("state", step.state().name()));
        }
        return new JournalEntry(document.append("steps", steps));
    }

    private static String decidedState(@Nullable Marker marker) {
        if (marker == null) {
            return FORGOTTEN;
        }
        return marker.state() == Marker.State.APPLIED ? DONE_UP : marker.state().name();
    }

    static String running(Direction direction) {
        return (direction == Direction.UP ? Marker.State.RUNNING_UP : Marker.State.RUNNING_DOWN).name();
    }

    static String done(Direction direction) {
        return direction == Direction.UP ? DONE_UP : DONE_DOWN;
    }

    /** The field of the journal that holds a migration's entry; ids are free of what field names may not hold. */
    static String field(String migrationId) {
        return "running." + migrationId.replace("%", "%25").replace(".", "%2E").replace("$", "%24");
    }

    String migrationId() {
        return document.getString("id");
    }

    String attempt() {
        return document.getString("attempt");
    }

    long token() {
        return document.getLong("token");
    }

    @Nullable
    String checksum() {
        return document.getString("checksum");
    }

    boolean isDoneUp() {
        return DONE_UP.equals(document.getString("state"));
    }

    boolean isForgotten() {
        return FORGOTTEN.equals(document.getString("state"));
    }

    boolean isDone() {
        return isDoneUp() || isForgotten() || DONE_DOWN.equals(document.getString("state"));
    }

    /** Whether the marker and the schema version that it leads to are still to be written. */
    boolean isToBeCopied() {
        return isDone() || document.containsKey("version");
    }

    /** Whether it is the way down that is under way, of a migration that is applied until it ends. */
    boolean isRunningDown() {
        return Marker.State.RUNNING_DOWN.name().equals(document.getString("state"));
    }

    /** Whether writes outside a step may stand. */
    boolean outside() {
        return Boolean.TRUE.equals(document.getBoolean("outside"));
    }

    /** The entry as the core sees it while it is not done. */
    Marker toMarker() {
        return new Marker(
                migrationId(), Marker.State.valueOf(document.getString("state")), checksum(), token(), steps());
    }

    private List<StepRecord> steps() {
        List<StepRecord> steps = new ArrayList<>();
        Document byIndex = document.get("steps", new Document());
        for (int i = 0; byIndex.containsKey(String.valueOf(i)); i++) {
            Document step = byIndex.get(String.valueOf(i), Document.class);
            steps.add(new StepRecord(i, step.getString("name"), StepRecord.State.valueOf(step.getString("state"))));
        }
        if (outside()) {
            steps.add(new StepRecord(steps.size(), OUTSIDE, StepRecord.State.RUNNING));
        }
        return steps;
    }

    static Document toDocument(VersionChange change) {
        List<Document> reached = change.reached().stream()
                .map(r -> new Document("version", r.version())
                        .append("description", r.description())
                        .append("breaking", r.breaking()))
                .toList();
        return new Document("reached", reached)
                .append("left", change.left())
                .append("current", change.current())
                .append("empty", change.isEmpty());
    }

    /** What becomes of the schema version once this entry is done. */
    VersionChange version() {
        Document change = document.get("version", Document.class);
        if (change == null || change.getBoolean("empty", false)) {
            return VersionChange.NONE;
        }
        List<VersionChange.Reached> reached = change.getList("reached", Document.class).stream()
                .map(r -> new VersionChange.Reached(
                        r.getString("version"), r.getString("description"), r.getBoolean("breaking", false)))
                .toList();
        return new VersionChange(reached, change.getList("left", String.class), change.getString("current"));
    }
}
