package dev.dbmigrate.neo4j.internal;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.spi.PartFailedException;
import dev.dbmigrate.runtime.spi.PartFailedException.Effect;
import dev.dbmigrate.runtime.spi.PartRun;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Record;
import org.neo4j.driver.Session;
import org.neo4j.driver.Transaction;
import org.neo4j.driver.exceptions.Neo4jException;

/**
 * The transactions in which a migration's data statements run, one after another. Each begins by locking the fence and
 * comparing the token; none is ever repeated. For use by the thread that runs the migration.
 */
final class DataTransactions {

    private static final int LOOKS = 6;
    private static final long PAUSE_MILLIS = 1000;

    private final Connections connections;
    private final TargetRecords records;
    private final PartRun run;
    private @Nullable Open open;
    private @Nullable Neo4jException broken;

    private record Open(Session session, Transaction transaction, String attempt) {}

    DataTransactions(Connections connections, TargetRecords records, PartRun run) {
        this.connections = connections;
        this.records = records;
        this.run = run;
    }

    boolean isOpen() {
        return open != null;
    }

    /** The open transaction; begins one if there is none. */
    Transaction current() {
        Neo4jException earlier = broken;
        if (earlier != null) {
            throw new DbMigrateException(
                    Diagnostic.MIGRATION_FAILED,
                    "a statement failed, and its transaction with it; catching the exception does not bring it back",
                    earlier);
        }
        Open now = open;
        if (now == null) {
            now = begin();
        }
        return now.transaction();
    }

    private Open begin() {
        String attempt = UUID.randomUUID().toString();
        Session session = connections.migrationsSession();
        try {
            Open begun = new Open(session, session.beginTransaction(Connections.named(run.lease())), attempt);
            open = begun;
            TargetRecords.lock(begun.transaction(), run.lease(), attempt);
            return begun;
        } catch (RuntimeException e) {
            if (open == null) {
                session.close();
            }
            throw e;
        }
    }

    List<Record> run(String cypher, Map<String, Object> parameters) {
        Transaction transaction = current();
        try {
            return transaction.run(cypher, parameters).list();
        } catch (Neo4jException e) {
            broken = e;
            throw e;
        }
    }

    /** Commits what is open; if the answer does not come, asks the fence whether it was committed. */
    void commit() {
        Open now = current(open);
        run.monitor().checkMayContinue();
        try {
            now.transaction().commit();
        } catch (Neo4jException | IllegalStateException e) {
            if (!wasCommitted(now.attempt(), e)) {
                throw e;
            }
        }
        open = null;
        close(now, null);
    }

    private Open current(@Nullable Open now) {
        current();
        if (now == null) {
            throw new IllegalStateException("no transaction is open");
        }
        return now;
    }

    private boolean wasCommitted(String attempt, RuntimeException problem) {
        for (int looked = 1; ; looked++) {
            try {
                Boolean committed = records.hasCommitted(run.lease(), attempt);
                if (committed == null) {
                    throw unknown("a newer owner has been here since", problem);
                }
                return committed;
            } catch (Neo4jException | DbMigrateException e) {
                // whatever ends the looking, it must not pass for an answer
                if (looked == LOOKS || !paused()) {
                    problem.addSuppressed(e);
                    throw unknown("the server could not be asked: " + ServerErrors.reason(e), problem);
                }
            }
        }
    }

    private static boolean paused() {
        try {
            Thread.sleep(PAUSE_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static PartFailedException unknown(String why, RuntimeException problem) {
        return new PartFailedException(
                Effect.UNKNOWN,
                "the commit was refused or not answered (" + ServerErrors.reason(problem)
                        + "), and its outcome is not known: " + why,
                problem);
    }

    /** Takes back what is open. */
    void rollback(@Nullable Throwable because) {
        Open now = open;
        open = null;
        if (now != null) {
            close(now, because);
        }
    }

    private static void close(Open open, @Nullable Throwable because) {
        try {
            try {
                // rolls back what was not committed
                open.transaction().close();
            } finally {
                open.session().close();
            }
        } catch (Neo4jException | IllegalStateException e) {
            // the connection is gone, and the server takes back what it did not commit
            if (because != null && because != e) {
                because.addSuppressed(e);
            }
        }
    }
}
