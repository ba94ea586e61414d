package dev.dbmigrate.mongodb.internal;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;

import com.mongodb.MongoException;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * The history in MongoDB. The lease's document is its head and its one point of decision: a change of the history is put
 * there under {@code pending}, together with the comparison of the token, in one atomic update, and is then copied into
 * the collections of rows and events; whoever comes next finishes a copy that was cut short. So it needs no
 * transactions, and a crash at any point loses neither row nor event.
 */
final class MongoHistory implements HistoryStore {

    private static final int ID_DIGITS = 8;
    private static final Duration SHORTEST_LIMIT = Duration.ofMillis(500);
    private static final String PENDING = "pending";
    private static final Bson THE_LEASE = eq("_id", Names.LEASE_ID);
    private static final FindOneAndUpdateOptions AFTER =
            new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER);

    /** What taking the lease over does to the home database as a target. */
    interface Fence {
        void raise(Lease lease);
    }

    private final Connections connections;
    private final ServerErrors errors;
    private final Fence fence;
    private volatile @Nullable Lease held;

    MongoHistory(Connections connections, ServerErrors errors, Fence fence) {
        this.connections = connections;
        this.errors = errors;
        this.fence = fence;
    }

    @Override
    public Optional<Head> head() {
        return errors.guard("read the history", () -> {
            Document lease = lock().find(THE_LEASE).first();
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
            if (lock().find(THE_LEASE).first() != null) {
                return true;
            }
            for (String name : List.of(Names.HISTORY, Names.EVENTS, Names.LOCK)) {
                TargetRecords.create(connections, name);
            }
            connections
                    .records(Names.HISTORY)
                    .createIndex(Indexes.ascending("migration_id", "database_name"), new IndexOptions().unique(true));
            insertOnce(
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
                Document seen = lock().find(THE_LEASE).first();
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
                    settle();
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
                .is("owner.id", ownerId(seen))
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

    private static @Nullable String ownerId(Document lease) {
        Document owner = lease.get("owner", Document.class);
        return owner == null ? null : owner.getString("id");
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
                                    mine(lease),
                                    Updates.combine(Updates.set("expiresAt", expiry), Updates.set("working", working)))
                            .getMatchedCount()
                    == 1;
        });
    }

    @Override
    public void release(Lease lease, @Nullable String appliedDigest) {
        errors.guard("release the lease", () -> {
            settle();
            Bson digest = appliedDigest == null
                    ? Updates.unset("appliedDigest")
                    : Updates.set("appliedDigest", appliedDigest);
            return lock().updateOne(
                            mine(lease),
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
        return errors.guard("read the history", () -> {
            // The pending change is read first: if it is copied in between, the copy replaces it by its order.
            Document pending = pending();
            Map<String, HistoryRow> rows = new TreeMap<>();
            connections
                    .records(Names.HISTORY)
                    .find()
                    .map(HistoryDocuments::toRow)
                    .forEach(row -> add(rows, row));
            if (pending != null) {
                add(rows, HistoryDocuments.toRow(pendingRow(pending)));
            }
            return rows.values().stream()
                    .sorted(Comparator.comparingLong(HistoryRow::order))
                    .toList();
        });
    }

    private static void add(Map<String, HistoryRow> rows, HistoryRow row) {
        rows.merge(HistoryDocuments.rowId(row), row, (a, b) -> a.order() > b.order() ? a : b);
    }

    @Override
    public synchronized void record(Lease lease, HistoryChange change) {
        errors.guard("write the history", () -> {
            while (true) {
                Document head = lock().find(THE_LEASE).first();
                if (head == null || !isMine(head, lease)) {
                    throw lost(lease);
                }
                if (head.containsKey(PENDING)) {
                    settle();
                    continue;
                }
                long sequence = head.getLong("sequence");
                HistoryChange.Link link = change.link();
                Bson unchanged =
                        owned(lease).is("sequence", sequence).absent(PENDING).all();
                Bson put = Updates.combine(
                        Updates.set("sequence", sequence + 1),
                        Updates.set("pending.sequence", sequence + 1),
                        Updates.set("pending.row", HistoryDocuments.row(change.row())),
                        Updates.set("pending.event", HistoryDocuments.event(change, lease.token())),
                        link == null
                                ? Updates.currentDate("pending.at")
                                : Updates.set("pending.at", Date.from(link.at())));
                if (lock().updateOne(unchanged, put).getMatchedCount() == 1) {
                    settle();
                    return true;
                }
            }
        });
    }

    /** Whatever comes after this, a record that is still on its way finds another sequence, and changes nothing. */
    @Override
    public Tail tail(Lease lease) {
        return errors.guard("read the history's events", () -> {
            nextPlace(lease);
            Document pending = pending();
            Document last = pending != null
                    ? pendingEvent(pending)
                    : connections
                            .records(Names.EVENTS)
                            .find()
                            .sort(Sorts.descending("_id"))
                            .first();
            return new Tail(last == null ? "" : last.getString("hash"), connections.serverTime());
        });
    }

    @Override
    public List<HistoryEvent> events(long afterSequence) {
        return errors.guard("read the history's events", () -> {
            Document pending = pending();
            List<HistoryEvent> events = new ArrayList<>();
            connections
                    .records(Names.EVENTS)
                    .find(gt("_id", afterSequence))
                    .sort(Sorts.ascending("_id"))
                    .map(HistoryDocuments::toEvent)
                    .forEach(events::add);
            if (pending != null) {
                HistoryEvent last = HistoryDocuments.toEvent(pendingEvent(pending));
                boolean copied = events.stream().anyMatch(e -> e.sequence() == last.sequence());
                if (!copied && last.sequence() > afterSequence) {
                    events.add(last);
                }
            }
            events.sort(Comparator.comparingLong(HistoryEvent::sequence));
            return events;
        });
    }

    /** Whether this database is home of the history under whose lease a migration runs. */
    boolean isHomeOf(Lease lease) {
        Lease mine = held;
        return mine != null && mine.historyId().equals(lease.historyId()) && mine.token() == lease.token();
    }

    /** A number for an event, and the server's clock. */
    record Place(long sequence, Date at) {}

    /**
     * Takes a number for an event that a migration's own transaction will write. Taken outside the transaction, which
     * would conflict with every other writer of the head.
     *
     * @throws LeaseLostException if the lease belongs to somebody else
     */
    Place nextPlace(Lease lease) {
        Document head = lock().findOneAndUpdate(
                        mine(lease),
                        Updates.combine(Updates.inc("sequence", 1L), Updates.currentDate("touched")),
                        AFTER);
        if (head == null) {
            throw lost(lease);
        }
        return new Place(head.getLong("sequence"), head.getDate("touched"));
    }

    /** Writes a row and its event in a migration's transaction, whose own fence compares the token. */
    void write(ClientSession session, MongoDatabase database, HistoryChange change, long token, Place place) {
        HistoryChange.Link link = change.link();
        Date at = link == null ? place.at() : Date.from(link.at());
        Document row = HistoryDocuments.placed(HistoryDocuments.row(change.row()), place.sequence(), at);
        database.getCollection(Names.EVENTS)
                .insertOne(
                        session,
                        HistoryDocuments.numbered(HistoryDocuments.event(change, token), place.sequence(), at));
        database.getCollection(Names.HISTORY)
                .replaceOne(session, eq("_id", row.getString("_id")), row, new ReplaceOptions().upsert(true));
    }

    /** Copies the pending change; harmless when done twice, or by two at once. */
    private void settle() {
        Document pending = pending();
        if (pending == null) {
            return;
        }
        insertOnce(connections.records(Names.EVENTS), pendingEvent(pending));
        Document row = pendingRow(pending);
        try {
            Document fields = new Document(row);
            fields.remove("_id");
            connections
                    .records(Names.HISTORY)
                    .updateOne(
                            Match.id(row.getString("_id"))
                                    .lessThan("id", row.getLong("id"))
                                    .all(),
                            new Document("$set", fields),
                            new UpdateOptions().upsert(true));
        } catch (MongoException e) {
            ignoreDuplicate(e); // the row is there already, or a newer one is
        }
        lock().updateOne(
                        Match.id(Names.LEASE_ID)
                                .is("pending.sequence", pending.getLong("sequence"))
                                .all(),
                        Updates.unset(PENDING));
    }

    private @Nullable Document pending() {
        Document lease = lock().find(THE_LEASE).first();
        return lease == null ? null : lease.get(PENDING, Document.class);
    }

    private static Document pendingRow(Document pending) {
        return HistoryDocuments.placed(
                pending.get("row", Document.class), pending.getLong("sequence"), pending.getDate("at"));
    }

    private static Document pendingEvent(Document pending) {
        return HistoryDocuments.numbered(
                pending.get("event", Document.class), pending.getLong("sequence"), pending.getDate("at"));
    }

    private MongoCollection<Document> lock() {
        return connections.records(Names.LOCK);
    }

    private static Bson mine(Lease lease) {
        return owned(lease).all();
    }

    private static Match owned(Lease lease) {
        return Match.id(Names.LEASE_ID)
                .is("token", lease.token())
                .is("owner.id", lease.owner().id());
    }

    private static boolean isMine(Document head, Lease lease) {
        return head.getLong("token") == lease.token() && lease.owner().id().equals(ownerId(head));
    }

    private static LeaseLostException lost(Lease lease) {
        return new LeaseLostException("the lease with token " + lease.token() + " belongs to somebody else now");
    }

    private static void insertOnce(MongoCollection<Document> collection, Document document) {
        try {
            collection.insertOne(document);
        } catch (MongoException e) {
            ignoreDuplicate(e);
        }
    }

    private static void ignoreDuplicate(MongoException e) {
        if (e.getCode() != ServerErrors.DUPLICATE_KEY) {
            throw e;
        }
    }
}
