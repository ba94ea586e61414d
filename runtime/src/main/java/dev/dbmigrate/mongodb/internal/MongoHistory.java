package dev.dbmigrate.mongodb.internal;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Updates;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.spi.HistoryChange;
import dev.dbmigrate.runtime.spi.HistoryEvent;
import dev.dbmigrate.runtime.spi.HistoryRow;
import dev.dbmigrate.runtime.spi.HistoryStore;
import dev.dbmigrate.runtime.spi.Lease;
import dev.dbmigrate.runtime.spi.Runner;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * The history in MongoDB. The lease's document is its head and its one point of decision; {@link HistoryLog} writes rows and
 * events. It needs no transactions, and a crash at any point loses neither row nor event.
 */
final class MongoHistory implements HistoryStore {

    private static final int ID_DIGITS = 8;
    private static final Duration SHORTEST_LIMIT = Duration.ofMillis(500);

    /** What taking the lease over does to the home database as a target. */
    interface Fence {
        void raise(Lease lease);
    }

    private final Connections connections;
    private final ServerErrors errors;
    private final Fence fence;
    private final HistoryLog log;
    private volatile @Nullable Lease held;

    MongoHistory(Connections connections, ServerErrors errors, Fence fence) {
        this.connections = connections;
        this.errors = errors;
        this.fence = fence;
        this.log = new HistoryLog(connections);
    }

    @Override
    public Optional<Head> head() {
        return errors.guard("read the history", () -> {
            Document lease = lock().find(LeaseDocument.FILTER).first();
            if (lease == null) {
                return Optional.empty();
            }
            Holder holder = HistoryDocuments.holder(lease);
            // The clock is asked only when somebody holds the lease: the common case stays one round trip.
            boolean live = holder != null && holder.expiresAt().isAfter(connections.serverTime());
            return Optional.of(
                    new Head(lease.getInteger("format", 0), lease.getString("appliedDigest"), live ? holder : null));
        });
    }

    @Override
    public void initialise() {
        errors.guard("create the history", () -> {
            if (lock().find(LeaseDocument.FILTER).first() != null) {
                return true;
            }
            for (String name : List.of(Names.HISTORY, Names.EVENTS, Names.LOCK)) {
                TargetRecords.create(connections, name);
            }
            connections
                    .records(Names.HISTORY)
                    .createIndex(Indexes.ascending("migration_id", "database_name"), new IndexOptions().unique(true));
            HistoryLog.insertOnce(
                    lock(),
                    new Document("_id", Names.LEASE_ID)
                            .append("format", CURRENT_FORMAT)
                            .append("historyId", UUID.randomUUID().toString().substring(0, ID_DIGITS))
                            .append("token", 0L)
                            .append("sequence", 0L));
            return true;
        });
    }

    @Override
    public LeaseResult acquire(Runner runner, Duration timeToLive) {
        return errors.guard("take the lease", () -> {
            while (true) {
                Document seen = lock().find(LeaseDocument.FILTER).first();
                if (seen == null) {
                    throw new DbMigrateException(
                            Diagnostic.INTERNAL, "the history was asked for its lease before it was initialised");
                }
                Instant now = connections.serverTime();
                Holder holder = HistoryDocuments.holder(seen);
                if (holder != null && holder.expiresAt().isAfter(now)) {
                    return new LeaseResult.Held(holder);
                }
                Lease lease = new Lease(seen.getString("historyId"), seen.getLong("token") + 1, runner, timeToLive);
                if (take(seen, lease, now)) {
                    fence(lease);
                    log.settle();
                    held = lease;
                    return new LeaseResult.Acquired(lease, holder);
                }
            }
        });
    }

    /** Compare-and-set on all that the decision was based on. */
    private boolean take(Document seen, Lease lease, Instant now) {
        Bson unchanged = Match.id(Names.LEASE_ID)
                .is("token", seen.getLong("token"))
                .is("owner.id", LeaseDocument.ownerId(seen))
                .is("expiresAt", seen.getDate("expiresAt"))
                .all();
        Bson change = Updates.combine(
                Updates.set("token", lease.token()),
                Updates.set("owner", HistoryDocuments.owner(lease.owner())),
                Updates.set("since", Date.from(now)),
                Updates.set("expiresAt", Date.from(now.plus(lease.timeToLive()))),
                Updates.unset("appliedDigest"),
                Updates.unset("working"));
        return lock().updateOne(unchanged, change).getMatchedCount() == 1;
    }

    /** Nobody can use a lease whose owner could not fence the home database: it is given back. */
    private void fence(Lease lease) {
        try {
            fence.raise(lease);
        } catch (RuntimeException e) {
            try {
                release(lease, null);
            } catch (RuntimeException other) {
                e.addSuppressed(other);
            }
            throw e;
        }
    }

    /** A renewal asks two questions, and three renewals can be tried in a lease's time to live. */
    private static Duration limit(Lease lease) {
        Duration limit = lease.timeToLive().dividedBy(6);
        return limit.compareTo(SHORTEST_LIMIT) < 0 ? SHORTEST_LIMIT : limit;
    }

    @Override
    public boolean renew(Lease lease, @Nullable String working) {
        return errors.guard("renew the lease", () -> {
            MongoClient client = connections.heartbeatClient(limit(lease));
            Date expiry = Date.from(connections.serverTime(client).plus(lease.timeToLive()));
            return connections
                            .records(client, Names.LOCK)
                            .updateOne(
                                    LeaseDocument.of(lease).all(),
                                    Updates.combine(Updates.set("expiresAt", expiry), Updates.set("working", working)))
                            .getMatchedCount()
                    == 1;
        });
    }

    @Override
    public void release(Lease lease, @Nullable String appliedDigest) {
        errors.guard("release the lease", () -> {
            log.settle();
            Bson digest = appliedDigest == null
                    ? Updates.unset("appliedDigest")
                    : Updates.set("appliedDigest", appliedDigest);
            return lock().updateOne(
                            LeaseDocument.of(lease).all(),
                            Updates.combine(
                                    Updates.unset("owner"),
                                    Updates.unset("since"),
                                    Updates.unset("expiresAt"),
                                    Updates.unset("working"),
                                    digest));
        });
        held = null;
    }

    @Override
    public boolean expire(Runner holder) {
        return errors.guard(
                "make the lease expire",
                () -> lock().updateOne(
                                        Match.id(Names.LEASE_ID)
                                                .is("owner.id", holder.id())
                                                .all(),
                                        Updates.combine(
                                                Updates.set("owner.id", holder.id() + EXPIRED),
                                                Updates.set("expiresAt", Date.from(Instant.EPOCH))))
                                .getMatchedCount()
                        == 1);
    }

    @Override
    public List<HistoryRow> rows() {
        return errors.guard("read the history", log::rows);
    }

    @Override
    public void record(Lease lease, HistoryChange change) {
        errors.guard("write the history", () -> {
            log.record(lease, change);
            return true;
        });
    }

    @Override
    public Tail tail(Lease lease) {
        return errors.guard("read the history's events", () -> log.tail(lease));
    }

    @Override
    public List<HistoryEvent> events(long afterSequence) {
        return errors.guard("read the history's events", () -> log.events(afterSequence));
    }

    /** Rows and events, for a migration's own transaction. */
    HistoryLog log() {
        return log;
    }

    /** Whether this database is home of the history under whose lease a migration runs. */
    boolean isHomeOf(Lease lease) {
        Lease mine = held;
        return mine != null && mine.historyId().equals(lease.historyId()) && mine.token() == lease.token();
    }

    private MongoCollection<Document> lock() {
        return connections.records(Names.LOCK);
    }
}
