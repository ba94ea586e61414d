package dev.dbmigrate.mongodb.internal;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.TransactionOptions;
import com.mongodb.WriteConcern;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Updates;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.spi.LeaseLostException;
import dev.dbmigrate.runtime.spi.PartFailedException;
import dev.dbmigrate.runtime.spi.PartFailedException.Effect;
import dev.dbmigrate.runtime.spi.PartOutcome;
import dev.dbmigrate.runtime.spi.PartRun;
import java.util.concurrent.TimeUnit;

/**
 * Runs a part in one transaction that holds its effect, its marker, the schema version and, on the home database, the
 * history's row. The body is never run twice by itself: a transaction that the server refuses is a failure that took no
 * effect.
 */
final class TransactionalRun {

    /** How long one question for the outcome waits for a majority; the question is then put again. */
    private static final long MAJORITY_SECONDS = 10;

    /** How long the outcome of a commit is asked for. */
    private static final long COMMIT_SECONDS = 30;

    /**
     * Read concern "local", because the server refuses to create a collection or an index in a transaction with any other;
     * what older owners may not do is decided by a write conflict, not by what is read.
     */
    private static final TransactionOptions OPTIONS = TransactionOptions.builder()
            .readConcern(ReadConcern.LOCAL)
            .writeConcern(WriteConcern.MAJORITY.withWTimeout(MAJORITY_SECONDS, TimeUnit.SECONDS))
            .readPreference(ReadPreference.primary())
            .build();

    private final PartRun run;
    private final MongoDatabase database;
    private final MongoClient client;
    private final WriteWatch watch;
    private final Journal journal;
    private final TargetRecords records;
    private final MongoHistory history;

    TransactionalRun(
            PartRun run,
            MongoDatabase database,
            MongoClient client,
            WriteWatch watch,
            Journal journal,
            TargetRecords records,
            MongoHistory history) {
        this.run = run;
        this.database = database;
        this.client = client;
        this.watch = watch;
        this.journal = journal;
        this.records = records;
        this.history = history;
    }

    PartOutcome execute() {
        boolean home = history.isHomeOf(run.lease());
        Body body = new Body(run);
        try (ClientSession session = startSession()) {
            try {
                session.startTransaction(OPTIONS);
                TransactionalContext context = new TransactionalContext(run, database, session);
                body.execute(context);
                context.requireNothingFailed();
                requireOpen(session);
                run.monitor().checkMayContinue();
                watch.finishing();
                writeRecords(session, home);
            } catch (StopMigrationError e) {
                throw failure(e.reason(), session, body);
            } catch (Throwable e) {
                RuntimeException stopped = watch.stopped();
                throw failure(stopped == null ? e : stopped, session, body);
            }
            commit(session);
        }
        forgetUnprotected();
        return home ? PartOutcome.RECORDED_IN_HISTORY : PartOutcome.MARKED_ON_TARGET;
    }

    private ClientSession startSession() {
        try {
            return client.startSession();
        } catch (MongoException e) {
            throw new PartFailedException(Effect.NONE, "no session could be started: " + ServerErrors.reason(e), e);
        }
    }

    private void requireOpen(ClientSession session) {
        RuntimeException stopped = watch.stopped();
        if (stopped != null) {
            throw stopped;
        }
        if (!session.hasActiveTransaction()) {
            throw new DbMigrateException(
                    Diagnostic.STATEMENT_REFUSED,
                    "the migration ended its transaction itself; dbmigrate commits it when the method returns: remove the "
                            + "call of commitTransaction or abortTransaction");
        }
    }

