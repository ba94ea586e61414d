package dev.dbmigrate.postgres.internal;

import dev.dbmigrate.runtime.spi.StepJournal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A statement that cannot run in a transaction: how it is run, and how its outcome is read back after an interruption.
 *
 * <p>A concurrent index build that fails leaves an invalid index behind, which must be dropped before it is tried again;
 * {@code lock_timeout} would make it fail at the first old transaction, so it is 0 meanwhile.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY">Building
 *     Indexes Concurrently</a>
 */
final class NonTransactionalStatement {

    private static final String NAME = "((?:\"(?:[^\"]|\"\")+\"|[\\w$]+)(?:\\.(?:\"(?:[^\"]|\"\")+\"|[\\w$]+))*)";
    private static final Pattern CREATE_INDEX =
            Pattern.compile("(?is)\\s*CREATE\\s+(?:UNIQUE\\s+)?INDEX\\s+CONCURRENTLY\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?"
                    + NAME + "\\s+ON\\s+(?:ONLY\\s+)?" + NAME + ".*");
    private static final Pattern DROP_INDEX =
            Pattern.compile("(?is)\\s*DROP\\s+INDEX\\s+CONCURRENTLY\\s+(?:IF\\s+EXISTS\\s+)?" + NAME + ".*");
    private static final Pattern REPEATABLE =
            Pattern.compile("(VACUUM|REINDEX|CLUSTER|ALTER SYSTEM)\\b.*|.*\\bIF (NOT )?EXISTS\\b.*");

    private final WorkSession session;
    private final SqlStatement statement;
    private final @Nullable String createdIndex;
    private final @Nullable String droppedIndex;

    NonTransactionalStatement(WorkSession session, SqlStatement statement) {
        this.session = session;
        this.statement = statement;
        String code = SqlScript.withoutComments(statement.text());
        Matcher create = CREATE_INDEX.matcher(code);
        Matcher drop = DROP_INDEX.matcher(code);
        this.createdIndex = create.matches() ? qualifiedLikeTable(create.group(1), create.group(2)) : null;
        this.droppedIndex = drop.matches() ? drop.group(1) : null;
    }

    /** Runs it; a half-built index does not stay. */
    void execute(Runnable body) {
        if (createdIndex == null) {
            body.run();
            return;
        }
        run("SET lock_timeout = 0");
        try {
            body.run();
        } catch (SqlFailedException e) {
            dropIfInvalid(createdIndex, e);
            throw e;
        } finally {
            restoreLockTimeout();
        }
    }

    /** What became of it, if an earlier try was interrupted while it ran. */
    StepJournal.Outcome outcome() {
        if (createdIndex != null) {
            return outcomeOfIndex(createdIndex);
        }
        if (droppedIndex != null) {
            return isValid(droppedIndex) == null ? StepJournal.Outcome.DONE : StepJournal.Outcome.REPEAT;
        }
        return REPEATABLE.matcher(statement.normalized()).matches()
                ? StepJournal.Outcome.REPEAT
                : StepJournal.Outcome.UNKNOWN;
    }

    private StepJournal.Outcome outcomeOfIndex(String index) {
        Boolean valid = isValid(index);
        if (valid == null) {
            return StepJournal.Outcome.REPEAT;
        }
        if (valid) {
            return StepJournal.Outcome.DONE;
        }
        run("DROP INDEX CONCURRENTLY IF EXISTS " + index);
        return StepJournal.Outcome.REPEAT;
    }

    private @Nullable Boolean isValid(String index) {
        Connection connection = session.connection();
        try (PreparedStatement read = connection.prepareStatement(
                "SELECT indisvalid AND indisready FROM pg_index WHERE indexrelid = to_regclass(?)")) {
            read.setString(1, index);
            try (ResultSet result = read.executeQuery()) {
                return result.next() ? Boolean.valueOf(result.getBoolean(1)) : null;
            }
        } catch (SQLException e) {
            throw new SqlFailedException(statement, e);
        }
    }

    private void dropIfInvalid(String index, SqlFailedException failure) {
        try {
            if (Boolean.FALSE.equals(isValid(index))) {
                run("DROP INDEX CONCURRENTLY IF EXISTS " + index);
            }
        } catch (SqlFailedException e) {
            // the connection is gone, or the drop was refused: the next try finds the invalid index and drops it
            failure.addSuppressed(e);
        }
    }

    private void restoreLockTimeout() {
        try {
            if (!session.connection().isClosed()) {
                run("RESET lock_timeout");
            }
        } catch (SQLException e) {
            throw new SqlFailedException(statement, e);
        }
    }

    private void run(String sql) {
        try (Statement plain = session.connection().createStatement()) {
            plain.execute(sql);
        } catch (SQLException e) {
            throw new SqlFailedException(new SqlStatement(sql, 1), e);
        }
    }

    /** An index stands in its table's schema; its own name is never qualified in CREATE INDEX. */
    private static String qualifiedLikeTable(String index, String table) {
        int dot = table.lastIndexOf('.');
        return dot < 0 ? index : table.substring(0, dot + 1) + index;
    }
}
