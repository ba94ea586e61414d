package dev.dbmigrate.postgres.internal;

import dev.dbmigrate.runtime.Step;
import dev.dbmigrate.runtime.spi.RunMonitor;
import dev.dbmigrate.runtime.spi.StepJournal;
import java.io.Reader;
import java.sql.Connection;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Each statement a journaled step; see {@link JournaledRun}. */
final class JournaledContext extends AbstractPostgresContext {

    private static final String RAW_CONNECTION = "statements on connection()";

    private final StepJournal journal;
    private final JournaledRun run;
    private @Nullable Connection guarded;
    private boolean inStep;
    private @Nullable String unresumable;
    private boolean begun;

    JournaledContext(WorkSession session, RunMonitor monitor, StepJournal journal, JournaledRun run) {
        super(session, monitor);
        this.journal = journal;
        this.run = run;
    }

    /** The step that has begun, cannot be resumed and is not done: its place and name; or null. */
    @Nullable
    String unresumableStep() {
        return unresumable;
    }

    /** Whether anything of it may stand: a step that is done, or one that was begun and may be begun again. */
    boolean mayHaveChanged() {
        return begun || journal.count() > 0;
    }

    @Override
    void admitKind(SqlStatement statement, StatementKind kind) {
        // every kind may run outside of a transaction
    }

    @Override
    void execute(SqlStatement statement, StatementKind kind) {
        if (inStep) {
            executeNow(statement);
        } else if (kind == StatementKind.NEEDS_NO_TRANSACTION) {
            NonTransactionalStatement work = new NonTransactionalStatement(session(), statement);
            journal.step(statement.shortText(), work::outcome, () -> work.execute(() -> executeNow(statement)));
        } else {
            atomically(statement, () -> executeNow(statement));
        }
    }

    @Override
    void copy(SqlStatement statement, Reader data) {
        if (inStep) {
            copyNow(statement, data);
        } else {
            atomically(statement, () -> copyNow(statement, data));
        }
    }

    @Override
    public long update(String sql, Object... parameters) {
        SqlStatement statement = new SqlStatement(sql, 1);
        admit(statement);
        if (inStep) {
            return updateNow(statement, parameters);
        }
        long[] count = {-1};
        atomically(statement, () -> count[0] = updateNow(statement, parameters));
        return count[0];
    }

    private void atomically(SqlStatement statement, Runnable body) {
        journal.atomicStep(statement.shortText(), done -> run.atomically(done, statement, body));
    }

    /** Between steps nothing is journaled, so a query may only read there. */
    @Override
    <T> T querying(SqlStatement statement, Supplier<T> query) {
        return inStep ? query.get() : run.readOnly(statement, query);
    }

    @Override
    public Connection connection() {
        journalRawUse();
        Connection present = guarded;
        if (present == null) {
            present = GuardedConnection.of(session(), this::beforeRawSql);
            guarded = present;
        }
        return present;
    }

    private void beforeRawSql(String sql) {
        journalRawUse();
        SqlScript.split(sql).forEach(this::admit);
    }

    /** A connection that was got within a step may be used after it, so each use is looked at. */
    private void journalRawUse() {
        if (!inStep) {
            journal.openStep(RAW_CONNECTION);
            unresumable = "step " + journal.count() + " '" + RAW_CONNECTION + "'";
            inStep = true;
        }
    }

    @Override
    public void step(String name, Step body) {
        step(name, StepJournal.Outcome.UNKNOWN, body);
    }

    @Override
    public void idempotentStep(String name, Step body) {
        step(name, StepJournal.Outcome.REPEAT, body);
    }

    private void step(String name, StepJournal.Outcome whenInterrupted, Step body) {
        if (inStep) {
            StepJournal.runUnchecked(body);
            return;
        }
        journal.step(name, () -> whenInterrupted, () -> {
            inStep = true;
            begun = true;
            if (whenInterrupted == StepJournal.Outcome.UNKNOWN) {
                unresumable = "step " + (journal.count() + 1) + " '" + name + "'";
            }
            try {
                body.run();
            } finally {
                inStep = false;
            }
            unresumable = null;
        });
    }
}
