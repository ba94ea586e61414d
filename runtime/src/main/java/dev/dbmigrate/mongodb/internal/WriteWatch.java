package dev.dbmigrate.mongodb.internal;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.spi.RunMonitor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * Sees each command of one migration before it is sent: stops it when the run must not go on, has the journal written
 * before the first write that no transaction protects, and knows afterwards whether such a write may stand. Thread-safe.
 */
final class WriteWatch {

    private static final int NAMED = 10;

    /** What is done before the first write outside a step. */
    interface Journal {
        void writeOutsideStep();
    }

    private record Pending(String command, String description, boolean changesMany, boolean ordered) {}

    private final RunMonitor monitor;
    private final Journal journal;
    private final Map<Integer, Pending> pending = new HashMap<>();
    private final Map<String, Integer> sentOutside = new LinkedHashMap<>();
    private final Map<String, Integer> sentInStep = new LinkedHashMap<>();

    /** Apart from the lock, which is held while a journal record is on its way: a stop must not wait for that. */
    private final AtomicReference<@Nullable RuntimeException> stopped = new AtomicReference<>();

    private boolean inStep;
    private String step = "";
    private boolean stepInDoubt;
    private boolean outsideJournaled;
    private boolean outsideEffect;
    private boolean stepEffect;
    private boolean finishing;
    private @Nullable String lastFailed;

    WriteWatch(RunMonitor monitor, Journal journal) {
        this.monitor = monitor;
        this.journal = journal;
    }

    synchronized void started(int request, String name, BsonDocument command) {
        if (finishing || Commands.isHousekeeping(name)) {
            return;
        }
        try {
            RuntimeException before = stopped.get();
            if (before != null) {
                throw before;
            }
            monitor.checkMayContinue();
            refuseEndOfTransaction(name);
            if (!Commands.isWrite(name, command) || Commands.inTransaction(command)) {
                return;
            }
            if (!inStep && !outsideJournaled) {
                journal.writeOutsideStep();
                outsideJournaled = true;
            }
        } catch (RuntimeException e) {
            stopped.compareAndSet(null, e);
            throw new StopMigrationError(e);
        }
        String description = Commands.describe(name, command);
        pending.put(
                request, new Pending(name, description, Commands.changesMany(command), Commands.isOrdered(command)));
        (inStep ? sentInStep : sentOutside).merge(description, 1, Integer::sum);
    }

    synchronized void answered(int request, BsonDocument reply) {
        Pending answered = pending.remove(request);
        if (answered != null && Commands.changedSomething(reply, answered.changesMany(), answered.ordered())) {
            effect();
        }
    }

    synchronized void failed(int request, Throwable error) {
        Pending failed = pending.remove(request);
        if (failed == null) {
            return;
        }
        lastFailed = failed.description();
        boolean refused = error instanceof MongoCommandException command
                && Commands.refusalIsHarmless(failed.command(), command.getErrorCode());
        if (!refused) {
            effect();
        }
    }

    private void effect() {
        if (inStep) {
            stepEffect = true;
        } else {
            outsideEffect = true;
        }
    }

    private static void refuseEndOfTransaction(String name) {
        if (Commands.endsTransaction(name)) {
            throw new DbMigrateException(
                    Diagnostic.STATEMENT_REFUSED,
                    "the migration called " + name + " itself: dbmigrate commits its transaction, together with the "
                            + "migration's record, when the method returns; remove the call");
        }
    }

    synchronized void enterStep(String name) {
        inStep = true;
        step = name;
        sentInStep.clear();
        stepEffect = false;
    }

    /**
     * A step has ended.
     *
     * @param becomesDoubt whether what it may have changed is beyond the journal's reach from now on
     * @return whether the step may have changed something
     */
    synchronized boolean leaveStep(boolean becomesDoubt) {
        boolean effect = stepEffect || !pending.isEmpty();
        inStep = false;
        if (becomesDoubt && effect) {
            stepInDoubt = true;
        }
        return effect;
    }

    /** From now on the commands are dbmigrate's own: its records, the commit or the abort. */
    synchronized void finishing() {
        finishing = true;
    }

    /** Why the migration was stopped, or null. */
    @Nullable
    RuntimeException stopped() {
        return stopped.get();
    }

    /** Stops the migration before its next command. */
    void stop(RuntimeException reason) {
        stopped.compareAndSet(null, reason);
    }

    /** Whether a write may stand that nobody could know of: outside of a step and a transaction, or in a step that was cut off. */
    synchronized boolean isInDoubt() {
        return outsideEffect || stepInDoubt || !pending.isEmpty();
    }

    /** Whether the journal has a record of a write outside a step. */
    synchronized boolean outsideJournaled() {
        return outsideJournaled;
    }

    /** Which writes may stand, for people: where they were given, and by command and collection, without values. */
    synchronized String doubtfulWrites() {
        String inDoubt = stepInDoubt
                ? "step '" + step + "' was not finished, and of its writes some may stand: " + named(sentInStep)
                : "";
        boolean outside = outsideEffect || (!stepInDoubt && !pending.isEmpty());
        return outside
                ? inDoubt + (inDoubt.isEmpty() ? "" : "; and ") + "of the writes outside a named step some may stand: "
                        + named(sentOutside)
                : inDoubt;
    }

    /** The writes that were sent without the transaction's session, by command and collection, without values. */
    synchronized String sentWrites() {
        return named(sentOutside);
    }

    private static String named(Map<String, Integer> sent) {
        String named = sent.entrySet().stream()
                .limit(NAMED)
                .map(e -> e.getValue() == 1 ? e.getKey() : e.getKey() + " (" + e.getValue() + "×)")
                .collect(Collectors.joining(", "));
        return sent.size() > NAMED ? named + " and " + (sent.size() - NAMED) + " more" : named;
    }

    /** The command at which the migration failed, for people; empty if it is not known. */
    synchronized String failedAt(Throwable error) {
        return error instanceof MongoException && lastFailed != null ? lastFailed + ": " : "";
    }
}
