package dev.dbmigrate.redis.internal;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.spi.HistoryChange;
import dev.dbmigrate.runtime.spi.HistoryEvent;
import dev.dbmigrate.runtime.spi.HistoryRow;
import dev.dbmigrate.runtime.spi.HistoryStore;
import dev.dbmigrate.runtime.spi.Lease;
import dev.dbmigrate.runtime.spi.LeaseLostException;
import dev.dbmigrate.runtime.spi.Runner;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.StreamEntryID;

/** The history in Redis, for teams that have no other store. Each change is one script, so one atomic command. */
final class RedisHistory implements HistoryStore, AutoCloseable {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final RedisAddress address;
    private final Session reading;
    private volatile @Nullable Session leased;
    private volatile @Nullable Session renewing;

    RedisHistory(RedisAddress address) {
        this.address = address;
        this.reading = Session.reading(address);
    }

    @Override
    public Optional<Head> head() {
        return reading.repeatable(jedis -> {
            try (Pipeline pipeline = jedis.pipelined()) {
                Response<Object> time = pipeline.sendCommand(redis.clients.jedis.Protocol.Command.TIME, new String[0]);
                Response<List<String>> head = pipeline.hmget(
                        Keys.HEAD,
                        "format",
                        "digest",
                        "owner_id",
                        "owner_host",
                        "owner_pid",
                        "owner_user",
                        "since",
                        "expires",
                        "working");
                pipeline.sync();
                return HistoryRecords.head(head.get(), HistoryRecords.millis(time.get()));
            }
        });
    }

    @Override
    public void initialise() {
        byte[] id = new byte[4];
        RANDOM.nextBytes(id);
        reading.script(
                HistoryScripts.INITIALISE,
                List.of(Keys.HEAD),
                List.of(HexFormat.of().formatHex(id), Integer.toString(CURRENT_FORMAT)));
    }

    @Override
    public LeaseResult acquire(Runner runner, Duration timeToLive) {
        List<String> reply = HistoryRecords.strings(reading.script(
                HistoryScripts.ACQUIRE,
                List.of(Keys.HEAD),
                List.of(
                        Long.toString(timeToLive.toMillis()),
                        runner.id(),
                        runner.host(),
                        Long.toString(runner.pid()),
                        runner.user())));
        return switch (reply.get(0)) {
            case "HELD" -> new LeaseResult.Held(HistoryRecords.holder(reply.subList(3, 10)));
            case "ACQUIRED" -> {
                Lease lease = new Lease(reply.get(1), Long.parseLong(reply.get(2)), runner, timeToLive);
                Holder before = reply.size() > 3 ? HistoryRecords.holder(reply.subList(3, 10)) : null;
                endOlderSessions(lease);
                open(lease);
                yield new LeaseResult.Acquired(lease, before);
            }
            default ->
                throw new DbMigrateException(
                        Diagnostic.INTERNAL, address + ": the lease was asked for before the history was initialised");
        };
    }

    /** An owner that cannot end its predecessor must not go on, nor keep others from trying. */
    private void endOlderSessions(Lease lease) {
        try {
            reading.endOlderSessions(lease);
        } catch (RuntimeException e) {
            try {
                release(lease, null);
            } catch (RuntimeException unreleased) {
                e.addSuppressed(unreleased);
            }
            throw e;
        }
    }

    private synchronized void open(Lease lease) {
        Session before = leased;
        Session beforeRenewing = renewing;
        leased = Session.named(address, lease.sessionName());
        // two tries fit into the third of the lease's life that lies between two heartbeats
        renewing = Session.impatient(
                address, lease.sessionName(), lease.timeToLive().dividedBy(6));
        if (before != null) {
            before.close();
        }
        if (beforeRenewing != null) {
            beforeRenewing.close();
        }
    }

