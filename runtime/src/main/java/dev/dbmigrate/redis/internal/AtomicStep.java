package dev.dbmigrate.redis.internal;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.spi.Lease;
import dev.dbmigrate.runtime.spi.PartFailedException;
import dev.dbmigrate.runtime.spi.StepRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractTransaction;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Commands and the record that they are done in one EXEC, guarded by a WATCH on the fence. The record begins as a doubt; the
 * last command takes the doubt back, on the server, if none of the others failed: see {@link TargetScripts#END_EXEC}.
 */
final class AtomicStep {

    private static final int READ_BACK_TRIES = 20;
    private static final long READ_BACK_PAUSE_MILLIS = 250;
    private static final int LISTED = 20;
    /** How often the commands are queued anew because somebody else wrote what they read. */
    private static final int ROUNDS = 100;

    private final Session session;
    private final RedisJournal journal;
    private final WriteLedger ledger;
    private final Lease lease;
    private final String migrationId;

    AtomicStep(Session session, RedisJournal journal, WriteLedger ledger, Lease lease, String migrationId) {
        this.session = session;
        this.journal = journal;
        this.ledger = ledger;
        this.lease = lease;
        this.migrationId = migrationId;
    }

    /** How the server answered. */
    private record Replies(List<Object> own, List<String> commands, List<Object> theirs, Object verdict) {}

    void run(StepRecord step, Consumer<AbstractTransaction> commands) {
        ObservedConnection connection = session.pool().unobserved();
        long clientId = connection.clientId();
        Replies outcome;
        try {
            outcome = exec(connection, step, commands, new LinkedHashSet<>());
        } catch (JedisConnectionException e) {
            session.pool().discard(connection);
            readBack(step, clientId, e);
            return;
        } catch (RuntimeException | Error e) {
            // its state is not known: it may be within MULTI
            session.pool().discard(connection);
            throw e;
        }
        connection.close();
        judge(step, outcome);
    }

    private Replies exec(
            ObservedConnection connection,
            StepRecord step,
            Consumer<AbstractTransaction> commands,
            Set<ByteBuffer> watched) {
        for (int round = 0; round < ROUNDS; round++) {
            Replies replies = tryExec(connection, step, commands, watched);
            if (replies != null) {
                return replies;
            }
        }
        throw new JedisDataException("step '" + step.name() + "': what it reads was changed by somebody else each of "
                + ROUNDS + " times; nothing of it was run");
    }

    /**
     * Queues the commands and runs them, unless a key that they read through the client was changed since. Such keys are
     * known only when they have been read: then the queue is given up, and made anew with these keys watched.
     *
     * @return the replies, or null if it must be tried again
     */
    private @Nullable Replies tryExec(
            ObservedConnection connection,
            StepRecord step,
            Consumer<AbstractTransaction> commands,
            Set<ByteBuffer> watched) {
        List<String> sent = new ArrayList<>();
        CommandArguments watch = new CommandArguments(redis.clients.jedis.Protocol.Command.WATCH).key(Keys.FENCE);
        for (ByteBuffer key : watched) {
            byte[] bytes = new byte[key.remaining()];
            key.duplicate().get(bytes);
            watch.key(bytes);
        }
        connection.executeCommand(watch);
        requireFence(connection);
        AtomicTransaction transaction = new AtomicTransaction(connection);
        int own = journal.queueRecord(transaction, step) + 1;
        transaction.eval(TargetScripts.BEGIN_EXEC, List.of(Keys.EXEC), List.of());
        if (watched.addAll(queue(connection, transaction, commands, sent))) {
            transaction.discardNow();
            return null;
        }
        transaction.eval(TargetScripts.END_EXEC, List.of(Keys.EXEC, journal.stepsKey()), List.of());
        List<Object> replies = transaction.execNow();
        if (replies == null) {
            requireFence(connection);
            return null;
        }
        int last = replies.size() - 1;
        return new Replies(replies.subList(0, own), sent, replies.subList(own, last), replies.get(last));
    }

    /** Returns the keys that were read through the client meanwhile. */
    private Set<ByteBuffer> queue(
            ObservedConnection connection,
            AtomicTransaction transaction,
            Consumer<AbstractTransaction> commands,
            List<String> sent) {
        connection.observe(arguments -> {
            CommandRule.check(arguments);
            sent.add(CommandRule.describe(arguments));
        });
        ledger.execBegins();
        Set<ByteBuffer> read = Set.of();
        try {
            commands.accept(transaction);
        } catch (RuntimeException e) {
            connection.observe(null);
            transaction.discardNow();
            throw e;
        } finally {
            read = ledger.execEnds();
            connection.observe(null);
        }
        return read;
    }

    private void requireFence(ObservedConnection connection) {
        List<String> fence = HistoryRecords.strings(
                connection.executeCommand(new CommandArguments(redis.clients.jedis.Protocol.Command.HMGET)
                        .key(Keys.FENCE)
                        .add("history")
                        .add("token")));
        if (!fence.equals(List.of(lease.historyId(), Long.toString(lease.token())))) {
            throw RedisJournal.lost(session, lease);
        }
    }

    private void judge(StepRecord step, Replies replies) {
        journal.execWritten();
        List<String> failed = new ArrayList<>();
        List<String> done = new ArrayList<>();
        for (int i = 0; i < replies.commands().size(); i++) {
            String command = replies.commands().get(i);
            if (replies.theirs().get(i) instanceof JedisDataException e) {
                failed.add(command + " (" + e.getMessage() + ")");
            } else {
                done.add(command);
            }
        }
        for (Object reply : replies.own()) {
            if (reply instanceof JedisDataException e) {
                throw inDoubt(step, "its record could not be written (" + e.getMessage() + ")", failed, done, e);
            }
        }
        if (failed.isEmpty()) {
            if (!"DONE".equals(replies.verdict())) {
                // the server could not count its errors, or a script within the EXEC met one and dealt with it
                confirm(step, done);
            }
            return;
        }
        if (done.isEmpty() && failed.stream().noneMatch(AtomicStep::mayFailHalfWay)) {
            journal.forgetExec(step);
            throw new JedisDataException("EXEC of step '" + step.name() + "': " + list(failed));
        }
        throw inDoubt(step, "Redis undoes nothing when a command of an EXEC fails", failed, done, null);
    }

    private void confirm(StepRecord step, List<String> done) {
        try {
            journal.confirmExec();
        } catch (DbMigrateException e) {
            throw inDoubt(step, "it succeeded, but that could not be recorded", List.of(), done, e);
        }
    }

    private static boolean mayFailHalfWay(String command) {
        return command.startsWith("EVAL") || command.startsWith("FCALL");
    }

    private static PartFailedException inDoubt(
            StepRecord step, String why, List<String> failed, List<String> done, @Nullable Throwable cause) {
        return new PartFailedException(
                PartFailedException.Effect.IN_DOUBT,
                "step " + (step.index() + 1) + " '" + step.name() + "': " + why + ". Failed: " + list(failed)
                        + ". Stands: " + list(done),
                cause);
    }

    /** The reply of EXEC was lost: first the old session is ended, so that it can write no more, then the record is read. */
    private void readBack(StepRecord step, long clientId, JedisConnectionException lost) {
        for (int i = 0; i < READ_BACK_TRIES; i++) {
            try {
                String record = session.raw(jedis -> {
                    end(jedis, clientId, step, lost);
                    if (!journal.marker().equals(jedis.hget(Keys.MARKERS, migrationId))) {
                        return "";
                    }
                    String index = Integer.toString(step.index());
                    List<String> fields = jedis.hmget(Keys.steps(migrationId), index, MarkerCodec.EXEC_FIELD);
                    return index.equals(fields.get(1)) ? MarkerCodec.EXEC_FIELD : fields.get(0);
                });
                if (MarkerCodec.step(step).equals(record)) {
                    journal.execWritten();
                    return;
                }
                if (MarkerCodec.EXEC_FIELD.equals(record)) {
                    journal.execWritten();
                    throw new PartFailedException(
                            PartFailedException.Effect.IN_DOUBT,
                            "step " + (step.index() + 1) + " '" + step.name()
                                    + "': some commands of its EXEC failed, others "
                                    + "stand, and the connection was lost before the server could say which",
                            lost);
                }
                throw new JedisDataException(
                        "the connection was lost before EXEC; nothing of step '" + step.name() + "' was run", lost);
            } catch (JedisConnectionException e) {
                lost.addSuppressed(e);
                pause(lost);
            }
        }
        throw new PartFailedException(
                PartFailedException.Effect.UNKNOWN,
                session.address() + ": the connection was lost in the EXEC of step '" + step.name()
                        + "', and the server does not answer",
                lost);
    }

    /** As long as the old session may live, its EXEC may still be on its way. */
    private void end(Jedis jedis, long clientId, StepRecord step, JedisConnectionException lost) {
        try {
            session.end(jedis, clientId);
        } catch (JedisDataException e) {
            lost.addSuppressed(e);
            throw new PartFailedException(
                    PartFailedException.Effect.UNKNOWN,
                    session.address() + ": the connection was lost in the EXEC of step '" + step.name()
                            + "', and the old session cannot be ended (" + e.getMessage()
                            + "), so that it may still be run. Grant +client|list and +client|kill; the next run reads what"
                            + " stands",
                    lost);
        }
    }

    private static void pause(JedisConnectionException lost) {
        try {
            Thread.sleep(READ_BACK_PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw lost;
        }
    }

    private static String list(List<String> commands) {
        return commands.isEmpty()
                ? "nothing"
                : String.join(", ", commands.subList(0, Math.min(LISTED, commands.size())))
                        + (commands.size() > LISTED ? " and " + (commands.size() - LISTED) + " more" : "");
    }
}
