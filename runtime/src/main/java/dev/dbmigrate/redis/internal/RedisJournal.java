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

/** The journal of one part on its target. For use by the thread that runs the migration. */
final class RedisJournal implements StepJournal.Store {

    private final Session session;
    private final Lease lease;
    private final String migrationId;
    private final String marker;
    private final List<String> keys;
    private boolean fresh;

    RedisJournal(Session session, PartRun run) {
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
        unmark(Integer.toString(step.index()));
    }

    void forgetDoubt() {
        unmark(MarkerCodec.DOUBT_FIELD);
    }

    /** The replies of an EXEC have been read: its step is done. */
    void confirm(StepRecord step) {
        run(TargetScripts.CONFIRM, List.of(Integer.toString(step.index()), MarkerCodec.step(step)));
    }

    /** The journal holds a record of this try, so older ones are gone. */
    void execWritten() {
        fresh = false;
    }

    /** The arguments of {@link TargetScripts#END_EXEC} for a step. */
    List<String> endOfExec(StepRecord step, String doubt) {
        return List.of(
                migrationId, marker, Integer.toString(step.index()), MarkerCodec.step(step), doubt, fresh ? "1" : "0");
    }

    List<String> endOfExecKeys() {
        return List.of(Keys.EXEC, keys.get(1), keys.get(2));
    }

    private void mark(String field, String value) {
        run(TargetScripts.MARK, List.of(migrationId, marker, field, value, fresh ? "1" : "0"));
        execWritten();
    }

    private void unmark(String field) {
        run(TargetScripts.UNMARK, List.of(migrationId, field));
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