    /** Sessions of a lease bear its name; a lease that this store did not give out itself is used by its name too. */
    private synchronized Session session(Lease lease) {
        Session current = leased;
        if (current == null || !current.pool().sessionName().equals(lease.sessionName())) {
            open(lease);
            current = leased;
        }
        return java.util.Objects.requireNonNull(current);
    }

    private synchronized Session renewing(Lease lease) {
        session(lease);
        return java.util.Objects.requireNonNull(renewing);
    }

    @Override
    public boolean renew(Lease lease, @Nullable String working) {
        return TargetScripts.OK.equals(renewing(lease)
                .script(
                        HistoryScripts.RENEW,
                        List.of(Keys.HEAD),
                        List.of(
                                lease.historyId(),
                                Long.toString(lease.token()),
                                Long.toString(lease.timeToLive().toMillis()),
                                working == null ? "" : working)));
    }

    @Override
    public void release(Lease lease, @Nullable String appliedDigest) {
        session(lease)
                .script(
                        HistoryScripts.RELEASE,
                        List.of(Keys.HEAD),
                        List.of(
                                lease.historyId(),
                                Long.toString(lease.token()),
                                appliedDigest == null ? "" : appliedDigest));
    }

    @Override
    public boolean expire(Runner holder) {
        return TargetScripts.OK.equals(
                reading.script(HistoryScripts.EXPIRE, List.of(Keys.HEAD), List.of(holder.id(), EXPIRED)));
    }

    @Override
    public List<HistoryRow> rows() {
        return reading.repeatable(jedis -> {
            List<String> keys = jedis.zrange(Keys.ROWS, 0, -1);
            List<Response<Map<String, String>>> replies = new ArrayList<>(keys.size());
            try (Pipeline pipeline = jedis.pipelined()) {
                keys.forEach(key -> replies.add(pipeline.hgetAll(key)));
                pipeline.sync();
            }
            return replies.stream()
                    .map(Response::get)
                    .filter(row -> !row.isEmpty())
                    .map(HistoryRecords::row)
                    .sorted(java.util.Comparator.comparingLong(HistoryRow::order))
                    .toList();
        });
    }

    @Override
    public void record(Lease lease, HistoryChange change) {
        List<String> arguments = new ArrayList<>(List.of(lease.historyId(), Long.toString(lease.token())));
        arguments.addAll(HistoryRecords.arguments(lease, change));
        Object reply = session(lease).script(HistoryScripts.RECORD, HistoryRecords.keys(change.row()), arguments);
        if (TargetScripts.LATE.equals(reply)) {
            throw new LeaseLostException(address + ": an earlier record of this run has arrived late");
        }
        if (!TargetScripts.OK.equals(reply)) {
            throw new LeaseLostException(address + ": the history has a higher fencing token than " + lease.token()
                    + "; " + change.row().migrationId() + " was not recorded");
        }
    }

    @Override
    public Tail tail(Lease lease) {
        return session(lease).repeatable(jedis -> {
            try (Pipeline pipeline = jedis.pipelined()) {
                Response<Object> time = pipeline.sendCommand(redis.clients.jedis.Protocol.Command.TIME, new String[0]);
                Response<String> last = pipeline.hget(Keys.HEAD, "last_hash");
                pipeline.sync();
                String hash = last.get();
                return new Tail(hash == null ? "" : hash, Instant.ofEpochMilli(HistoryRecords.millis(time.get())));
            }
        });
    }

    @Override
    public List<HistoryEvent> events(long afterSequence) {
        return reading.repeatable(jedis ->
                jedis
                        .xrange(Keys.EVENTS, new StreamEntryID(afterSequence, Long.MAX_VALUE), (StreamEntryID) null)
                        .stream()
                        .map(entry -> HistoryRecords.event(entry.getID().getTime(), entry.getFields()))
                        .toList());
    }

    @Override
    public synchronized void close() {
        reading.close();
        for (Session session : new Session[] {leased, renewing}) {
            if (session != null) {
                session.close();
            }
        }
    }
}
