package dev.dbmigrate.mongodb.internal;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;

import com.mongodb.MongoException;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import dev.dbmigrate.runtime.spi.HistoryChange;
import dev.dbmigrate.runtime.spi.HistoryEvent;
import dev.dbmigrate.runtime.spi.HistoryRow;
import dev.dbmigrate.runtime.spi.HistoryStore;
import dev.dbmigrate.runtime.spi.Lease;
import dev.dbmigrate.runtime.spi.LeaseLostException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * The history's rows and events. A change is put under {@code pending} into the lease's document, together with the comparison
 * of the token, in one atomic update, and is then copied; whoever comes next finishes a copy that was cut short. Safe for use
 * by several threads.
 */
final class HistoryLog {

    private static final String PENDING = "pending";
    private static final FindOneAndUpdateOptions AFTER =
            new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER);

    private final Connections connections;

    HistoryLog(Connections connections) {
        this.connections = connections;
    }

    List<HistoryRow> rows() {
        // The pending change is read first: if it is copied in between, the copy replaces it by its order.
        Document pending = pending();
        Map<String, HistoryRow> rows = new TreeMap<>();
        connections.records(Names.HISTORY).find().map(HistoryDocuments::toRow).forEach(row -> add(rows, row));
        if (pending != null) {
            add(rows, HistoryDocuments.toRow(pendingRow(pending)));
        }
        return rows.values().stream()
                .sorted(Comparator.comparingLong(HistoryRow::order))
                .toList();
    }

    private static void add(Map<String, HistoryRow> rows, HistoryRow row) {
        rows.merge(HistoryDocuments.rowId(row), row, (a, b) -> a.order() > b.order() ? a : b);
    }

    synchronized void record(Lease lease, HistoryChange change) {
        while (true) {
            Document head = lock().find(LeaseDocument.FILTER).first();
            if (head == null || !LeaseDocument.isOf(head, lease)) {
                throw LeaseDocument.lost(lease);
            }
            if (head.containsKey(PENDING)) {
                settle();
                continue;
            }
            long sequence = head.getLong("sequence");
            HistoryChange.Link link = change.link();
            Bson unchanged = LeaseDocument.of(lease)
                    .is("sequence", sequence)
                    .absent(PENDING)
                    .all();
            Bson put = Updates.combine(
                    Updates.set("sequence", sequence + 1),
                    Updates.set("pending.sequence", sequence + 1),
                    Updates.set("pending.row", HistoryDocuments.row(change.row())),
                    Updates.set("pending.event", HistoryDocuments.event(change, lease.token())),
                    link == null ? Updates.currentDate("pending.at") : Updates.set("pending.at", Date.from(link.at())));
            if (lock().updateOne(unchanged, put).getMatchedCount() == 1) {
                settle();
                return;
            }
        }
    }

    /** Whatever comes after this, a record that is still on its way finds another sequence, and changes nothing. */
    HistoryStore.Tail tail(Lease lease) {
        nextPlace(lease);
        Document pending = pending();
        Document last = pending != null
                ? pendingEvent(pending)
                : connections
                        .records(Names.EVENTS)
                        .find()
                        .sort(Sorts.descending("_id"))
                        .first();
        return new HistoryStore.Tail(last == null ? "" : last.getString("hash"), connections.serverTime());
    }

    List<HistoryEvent> events(long afterSequence) {
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
                        LeaseDocument.of(lease).all(),
                        Updates.combine(Updates.inc("sequence", 1L), Updates.currentDate("touched")),
                        AFTER);
        if (head == null) {
            throw LeaseDocument.lost(lease);
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
    void settle() {
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
        Document lease = lock().find(LeaseDocument.FILTER).first();
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

    static void insertOnce(MongoCollection<Document> collection, Document document) {
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
