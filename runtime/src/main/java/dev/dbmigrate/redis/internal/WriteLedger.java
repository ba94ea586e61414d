package dev.dbmigrate.redis.internal;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.spi.RunMonitor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;

/**
 * Sees each command of a migration before it is sent, refuses what must not be sent, and knows which writes were sent. A
 * write that no journaled step covers is journaled before it leaves. For use by the thread that runs the migration.
 */
final class WriteLedger implements ObservedConnection.Observer {

    private static final int LISTED = 20;

    private final RedisJournal journal;
    private final RunMonitor monitor;
    private final List<String> direct = new ArrayList<>();
    private boolean inStep;
    private final Set<ByteBuffer> read = new LinkedHashSet<>();
    private boolean inExec;
    private @Nullable RuntimeException refusal;
    private long writes;
    private long stepWrites;
    private long directWrites;

    WriteLedger(RedisJournal journal, RunMonitor monitor) {
        this.journal = journal;
        this.monitor = monitor;
    }

    @Override
    public void beforeSend(CommandArguments arguments) {
        CommandRule.check(arguments);
        if (!CommandRule.writes(arguments)) {
            if (inExec) {
                arguments.getKeys().forEach(key -> read.add(CommandRule.bytes(key)));
            }
            return;
        }
        try {
            requireNoExec(arguments);
            monitor.checkMayContinue();
            count(arguments);
        } catch (RuntimeException e) {
            // a migration that swallows this has not done what it was to do
            refusal = refusal == null ? e : refusal;
            throw e;
        }
    }

    private void requireNoExec(CommandArguments arguments) {
        if (inExec) {
            throw new DbMigrateException(
                    Diagnostic.STATEMENT_REFUSED,
                    CommandRule.describe(arguments)
                            + " is refused: a write of client() within atomically(…) would be no part of its EXEC. Queue it"
                            + " with the transaction that the function is given");
        }
    }

    private void count(CommandArguments arguments) {
        if (inStep) {
            stepWrites++;
        } else {
            String text = CommandRule.describe(arguments);
            if (directWrites == 0) {
                journal.doubt("writes outside of a step, from " + text + " on");
            }
            if (direct.size() < LISTED) {
                direct.add(text);
            }
            directWrites++;
        }
        writes++;
    }

    /** The server answered a single command with an error, which proves that it changed nothing. */
    void refused(CommandArguments arguments) {
        if (!CommandRule.writes(arguments) || !CommandRule.errorMeansNoEffect(arguments) || writes == 0) {
            return;
        }
        writes--;
        if (inStep) {
            stepWrites--;
        } else {
            directWrites--;
            direct.remove(CommandRule.describe(arguments));
            if (directWrites == 0) {
                journal.forgetDoubt();
            }
        }
    }

    void stepBegins() {
        inStep = true;
        stepWrites = 0;
    }

    void stepEnds() {
        inStep = false;
    }

    boolean isInStep() {
        return inStep;
    }

    /** Commands of an EXEC are being queued, on a connection that this ledger does not see. */
    void execBegins() {
        inExec = true;
        read.clear();
    }

    /** Returns the keys that were read meanwhile. */
    Set<ByteBuffer> execEnds() {
        inExec = false;
        return Set.copyOf(read);
    }

    boolean isInExec() {
        return inExec;
    }

    /** Why a write was not let through, or null if all were. */
    @Nullable
    RuntimeException refusal() {
        return refusal;
    }

    /** dbmigrate itself wrote something within a step. */
    void stepWrote(long count) {
        stepWrites += count;
        writes += count;
    }

    long stepWrites() {
        return stepWrites;
    }

    /** Whether something was written that no step covers. */
    boolean hasDirectWrites() {
        return directWrites > 0;
    }

    /** What was written outside of a step, for people. */
    String directWrites() {
        String more = directWrites > direct.size() ? " and " + (directWrites - direct.size()) + " more" : "";
        return String.join(", ", direct) + more;
    }
}
