package dev.dbmigrate.neo4j.internal;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.spi.HistoryChange;
import dev.dbmigrate.runtime.spi.HistoryEvent;
import dev.dbmigrate.runtime.spi.HistoryRow;
import dev.dbmigrate.runtime.spi.HistoryStore;
import dev.dbmigrate.runtime.spi.Lease;
import dev.dbmigrate.runtime.spi.LeaseLostException;
import dev.dbmigrate.runtime.spi.Runner;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Record;
import org.neo4j.driver.Transaction;
import org.neo4j.driver.exceptions.Neo4jException;

/**
 * The history in Neo4j: one node for the lease, one for each migration and database, one for each event. Every change
 * locks the lease's node before it looks at it, because Neo4j reads without locks.
 */
final class Neo4jHistory implements HistoryStore {

    private static final int ID_DIGITS = 8;
    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(5);
    private static final int LOCK_TRIES = 12;

    /** So many renewals can be tried in a lease's time to live; one that takes longer has failed. */
    private static final int RENEWALS = 3;

    private static final Duration SHORTEST_LIMIT = Duration.ofSeconds(1);

    private static final String HEAD = """
            MATCH (l:__DbMigrateLease {id: 'lease'})
            RETURN l {.*} AS lease, coalesce(l.expires_at > datetime.realtime(), false) AS live""";

    private static final String ACQUIRE = """
            MATCH (l:__DbMigrateLease {id: 'lease'})
            SET l.locked_by = $id
            WITH l, datetime.realtime() AS now
            WITH l, now, l {.*} AS before, (l.owner_id IS NULL OR l.expires_at <= now) AS free
            FOREACH (_ IN CASE WHEN free THEN [1] ELSE [] END |
              SET l.token = l.token + 1, l.owner_id = $id, l.owner_host = $host, l.owner_pid = $pid,
                l.owner_user = $user, l.since = now, l.expires_at = now + duration({milliseconds: $ttl}),
                l.applied_digest = null, l.working = null)
            RETURN free, before, l.token AS token, l.history_id AS history""";

    /** The same answer without a lock, for when the lock cannot be had. */
    private static final String PEEK = """
            MATCH (l:__DbMigrateLease {id: 'lease'})
            RETURN false AS free, l {.*} AS before, l.token AS token, l.history_id AS history,
              coalesce(l.expires_at > datetime.realtime(), false) AS live""";

    private static final String MINE = """
            MATCH (l:__DbMigrateLease {id: 'lease'})
            SET l.locked_by = $owner
            WITH l, datetime.realtime() AS now
            WHERE l.token = $token AND l.owner_id = $owner
            """;

    private static final String RENEW = MINE + """
            SET l.expires_at = now + duration({milliseconds: $ttl}), l.working = $working
            RETURN l.token AS token""";

    private static final String RELEASE = MINE + """
            SET l.owner_id = null, l.owner_host = null, l.owner_pid = null, l.owner_user = null, l.since = null,
              l.expires_at = null, l.working = null, l.applied_digest = $digest
            RETURN l.token AS token""";

    private static final String EXPIRE = """
            MATCH (l:__DbMigrateLease {id: 'lease'})
            SET l.locked_by = $owner
            WITH l, datetime.realtime() AS now
            WHERE l.owner_id = $owner
            SET l.expires_at = now, l.owner_id = $owner + $added
            RETURN l.token AS token""";

    private static final String RECORD = MINE + """
            OPTIONAL MATCH (done:__DbMigrateEvent {uid: $uid})
            WITH l, now, done
            WHERE done IS NOT NULL OR $previous IS NULL OR coalesce(l.last_hash, '') = $previous
            FOREACH (_ IN CASE WHEN done IS NULL THEN [1] ELSE [] END |
              SET l.sequence = l.sequence + 1, l.last_hash = coalesce($hash, l.last_hash)
              MERGE (r:__DbMigrateHistory {key: $key})
              SET r = $row, r.key = $key, r.id = l.sequence, r.applied_at = coalesce($at, now)
              CREATE (e:__DbMigrateEvent {uid: $uid})
              SET e += $event, e.sequence = l.sequence, e.at = coalesce($at, now))
            RETURN l.token AS token""";

