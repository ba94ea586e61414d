package dev.dbmigrate.redis.internal;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.spi.Health;
import dev.dbmigrate.runtime.spi.HistoryStore;
import dev.dbmigrate.runtime.spi.Lease;
import dev.dbmigrate.runtime.spi.LeaseLostException;
import dev.dbmigrate.runtime.spi.Marker;
import dev.dbmigrate.runtime.spi.PartOutcome;
import dev.dbmigrate.runtime.spi.PartRun;
import dev.dbmigrate.runtime.spi.Target;
import dev.dbmigrate.runtime.spi.TargetState;
import dev.dbmigrate.runtime.spi.VersionChange;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;

/** One logical database of a Redis server. */
final class RedisTarget implements Target {

    private final RedisAddress address;
    private final Session reading;
    private final RedisHistory history;
    private volatile @Nullable Session leased;
    private volatile boolean aborted;

    RedisTarget(RedisAddress address) {
        this.address = address;
        this.reading = Session.reading(address);
        this.history = new RedisHistory(address);
    }

    @Override
    public TargetState read() {
        return new TargetRecords(reading).read();
    }

    @Override
    public TargetState claim(Lease lease) {
        if (reading.repeatable(jedis -> jedis.info("cluster")).contains("cluster_enabled:1")) {
            throw RedisFailures.cluster(address);
        }
        Object reply = reading.script(
                TargetScripts.CLAIM,
                List.of(Keys.FENCE, Keys.METADATA),
                List.of(lease.historyId(), Long.toString(lease.token())));
        if (TargetScripts.LOST.equals(reply)) {
            throw new LeaseLostException(
                    address + ": a runner with a higher fencing token than " + lease.token() + " has been here");
        }
        if (TargetScripts.FOREIGN.equals(reply)) {
            return read();
        }
        if (!TargetScripts.OK.equals(reply)) {
            throw new DbMigrateException(
                    Diagnostic.CONFIGURATION,
                    address + ": the key " + Keys.METADATA + " is a " + reply
                            + ", but the schema version is kept in a hash of"
                            + " that name. Rename the key: redis-cli RENAME " + Keys.METADATA + " " + Keys.METADATA
                            + ":old");
        }
        // the token is raised first: a session of an older owner that opens after the list was made sees it and stops
        reading.endOlderSessions(lease);
        open(lease);
        return read();
    }

    private synchronized void open(Lease lease) {
        if (aborted) {
            throw ended();
        }
        Session before = leased;
        leased = new Session(
                address, new SessionPool(address, lease.sessionName(), connection -> requireFence(connection, lease)));
        if (before != null) {
            before.close();
        }
    }

    private void requireFence(Connection connection, Lease lease) {
        List<String> fence = HistoryRecords.strings(connection.executeCommand(
                new redis.clients.jedis.CommandArguments(redis.clients.jedis.Protocol.Command.HMGET)
                        .key(Keys.FENCE)
                        .add("history")
                        .add("token")));
        if (!fence.equals(List.of(lease.historyId(), Long.toString(lease.token())))) {
            throw new LeaseLostException(
                    address + ": the fencing token is no longer " + lease.token() + "; nothing more was written");
        }
    }

    @Override
    public PartOutcome run(PartRun run) {
        return new PartRunner(session(run.lease()), run).run();
    }

    private Session session(Lease lease) {
        Session current = leased;
        if (aborted) {
            throw ended();
        }
        if (current == null || !current.pool().sessionName().equals(lease.sessionName())) {
            throw new DbMigrateException(
                    Diagnostic.INTERNAL, address + ": a part was to be run before the target was claimed");
        }
        return current;
    }

    private DbMigrateException ended() {
        return new DbMigrateException(Diagnostic.INTERRUPTED, address + ": the run was stopped");
    }

    @Override
    public void settle(Lease lease, String migrationId, @Nullable Marker marker, VersionChange version) {
        Object reply = session(lease)
                .script(
                        TargetScripts.CLEAR,
                        List.of(Keys.FENCE, Keys.MARKERS, Keys.steps(migrationId)),
                        List.of(lease.historyId(), Long.toString(lease.token()), migrationId));
        if (!TargetScripts.OK.equals(reply)) {
            throw RedisJournal.lost(reading, lease);
        }
    }

    @Override
    public Health health() {
        return new RedisHealth(reading).look();
    }

    @Override
    public void abort() {
        aborted = true;
        reading.close();
        Session current = leased;
        if (current != null) {
            current.close();
        }
    }

    @Override
    public Optional<HistoryStore> history() {
        return Optional.of(history);
    }

    @Override
    public void close() {
        abort();
        history.close();
    }
}
