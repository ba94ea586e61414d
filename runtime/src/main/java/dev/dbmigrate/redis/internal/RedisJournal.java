package dev.dbmigrate.redis.internal;

import dev.dbmigrate.runtime.Direction;
import dev.dbmigrate.runtime.spi.Lease;
import dev.dbmigrate.runtime.spi.LeaseLostException;
import dev.dbmigrate.runtime.spi.Marker;
import dev.dbmigrate.runtime.spi.PartRun;
import dev.dbmigrate.runtime.spi.StepJournal;
import dev.dbmigrate.runtime.spi.StepRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.AbstractTransaction;

/** The journal of one part on its target. For use by the thread that runs the migration. */
final class RedisJournal implements StepJournal.Store {

    private final Session session;
    private final Lease lease;
    private final String migrationId;
    private final String marker;
    private final String before;
    private final List<String> keys;
    private boolean fresh;
    private boolean recorded;

    /**
     * Creates the journal; writes nothing.
     *
     * @param before the marker that stands on the target as this try begins, or empty
     */
    RedisJournal(Session session, PartRun run, String before) {
        this.before = before;
        this.session = session;
        this.lease = run.lease();
        this.migrationId = run.migrationId();
        this.marker = MarkerCodec.marker(
                run.direction() == Direction.UP ? Marker.State.RUNNING_UP : Marker.State.RUNNING_DOWN,
                lease.token(),
                run.checksum());
        this.keys = List.of(Keys.FENCE, Keys.MARKERS, Keys.steps(migrationId));
        this.fresh = run.unfinished() == null;
    }

    @Override
    public void started(StepRecord step) {
        mark(Integer.toString(step.index()), MarkerCodec.step(step));
    }

    @Override
    public void finished(StepRecord step) {
        mark(Integer.toString(step.index()), MarkerCodec.step(step));
    }

    /** Records that from now on nobody could know what stands. */
    void doubt(String why) {
        mark(MarkerCodec.DOUBT_FIELD, why);
    }

    void forget(StepRecord step) {
        unmark(List.of(Integer.toString(step.index())));
    }

    /** Nothing stands of what was written outside of a step. */
    void forgetDoubt() {
        unmark(List.of(MarkerCodec.DOUBT_FIELD));
    }

    /** All commands of an EXEC succeeded. */
    void confirmExec() {
        unmark(List.of(MarkerCodec.EXEC_FIELD));
    }

    /** None of an EXEC's commands changed anything. */
    void forgetExec(StepRecord step) {
        unmark(List.of(Integer.toString(step.index()), MarkerCodec.EXEC_FIELD));
    }

    /**
     * Queues the record of an atomic step before its commands. These are plain commands, and they need memory, so that a
     * server that has none left refuses the whole EXEC. The doubt stands until {@link TargetScripts#END_EXEC} removes it.
     *
     * @return how many commands were queued
     */
    int queueRecord(AbstractTransaction transaction, StepRecord step) {
        transaction.hset(Keys.MARKERS, migrationId, marker);
        if (fresh) {
            transaction.del(keys.get(2));
        }
        transaction.hset(
                keys.get(2),
                Map.of(
                        Integer.toString(step.index()),
                        MarkerCodec.step(step),
                        MarkerCodec.EXEC_FIELD,
                        Integer.toString(step.index())));
        return fresh ? 3 : 2;
    }

    /** Whether this try has written a record and not removed it again; meaningful as long as no step is done. */
    boolean hasRecord() {
        return recorded;
    }

    String stepsKey() {
        return keys.get(2);
    }

    /** What this try writes as the migration's marker. */
    String marker() {
        return marker;
    }

    /** The journal holds a record of this try, so older ones are gone. */
    void execWritten() {
        fresh = false;
        recorded = true;
    }

    private void mark(String field, String value) {
        // if the reply is lost, it may have been written
        recorded = true;
        run(TargetScripts.MARK, List.of(migrationId, marker, field, value, fresh ? "1" : "0"));
        execWritten();
    }

    private void unmark(List<String> fields) {
        List<String> arguments = new ArrayList<>(List.of(migrationId, before));
        arguments.addAll(fields);
        run(TargetScripts.UNMARK, arguments);
        recorded = false;
    }

    private void run(Script script, List<String> arguments) {
        List<String> all = new ArrayList<>(List.of(lease.historyId(), Long.toString(lease.token())));
        all.addAll(arguments);
        if (!TargetScripts.OK.equals(session.script(script, keys, all))) {
            throw lost(session, lease);
        }
    }

    static LeaseLostException lost(Session session, Lease lease) {
        return new LeaseLostException(
                session.address() + ": the fencing token is no longer " + lease.token() + "; nothing more was written");
    }
}
