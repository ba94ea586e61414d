package dev.dbmigrate.postgres.internal;

import dev.dbmigrate.postgres.PostgresContext;
import dev.dbmigrate.postgres.RowMapper;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.spi.RunMonitor;
import dev.dbmigrate.script.SqlScriptReader;
import dev.dbmigrate.script.SqlStatementText;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.postgresql.PGConnection;
import org.slf4j.Logger;

/** What both ways of running a migration share: refusals, queries, log and progress. */
abstract class AbstractPostgresContext implements PostgresContext, ScriptContext {

    private final WorkSession session;
    private final RunMonitor monitor;

    AbstractPostgresContext(WorkSession session, RunMonitor monitor) {
        this.session = session;
        this.monitor = monitor;
    }

    final WorkSession session() {
        return session;
    }

    final RunMonitor monitor() {
        return monitor;
    }

    @Override
    public final void execute(String sql) {
        for (SqlStatement statement : SqlScript.split(sql)) {
            StatementKind kind = admit(statement);
            execute(statement, kind);
        }
    }

    abstract void execute(SqlStatement statement, StatementKind kind);

    @Override
    public final void script(String file, Reader text) throws IOException {
        SqlScriptReader script = new SqlScriptReader(text, new SqlScriptReader.Listener() {
            @Override
            public void metaCommand(String command, int line, int column) {
                throw refused(
                        new SqlStatement(command, line, column, file), "it is a command for psql, not for the server");
            }
        });
        for (SqlStatementText next = script.next(); next != null; next = script.next()) {
            SqlStatement statement = new SqlStatement(next.text(), next.line(), next.column(), file);
            if (next.copiesFromStdin()) {
                monitor.checkMayContinue();
                session.note(statement.text());
                copy(statement, script.data());
            } else {
                execute(statement, admit(statement));
            }
        }
    }

    /** Runs {@code COPY … FROM STDIN} with the lines behind it. */
    abstract void copy(SqlStatement statement, Reader data);

    final void copyNow(SqlStatement statement, Reader data) {
        try {
            session.connection().unwrap(PGConnection.class).getCopyAPI().copyIn(statement.text(), data);
        } catch (SQLException e) {
            throw new SqlFailedException(statement, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public final <T> List<T> query(String sql, RowMapper<T> mapper, Object... parameters) {
        SqlStatement statement = new SqlStatement(sql, 1);
        admit(statement);
        return querying(statement, () -> queryNow(statement, mapper, parameters));
    }

    abstract <T> T querying(SqlStatement statement, Supplier<T> query);

    private <T> List<T> queryNow(SqlStatement statement, RowMapper<T> mapper, Object... parameters) {
        try (PreparedStatement prepared = prepare(statement.text(), parameters);
                ResultSet result = prepared.executeQuery()) {
            ResultSet guarded = GuardedConnection.of(result, this::connection);
            List<T> values = new ArrayList<>();
            while (result.next()) {
                values.add(mapper.map(guarded));
            }
            return values;
        } catch (SQLException e) {
            throw new SqlFailedException(statement, e);
        }
    }

    final long updateNow(SqlStatement statement, Object... parameters) {
        try (PreparedStatement prepared = prepare(statement.text(), parameters)) {
            return prepared.executeLargeUpdate();
        } catch (SQLException e) {
            throw new SqlFailedException(statement, e);
        }
    }

    final void executeNow(SqlStatement statement) {
        try (java.sql.Statement plain = session.connection().createStatement()) {
            plain.execute(statement.text());
        } catch (SQLException e) {
            throw new SqlFailedException(statement, e);
        }
    }

    private PreparedStatement prepare(String sql, Object... parameters) throws SQLException {
        PreparedStatement prepared = session.connection().prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            prepared.setObject(i + 1, parameters[i]);
        }
        return prepared;
    }

    /** Lets a statement pass that may run here, and says of any other why not. */
    final StatementKind admit(SqlStatement statement) {
        monitor.checkMayContinue();
        session.note(statement.text());
        StatementKind kind = StatementKind.of(statement);
        switch (kind) {
            case TRANSACTION_CONTROL ->
                throw refused(
                        statement, "a migration's effect and its record commit together; leave the statement out");
            case PSQL_ONLY ->
                throw refused(
                        statement,
                        "it is for psql, not for the server. COPY data goes through"
                                + " connection().unwrap(PGConnection.class).getCopyAPI()");
            case NEEDS_NO_TRANSACTION, ORDINARY -> {
                if (SessionName.isChangedBy(statement)) {
                    throw refused(statement, SessionName.WHY_FIXED);
                }
                admitKind(statement, kind);
            }
        }
        return kind;
    }

    abstract void admitKind(SqlStatement statement, StatementKind kind);

    static DbMigrateException refused(SqlStatement statement, String why) {
        return new DbMigrateException(
                Diagnostic.STATEMENT_REFUSED,
                "'" + statement.shortText() + "' (" + statement.place() + ") is refused: " + why + ".");
    }

    @Override
    public final Logger log() {
        return monitor.log();
    }

    @Override
    public final void progress(long done, long total) {
        monitor.progress(done, total);
    }
}