    private static final String TAIL = """
            MATCH (l:__DbMigrateLease {id: 'lease'})
            RETURN coalesce(l.last_hash, '') AS hash, datetime.realtime() AS now""";

    private final Connections connections;
    private final ServerErrors errors;
    private final Consumer<Lease> fence;
    private volatile @Nullable Lease held;

    /**
     * Creates the store.
     *
     * @param fence what taking the lease does to the home database as a target
     */
    Neo4jHistory(Connections connections, ServerErrors errors, Consumer<Lease> fence) {
        this.connections = connections;
        this.errors = errors;
        this.fence = fence;
    }

    @Override
    public Optional<Head> head() {
        return errors.guard(
                "read the history",
                () -> connections.ask(HEAD, Map.of()).stream()
                        .findFirst()
                        .map(row -> new Head(
                                row.get("lease").get("format").asInt(),
                                row.get("lease").get("applied_digest").asString(null),
                                row.get("live").asBoolean() ? HistoryNodes.holder(row.get("lease")) : null)));
    }

    @Override
    public void initialise() {
        errors.guard("create the history", () -> {
            if (connections.ask(HEAD, Map.of()).isEmpty()) {
                new Constraints(connections).ensure(Names.AT_HOME);
                connections.ask(
                        """
                        MERGE (l:__DbMigrateLease {id: 'lease'})
                        ON CREATE SET l.format = $format, l.history_id = $history, l.token = 0, l.sequence = 0""",
                        Map.of(
                                "format",
                                CURRENT_FORMAT,
                                "history",
                                UUID.randomUUID().toString().substring(0, ID_DIGITS)));
            }
            return true;
        });
    }

    @Override
    public LeaseResult acquire(Runner runner, Duration timeToLive) {
        return errors.guard("take the lease", () -> {
            Map<String, Object> asker = Map.of(
                    "id", runner.id(),
                    "host", runner.host(),
                    "pid", runner.pid(),
                    "user", runner.user(),
                    "ttl", timeToLive.toMillis());
            Record answer = take(asker);
            Holder before = HistoryNodes.holder(answer.get("before"));
            if (!answer.get("free").asBoolean() && before != null) {
                return new LeaseResult.Held(before);
            }
            Lease lease = new Lease(
                    answer.get("history").asString(), answer.get("token").asLong(), runner, timeToLive);
            fence(lease);
            held = lease;
            return new LeaseResult.Acquired(lease, before);
        });
    }

    /**
     * Asks for the lease. Its node can be locked by an owner that was frozen while it wrote: nobody waits for such a one
     * for ever, and once its lease has expired its transactions are ended.
     */
    private Record take(Map<String, Object> asker) {
        for (int tried = 1; ; tried++) {
            try {
                return connections.ask(ACQUIRE, asker, LOCK_TIMEOUT).stream()
                        .findFirst()
                        .orElseThrow(() -> new DbMigrateException(
                                Diagnostic.INTERNAL, "the history was asked for its lease before it was initialised"));
            } catch (Neo4jException e) {
                if (!ServerErrors.waitedInVain(e)) {
                    throw e;
                }
                for (Record seen : connections.ask(PEEK, Map.of())) {
                    if (seen.get("live").asBoolean()) {
                        return seen;
                    }
                    new OldTransactions(connections)
                            .endUpTo(
                                    seen.get("history").asString(),
                                    seen.get("token").asLong());
                }
                if (tried == LOCK_TRIES) {
                    throw new DbMigrateException(
                            Diagnostic.LEASE_HELD,
                            "another transaction holds the lock of the lease's node and cannot be ended by this user: wait"
                                    + " for it, or run as the user of the earlier runner, or grant SHOW TRANSACTION and"
                                    + " TERMINATE TRANSACTION",
                            e);
                }
            }
        }
    }

    private static Duration limit(Lease lease) {
        Duration limit = lease.timeToLive().dividedBy(RENEWALS);
        return limit.compareTo(SHORTEST_LIMIT) < 0 ? SHORTEST_LIMIT : limit;
    }

