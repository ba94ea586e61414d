package dev.dbmigrate.mongodb.internal;

import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoDatabase;
import dev.dbmigrate.mongodb.MongoContext;
import dev.dbmigrate.runtime.Step;
import dev.dbmigrate.runtime.spi.Marker;
import dev.dbmigrate.runtime.spi.PartFailedException;
import dev.dbmigrate.runtime.spi.PartFailedException.Effect;
import dev.dbmigrate.runtime.spi.PartRun;
import dev.dbmigrate.runtime.spi.StepJournal;
import dev.dbmigrate.runtime.spi.StepJournal.Outcome;
import dev.dbmigrate.runtime.spi.StepRecord;
import java.util.Optional;
import org.slf4j.Logger;

/** What a migration gets where it has no transaction. For use by the thread that runs it. */
final class JournaledContext implements MongoContext {

    private static final int NONE = -1;

    private final PartRun run;
    private final MongoDatabase database;
    private final WriteWatch watch;
    private final Journal journal;
    private final StepJournal steps;
    private final FirstFailure failure = new FirstFailure();
    private boolean stepsStand;
    private int fruitless = NONE;

    JournaledContext(PartRun run, MongoDatabase database, WriteWatch watch, Journal journal) {
        this.run = run;
        this.database = database;
        this.watch = watch;
        this.journal = journal;
        this.steps = new StepJournal(run, journal);
    }

    @Override
    public MongoDatabase database() {
        return database;
    }

    @Override
    public Optional<ClientSession> session() {
        return Optional.empty();
    }

    @Override
    public void step(String name, Step body) {
        run(name, Outcome.UNKNOWN, body);
    }

    @Override
    public void idempotentStep(String name, Step body) {
        run(name, Outcome.REPEAT, body);
    }

    private void run(String name, Outcome ifInterrupted, Step body) {
        failure.watch(() -> runStep(name, ifInterrupted, body));
    }

    private void runStep(String name, Outcome ifInterrupted, Step body) {
        int index = steps.count();
        boolean[] entered = {false};
        steps.step(name, () -> ifInterrupted, () -> {
            entered[0] = true;
            runBody(index, name, ifInterrupted, body);
        });
        // Done now, or skipped because it was done by an earlier try.
        stepsStand = true;
        if (entered[0]) {
            fruitless = NONE;
        }
    }

    private void runBody(int index, String name, Outcome ifInterrupted, Step body) throws Exception {
        boolean repeatable = ifInterrupted == Outcome.REPEAT;
        boolean done = false;
        watch.enterStep(name);
        try {
            body.run();
            done = true;
        } finally {
            boolean effect = watch.leaveStep(!done && !repeatable);
            if (!done && effect) {
                stepsStand = true;
            } else if (!done && !repeatable) {
                fruitless = index;
            }
        }
    }

    /**
     * Makes sure, when the methods have returned, that the migration is done as a whole.
     *
     * @throws PartFailedException with {@code IN_DOUBT} if the journal has steps that the class has no longer
     */
    void requireWhole() {
        failure.requireNone();
        Marker unfinished = run.unfinished();
        if (unfinished != null && unfinished.steps().size() > steps.count()) {
            StepRecord lost = unfinished.steps().get(steps.count());
            throw new PartFailedException(
                    Effect.IN_DOUBT,
                    "the journal of the interrupted try has "
                            + unfinished.steps().size() + " steps, and the migration "
                            + "passed " + steps.count() + " now; it came to its end without step " + (lost.index() + 1)
                            + " '" + lost.name() + "': the class was changed in between",
                    null);
        }
    }

    /** Whether something of this try or an earlier one stands, or may stand. */
    boolean leftSomething() {
        return stepsStand || run.unfinished() != null || watch.isInDoubt();
    }

    /** Corrects the journal after a failure: a record that announced a write which took no effect is taken back. */
    void takeBackWhatDidNothing(Effect effect) {
        if (!journal.mayStand()) {
            return;
        }
        if (effect == Effect.NONE) {
            journal.forget();
            return;
        }
        if (fruitless != NONE) {
            journal.notStarted(fruitless);
        }
        if (watch.outsideJournaled()) {
            journal.nothingOutside();
        }
    }

    @Override
    public Logger log() {
        return run.monitor().log();
    }

    @Override
    public void progress(long done, long total) {
        run.monitor().progress(done, total);
    }
}
