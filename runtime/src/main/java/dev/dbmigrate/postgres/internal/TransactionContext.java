package dev.dbmigrate.postgres.internal;

import dev.dbmigrate.runtime.Step;
import dev.dbmigrate.runtime.spi.RunMonitor;
import dev.dbmigrate.runtime.spi.StepJournal;
import java.io.Reader;
import java.sql.Connection;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Everything in the migration's one transaction; steps are names only. */
final class TransactionContext extends AbstractPostgresContext {

    private @Nullable Connection guarded;

    TransactionContext(WorkSession session, RunMonitor monitor) {
        super(session, monitor);
    }

    @Override
    void admitKind(SqlStatement statement, StatementKind kind) {
        if (kind == StatementKind.NEEDS_NO_TRANSACTION) {
            throw refused(
                    statement,
                    "PostgreSQL does not run it in a transaction. Give it a migration of its own with"
                            + " @Migration(…, transactional = false)");
        }
    }

    @Override
    void execute(SqlStatement statement, StatementKind kind) {
        executeNow(statement);
    }

    @Override
    void copy(SqlStatement statement, Reader data) {
        copyNow(statement, data);
    }

    @Override
    <T> T querying(SqlStatement statement, Supplier<T> query) {
        return query.get();
    }

    @Override
    public long update(String sql, Object... parameters) {
        SqlStatement statement = new SqlStatement(sql, 1);
        admit(statement);
        return updateNow(statement, parameters);
    }

    @Override
    public Connection connection() {
        Connection present = guarded;
        if (present == null) {
            present =
                    GuardedConnection.of(session(), sql -> SqlScript.split(sql).forEach(this::admit));
            guarded = present;
        }
        return present;
    }

    @Override
    public void step(String name, Step body) {
        monitor().step(name, RunMonitor.StepEvent.STARTED);
        StepJournal.runUnchecked(body);
        monitor().step(name, RunMonitor.StepEvent.DONE);
    }

    @Override
    public void idempotentStep(String name, Step body) {
        step(name, body);
    }
}
