package dev.dbmigrate.mongodb.internal;

import com.mongodb.MongoSocketException;
import com.mongodb.client.model.Updates;
import dev.dbmigrate.runtime.spi.PartRun;
import dev.dbmigrate.runtime.spi.StepJournal;
import dev.dbmigrate.runtime.spi.StepRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * The journal of one try of one migration. It begins with the first record that is needed, and not before: a migration
 * that only reads leaves no trace. Each record is one atomic update that compares the token.
 */
final class Journal implements StepJournal.Store {

    private static final int FINISH_TRIES = 3;

    private final PartRun run;
    private final TargetRecords records;
    private final String attempt = UUID.randomUUID().toString();
    private final String field;
    private boolean begun;
    private boolean mayStand;

    Journal(PartRun run, TargetRecords records) {
        this.run = run;
        this.records = records;
        this.field = JournalEntry.field(run.migrationId());
    }

    /** Identifies this try. */
    String attempt() {
        return attempt;
    }

    /** Whether a record of this try may stand; also when the answer to writing it was lost. */
    boolean mayStand() {
        return mayStand;
    }

    /** Records that a write outside a step is about to be sent. */
    void outside() {
        write(Updates.set(field + ".outside", true), new Document("outside", true));
    }

    @Override
    public void started(StepRecord step) {
        step(step);
    }

    @Override
    public void finished(StepRecord step) {
        step(step);
    }

    private void step(StepRecord step) {
        String index = String.valueOf(step.index());
        Document record =
                new Document("name", step.name()).append("state", step.state().name());
        write(Updates.set(field + ".steps." + index, record), new Document("steps", new Document(index, record)));
    }

    /** The first record takes the place of what an earlier try left, unless this one goes on from there. */
    private void write(Bson change, Document first) {
        if (begun) {
            records.change(run.lease(), change);
            return;
        }
        mayStand = true;
        JournalEntry entry = JournalEntry.of(run, attempt, JournalEntry.running(run.direction()));
        if (run.unfinished() == null) {
            Document whole = new Document(entry.document());
            whole.putAll(first);
            records.change(run.lease(), Updates.set(field, whole));
        } else {
            records.change(run.lease(), Updates.combine(head(entry), change));
        }
        begun = true;
    }

    private Bson head(JournalEntry entry) {
        List<Bson> changes = new ArrayList<>();
        entry.document().forEach((name, value) -> changes.add(Updates.set(field + "." + name, value)));
        return Updates.combine(changes);
    }

    /** Takes back the record of a step of which nothing was done. */
    void notStarted(int index) {
        records.change(run.lease(), Updates.unset(field + ".steps." + index));
    }

    /** Takes back the record of writes outside a step, of which none took effect. */
    void nothingOutside() {
        records.change(run.lease(), Updates.unset(field + ".outside"));
    }

    /** Forgets this try as a whole. */
    void forget() {
        if (mayStand) {
            records.forgetAttempt(run.migrationId(), attempt);
        }
    }

    /** The entry of this migration that an earlier try left, asked for outside writes. */
    boolean earlierTryWroteOutside() {
        if (run.unfinished() == null) {
            return false;
        }
        JournalEntry entry = records.entry(run.migrationId());
        return entry != null && !entry.isDone() && entry.outside();
    }

    /** What this try leaves behind when it succeeds. */
    JournalEntry done() {
        JournalEntry entry = JournalEntry.of(run, attempt, JournalEntry.done(run.direction()));
        entry.document().append("version", JournalEntry.toDocument(run.version()));
        return entry;
    }

    /** The point of no return: one atomic update says that the migration is done. Repeatable. */
    void finish() {
        for (int tries = 1; ; tries++) {
            try {
                records.change(run.lease(), head(done()));
                return;
            } catch (MongoSocketException e) {
                if (tries >= FINISH_TRIES) {
                    throw e;
                }
            }
        }
    }

    /** Copies the outcome; a later claim does it if this is cut short. */
    void settle() {
        records.settle();
    }
}