    private void writeRecords(ClientSession session, boolean home) {
        // Last of all: what a transaction has changed stays locked until it ends, and a claim waits for this document.
        if (home) {
            HistoryLog log = history.log();
            log.write(session, database, run.success(), run.lease().token(), log.nextPlace(run.lease()));
        }
        new MarkerWriter(database.getCollection(Names.MARKERS), database.getCollection(Names.VERSIONS), session)
                .write(journal.done(), home);
        long matched = database.getCollection(Names.FENCE)
                .updateOne(
                        session,
                        Match.id(Names.TRANSACTION_ID)
                                .is("token", run.lease().token())
                                .all(),
                        Updates.inc("commits", 1L))
                .getMatchedCount();
        if (matched == 0) {
            throw new LeaseLostException(
                    "a newer owner than token " + run.lease().token() + " has claimed this database");
        }
    }

    private RuntimeException failure(Throwable problem, ClientSession session, Body body) {
        watch.finishing();
        abort(session, problem);
        String what = body.describe(problem, watch);
        if (watch.isInDoubt()) {
            return new PartFailedException(
                    Effect.IN_DOUBT,
                    what
                            + "; the transaction was rolled back, but these commands were given without db.session() and may "
                            + "stand: " + watch.sentWrites(),
                    problem);
        }
        try {
            journal.forget();
            if (!(problem instanceof LeaseLostException) && records.isFenced(run.lease())) {
                LeaseLostException lost = new LeaseLostException("a newer owner has claimed this database: " + what);
                lost.initCause(problem);
                return lost;
            }
        } catch (MongoException e) {
            problem.addSuppressed(e);
            if (journal.mayStand()) {
                return new PartFailedException(Effect.UNKNOWN, what, problem);
            }
        }
        if (problem instanceof LeaseLostException lost) {
            return lost;
        }
        return new PartFailedException(Effect.NONE, what, problem);
    }

    private static void abort(ClientSession session, Throwable problem) {
        try {
            if (session.hasActiveTransaction()) {
                session.abortTransaction();
            }
        } catch (MongoException | IllegalStateException e) {
            // The server ends it by itself when the session is gone; it cannot commit any more.
            problem.addSuppressed(e);
        }
    }

    /** Asks until the outcome is known; the server commits a transaction once, however often it is told to. */
    private void commit(ClientSession session) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(COMMIT_SECONDS);
        while (true) {
            try {
                session.commitTransaction();
                return;
            } catch (MongoException e) {
                boolean unknown = e.hasErrorLabel(MongoException.UNKNOWN_TRANSACTION_COMMIT_RESULT_LABEL);
                if (unknown && System.nanoTime() < deadline) {
                    continue;
                }
                if (isCommitted(e)) {
                    return;
                }
                throw notCommitted(e, unknown);
            } catch (IllegalStateException e) {
                // The client was closed by a stop; whether the commit was sent before is not known.
                throw new PartFailedException(Effect.UNKNOWN, "stopped in the middle of the commit", e);
            }
        }
    }

    private RuntimeException notCommitted(MongoException e, boolean unknown) {
        boolean refused = !unknown
                && ((e instanceof MongoCommandException && !ServerErrors.interrupted(e))
                        || e.hasErrorLabel(MongoException.TRANSIENT_TRANSACTION_ERROR_LABEL));
        if (!refused) {
            return new PartFailedException(
                    Effect.UNKNOWN, "the outcome of the commit is not known: " + ServerErrors.reason(e), e);
        }
        if (watch.isInDoubt()) {
            return new PartFailedException(
                    Effect.IN_DOUBT,
                    "the commit was refused (" + ServerErrors.reason(e)
                            + "), but these commands were given without db.session() and may stand: "
                            + watch.sentWrites(),
                    e);
        }
        forgetUnprotected();
        return new PartFailedException(Effect.NONE, "the commit was refused: " + ServerErrors.reason(e), e);
    }

    private boolean isCommitted(MongoException problem) {
        try {
            return records.isCommitted(run.migrationId(), journal.attempt());
        } catch (MongoException e) {
            problem.addSuppressed(e);
            return false;
        }
    }

    private void forgetUnprotected() {
        try {
            journal.forget();
        } catch (MongoException e) {
            // The committed marker names this very try, so that the entry is known to be settled.
            run.monitor().log().debug("a journal entry stays until the next run: {}", ServerErrors.reason(e));
        }
    }
}