    /** Nobody can use a lease whose owner could not fence the home database: it is given back. */
    private void fence(Lease lease) {
        try {
            fence.accept(lease);
        } catch (RuntimeException e) {
            try {
                release(lease, null);
            } catch (RuntimeException other) {
                e.addSuppressed(other);
            }
            throw e;
        }
    }

    @Override
    public boolean renew(Lease lease, @Nullable String working) {
        Map<String, Object> parameters = mine(lease);
        parameters.put("ttl", lease.timeToLive().toMillis());
        parameters.put("working", working);
        return errors.guard(
                "renew the lease",
                () -> !connections.askWithin(limit(lease), RENEW, parameters).isEmpty());
    }

    @Override
    public void release(Lease lease, @Nullable String appliedDigest) {
        Map<String, Object> parameters = mine(lease);
        parameters.put("digest", appliedDigest);
        errors.guard("release the lease", () -> connections.ask(RELEASE, parameters));
        held = null;
    }

    @Override
    public boolean expire(Runner holder) {
        return errors.guard(
                "make the lease expire",
                () -> !connections
                        .ask(EXPIRE, Map.of("owner", holder.id(), "added", EXPIRED))
                        .isEmpty());
    }

    @Override
    public List<HistoryRow> rows() {
        return errors.guard(
                "read the history",
                () -> connections.ask("MATCH (r:__DbMigrateHistory) RETURN r ORDER BY r.id", Map.of()).stream()
                        .map(row -> HistoryNodes.row(row.get("r")))
                        .toList());
    }

    @Override
    public void record(Lease lease, HistoryChange change) {
        String uid = UUID.randomUUID().toString();
        errors.guard("write the history", () -> {
            // the event's uid makes a second try harmless, whatever became of the first
            connections.changeSurely(lease, transaction -> write(transaction, lease, change, uid));
            return true;
        });
    }

    /** Writes a row and its event in a transaction, after comparing the token in it. */
    static void write(Transaction transaction, Lease lease, HistoryChange change, String uid) {
        Map<String, Object> parameters = mine(lease);
        parameters.put("key", HistoryNodes.key(change.row()));
        parameters.put("uid", uid);
        HistoryChange.Link link = change.link();
        parameters.put("at", link == null ? null : link.at().atZone(ZoneOffset.UTC));
        parameters.put("previous", link == null ? null : link.previous());
        parameters.put("hash", link == null ? null : link.hash());
        parameters.put("row", HistoryNodes.properties(change.row()));
        parameters.put("event", HistoryNodes.properties(change, lease.token()));
        if (transaction.run(RECORD, parameters).list().isEmpty()) {
            throw new LeaseLostException("the lease with token " + lease.token()
                    + " belongs to somebody else now, or an earlier record of this run has arrived late");
        }
    }

    @Override
    public Tail tail(Lease lease) {
        return errors.guard(
                "read the history's events",
                () -> connections.ask(TAIL, Map.of()).stream()
                        .findFirst()
                        .map(row -> new Tail(
                                row.get("hash").asString(""),
                                row.get("now").asZonedDateTime().toInstant()))
                        .orElseThrow());
    }

    @Override
    public List<HistoryEvent> events(long afterSequence) {
        return errors.guard(
                "read the history's events",
                () -> connections
                        .ask(
                                "MATCH (e:__DbMigrateEvent) WHERE e.sequence > $after RETURN e ORDER BY e.sequence",
                                Map.of("after", afterSequence))
                        .stream()
                        .map(row -> HistoryNodes.event(row.get("e")))
                        .toList());
    }

    /** Whether this database is home of the history under whose lease a migration runs. */
    boolean isHomeOf(Lease lease) {
        Lease mine = held;
        return mine != null && mine.historyId().equals(lease.historyId()) && mine.token() == lease.token();
    }

    private static Map<String, Object> mine(Lease lease) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("token", lease.token());
        parameters.put("owner", lease.owner().id());
        return parameters;
    }
}
