package dev.dbmigrate.runtime.simulation;

import dev.dbmigrate.runtime.Direction;
import dev.dbmigrate.runtime.spi.HistoryChange;
import dev.dbmigrate.runtime.spi.Marker;
import dev.dbmigrate.runtime.spi.PartFailedException;
import dev.dbmigrate.runtime.spi.PartFailedException.Effect;
import dev.dbmigrate.runtime.spi.PartOutcome;
import dev.dbmigrate.runtime.spi.PartRun;
import dev.dbmigrate.runtime.spi.StepJournal;
import dev.dbmigrate.runtime.spi.StepRecord;

/** A journaled part on a simulated database; the decisions are the product's own {@link StepJournal}. */
final class SimulatedJournal implements StepJournal.Store {

    private final SimulatedTarget target;
    private final PartRun run;
    private boolean inUnknownStep;

    SimulatedJournal(SimulatedTarget target, PartRun run) {
        this.target = target;
        this.run = run;
    }

    PartOutcome run() {
        StepJournal journal = new StepJournal(run, this);
        try {
            if (run.unfinished() == null) {
                write(
                        "begins " + run.migrationId(),
                        () -> target.store()
                                .markers
                                .put(
                                        run.migrationId(),
                                        new Store.MarkerState(
                                                run.direction() == Direction.UP
                                                        ? Marker.State.RUNNING_UP
                                                        : Marker.State.RUNNING_DOWN,
                                                run.lease().token())));
            }
            for (Statement statement : ((SimulatedMigration) run.migration()).statements()) {
                execute(journal, statement);
            }
            run.monitor().checkMayContinue();
            HistoryChange change = target.success(run);
            return (PartOutcome)
                    target.askFenced(run.lease(), "finishes " + run.migrationId(), () -> target.finish(run, change));
        } catch (ConnectionLost e) {
            throw new PartFailedException(inUnknownStep ? Effect.IN_DOUBT : Effect.UNKNOWN, "connection lost", e);
        }
    }

    private void execute(StepJournal journal, Statement statement) {
        switch (statement.kind()) {
            case ATOMIC -> {
                StepRecord done = journal.atomicStep(statement.name());
                if (done != null) {
                    run.monitor().checkMayContinue();
                    write("runs " + statement.name(), () -> {
                        land(statement);
                        put(done);
                    });
                }
            }
            case READABLE -> journal.step(statement.name(), () -> outcome(statement), () -> effect(statement));
            case IDEMPOTENT ->
                journal.step(statement.name(), () -> StepJournal.Outcome.REPEAT, () -> effect(statement));
            case UNKNOWN ->
                journal.step(statement.name(), () -> StepJournal.Outcome.UNKNOWN, () -> {
                    inUnknownStep = true;
                    effect(statement);
                    inUnknownStep = false;
                });
        }
    }

    private StepJournal.Outcome outcome(Statement statement) {
        boolean stands = (Boolean) target.ask(
                "reads back " + statement.name(), () -> target.store().effect(run.migrationId(), statement) == 1);
        return stands == (run.direction() == Direction.UP) ? StepJournal.Outcome.DONE : StepJournal.Outcome.REPEAT;
    }

    /** Outside of any transaction: no token is checked; only the session's end keeps it from happening. */
    private void effect(Statement statement) {
        target.ask("runs " + statement.name(), () -> {
            land(statement);
            return true;
        });
    }

    private void land(Statement statement) {
        target.store()
                .land(run.migrationId(), statement, run.direction(), run.lease().token());
    }

    @Override
    public void started(StepRecord step) {
        if (!target.store().world.lacks(Mutation.NO_STEP_START)) {
            write("notes the start of " + step.name(), () -> put(step));
        }
    }

    @Override
    public void finished(StepRecord step) {
        write("notes the end of " + step.name(), () -> put(step));
    }

    private void put(StepRecord step) {
        target.store().markers.get(run.migrationId()).steps.put(step.index(), step);
    }

    private void write(String what, Runnable change) {
        target.askFenced(run.lease(), what, () -> {
            change.run();
            return true;
        });
    }
}
