package dev.dbmigrate.neo4j.internal;

import dev.dbmigrate.runtime.Direction;
import dev.dbmigrate.runtime.spi.Marker;
import dev.dbmigrate.runtime.spi.PartRun;
import dev.dbmigrate.runtime.spi.StepJournal;
import dev.dbmigrate.runtime.spi.StepRecord;
import java.util.ArrayList;
import java.util.List;
import org.neo4j.driver.Transaction;

/**
 * Keeps a migration's marker: the steps that are done, and the one that is running. Steps of data statements are recorded
 * in the transaction that makes them. For use by the thread that runs the migration.
 */
final class Journal implements StepJournal.Store {

    private static final int NONE = -1;

    private final PartRun run;
    private final Connections connections;
    private final DataTransactions transactions;
    private final boolean home;
    private final List<String> names = new ArrayList<>();
    private int done;
    private int pending;
    private boolean outside;
    private boolean begun;
    /** The place of the step in which an earlier try was interrupted, until this one has done it. */
    private int leftHalfDone = NONE;

    Journal(PartRun run, Connections connections, DataTransactions transactions, boolean home) {
        this.home = home;
        this.run = run;
        this.connections = connections;
        this.transactions = transactions;
        Marker unfinished = run.unfinished();
        if (unfinished != null) {
            begun = true;
            for (StepRecord step : unfinished.steps()) {
                names.add(step.name());
                done += step.state() == StepRecord.State.DONE ? 1 : 0;
            }
        }
        pending = done;
        leftHalfDone = done < names.size() ? done : NONE;
    }

    @Override
    public void started(StepRecord step) {
        place(step);
        writeNow(step.index());
        done = step.index();
        pending = done;
    }

    @Override
    public void finished(StepRecord step) {
        place(step);
        pending = step.index() + 1;
        if (transactions.isOpen()) {
            commitOpen();
        } else {
            writeNow(pending);
            done = pending;
            noteDone();
        }
    }

    private void noteDone() {
        if (done > leftHalfDone) {
            leftHalfDone = NONE;
        }
    }

    /** Notes a step whose record is committed with the open transaction. */
    void inTransaction(StepRecord step) {
        place(step);
        pending = step.index() + 1;
    }

    private void place(StepRecord step) {
        names.subList(Math.min(step.index(), names.size()), names.size()).clear();
        names.add(step.name());
    }

    /** Ends the open transaction, if there is one: commits it with its steps, or drops it if it only read. */
    void flush() {
        if (!transactions.isOpen()) {
            return;
        }
        if (pending > done) {
            commitOpen();
        } else {
            transactions.current();
            transactions.rollback(null);
        }
    }

    private void commitOpen() {
        TargetRecords.writeMarker(transactions.current(), run.lease(), state(pending));
        transactions.commit();
        done = pending;
        begun = true;
        noteDone();
    }

    /** Notes, durably, that from now on the migration has effects which no record tells of. */
    void goOutside() {
        if (!outside) {
            outside = true;
            writeNow(done);
        }
    }

    boolean isOutside() {
        return outside;
    }

    /** Writes what is; harmless when done twice, so a lost answer is no reason to give up. */
    private void writeNow(int doneNow) {
        begun = true;
        JournalState state = state(doneNow);
        connections.changeSurely(run.lease(), transaction -> {
            TargetRecords.lock(transaction, run.lease(), "journal-" + run.migrationId());
            TargetRecords.writeMarker(transaction, run.lease(), state);
        });
    }

    /** Whether steps are done, of this try or an earlier one. */
    boolean hasDone() {
        return done > 0;
    }

    /** Whether a step that an earlier try had begun may stand in part, because this one has not done it. */
    boolean isLeftHalfDone() {
        return leftHalfDone != NONE;
    }

    /**
     * Corrects the marker after a failure that left nothing of the step that this try has begun. What an earlier one has begun
     * stays recorded: that this one did nothing to it does not undo it.
     */
    void takeBackRunning() {
        if (!begun || isLeftHalfDone()) {
            return;
        }
        if (done == 0) {
            connections.changeSurely(run.lease(), transaction -> {
                TargetRecords.lock(transaction, run.lease(), "forget-" + run.migrationId());
                // of a way down that took no effect it remains that the migration is applied
                writeWhatStands(transaction, run.direction() == Direction.DOWN);
            });
            begun = false;
        } else {
            names.subList(done, names.size()).clear();
            writeNow(done);
        }
    }

    /** Writes the marker of success into the last transaction; or takes it away where there is nothing to mark. */
    void writeEnd(Transaction transaction) {
        writeWhatStands(transaction, run.direction() == Direction.UP);
    }

    private void writeWhatStands(Transaction transaction, boolean applied) {
        if (home || !applied) {
            TargetRecords.deleteMarker(transaction, run.migrationId());
        } else {
            TargetRecords.writeMarker(
                    transaction,
                    run.lease(),
                    new JournalState(run.migrationId(), Marker.State.APPLIED, run.checksum(), List.of(), 0, false));
        }
    }

    private JournalState state(int doneNow) {
        return new JournalState(
                run.migrationId(),
                run.direction() == Direction.UP ? Marker.State.RUNNING_UP : Marker.State.RUNNING_DOWN,
                run.checksum(),
                names,
                doneNow,
                outside);
    }
}
