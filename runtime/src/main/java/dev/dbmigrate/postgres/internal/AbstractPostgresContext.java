package dev.dbmigrate.postgres.internal;

import dev.dbmigrate.postgres.PostgresContext;
import dev.dbmigrate.postgres.RowMapper;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.spi.RunMonitor;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;

/** What both ways of running a migration share: refusals, queries, log and progress. */
abstract class AbstractPostgresContext implements PostgresContext {

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
                "'" + statement.shortText() + "' (line " + statement.line() + ") is refused: " + why + ".");
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
