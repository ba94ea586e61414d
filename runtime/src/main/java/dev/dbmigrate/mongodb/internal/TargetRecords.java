package dev.dbmigrate.mongodb.internal;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoExecutionTimeoutException;
import com.mongodb.ReadConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Updates;
import dev.dbmigrate.runtime.spi.Lease;
import dev.dbmigrate.runtime.spi.LeaseLostException;
import dev.dbmigrate.runtime.spi.Marker;
import dev.dbmigrate.runtime.spi.TargetState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * A target's own records. What needs no transaction to be safe is one change of one document: the journal compares the
 * token in the very update that writes it; the other collections are copies that may be written twice.
 */
final class TargetRecords {

    private static final int FORMAT = 1;
    private static final int RAISE_MILLIS = 2_000;

    /** A server ends an idle transaction after 60 s by default; then the token can be raised at the latest. */
    private static final int RAISE_TRIES = 45;

    private final Connections connections;

    TargetRecords(Connections connections) {
        this.connections = connections;
    }

    /** What stands here, read without any right to write. */
    TargetState read() {
        return read(false);
    }

    /**
     * What stands here. On the home a rollback that has ended is told as well: the history's row could not be written with it.
     */
    TargetState read(boolean home) {
        Document journal = journal();
        if (journal == null) {
            return TargetState.EMPTY;
        }
        Map<String, Marker> markers = new HashMap<>();
        Map<String, String> attempts = new HashMap<>();
        for (Document marker : connections.records(Names.MARKERS).find()) {
            String id = marker.getString("_id");
            attempts.put(id, String.valueOf(marker.getString("attempt")));
            if (Marker.State.APPLIED.name().equals(marker.getString("state"))
                    && !marker.getBoolean("inHistory", false)) {
                markers.put(id, applied(id, marker.getString("checksum"), marker.getLong("token")));
            } else if (home && Marker.State.ROLLED_BACK.name().equals(marker.getString("state"))) {
                markers.put(id, rolledBack(id, marker.getLong("token")));
            }
        }
        String version = MarkerWriter.current(connections.records(Names.VERSIONS));
        for (JournalEntry entry : entries(journal)) {
            if (entry.attempt().equals(attempts.get(entry.migrationId()))) {
                continue; // the outcome of this very try is among the markers already
            }
            if (entry.isToBeCopied()) {
                version = entry.version().isEmpty() ? version : entry.version().current();
            }
            if (entry.isDoneUp()) {
                markers.put(entry.migrationId(), applied(entry.migrationId(), entry.checksum(), entry.token()));
            } else if (entry.isDone() && home && !entry.isForgotten()) {
                markers.put(entry.migrationId(), rolledBack(entry.migrationId(), entry.token()));
            } else if (entry.isDone()) {
                markers.remove(entry.migrationId());
            } else {
                markers.put(entry.migrationId(), entry.toMarker());
            }
        }
        return new TargetState(true, journal.getString("historyId"), journal.getLong("token"), version, markers);
    }

    private static Marker applied(String id, @Nullable String checksum, long token) {
        return new Marker(id, Marker.State.APPLIED, checksum, token, List.of());
    }

    private static Marker rolledBack(String id, long token) {
        return new Marker(id, Marker.State.ROLLED_BACK, null, token, List.of());
    }

    private @Nullable Document journal() {
        return connections
                .records(Names.FENCE)
                .find(eq("_id", Names.JOURNAL_ID))
                .first();
    }

    private static List<JournalEntry> entries(Document journal) {
        return journal.get("running", new Document()).values().stream()
                .map(entry -> new JournalEntry((Document) entry))
                .toList();
    }

    /** The entry of one migration, or null. */
    @Nullable
    JournalEntry entry(String migrationId) {
        Document journal = journal();
        return journal == null
                ? null
                : entries(journal).stream()
                        .filter(entry -> entry.migrationId().equals(migrationId))
                        .findFirst()
                        .orElse(null);
    }

    /** Creates the collections; they must exist before a transaction writes into them. */
    void initialise() {
        if (journal() == null) {
            for (String name : List.of(Names.FENCE, Names.MARKERS, Names.VERSIONS)) {
                create(connections, name);
            }
        }
    }

    /** Creates a collection unless somebody else has or does. */
    static void create(Connections connections, String name) {
        MongoDatabase database = connections.database(connections.recordsClient());
        try {
            database.createCollection(name);
        } catch (MongoCommandException e) {
            // Of two at once, one is refused; mongo-java-server has no error code of its own for it.
            if (e.getErrorCode() != ServerErrors.NAMESPACE_EXISTS
                    && !database.listCollectionNames().into(new ArrayList<>()).contains(name)) {
                throw e;
            }
        }
    }

    /**
     * Raises both tokens to a lease's.
     *
     * @param lease the lease
     * @param blocked called when a transaction of an older owner holds the token
     * @return false if these records belong to another history; nothing was changed then
     * @throws LeaseLostException if a higher token has been seen
     */
    boolean raise(Lease lease, Runnable blocked) {
        return raise(lease, Names.JOURNAL_ID, blocked) && raise(lease, Names.TRANSACTION_ID, blocked);
    }

    private boolean raise(Lease lease, String id, Runnable blocked) {
        Bson mine = Match.id(id)
                .oneOf("historyId", Arrays.asList(lease.historyId(), null))
                .atMost("token", lease.token())
                .all();
        Bson change = Updates.combine(
                Updates.set("token", lease.token()),
                Updates.set("historyId", lease.historyId()),
                Updates.set("format", FORMAT));
        FindOneAndUpdateOptions options = new FindOneAndUpdateOptions()
                .returnDocument(ReturnDocument.AFTER)
                .maxTime(RAISE_MILLIS, TimeUnit.MILLISECONDS);
        for (int tries = 0; ; tries++) {
            try {
                if (connections.records(Names.FENCE).findOneAndUpdate(mine, change, options) != null) {
                    return true;
                }
                Document seen =
                        connections.records(Names.FENCE).find(eq("_id", id)).first();
                if (seen == null) {
                    insertFirst(id);
                } else if (isForeign(seen, lease)) {
                    return false;
                } else if (seen.getLong("token") > lease.token()) {
                    throw new LeaseLostException(
                            "the target has seen token " + seen.getLong("token") + ", this lease has " + lease.token());
                }
            } catch (MongoExecutionTimeoutException e) {
                if (tries >= RAISE_TRIES) {
                    throw e;
                }
                blocked.run();
            }
        }
    }

    private static boolean isForeign(Document seen, Lease lease) {
        String history = seen.getString("historyId"); // null between the first insert and the first claim
        return history != null && !history.equals(lease.historyId());
    }

    private void insertFirst(String id) {
        try {
            connections.records(Names.FENCE).insertOne(new Document("_id", id).append("token", 0L));
        } catch (MongoException e) {
            if (e.getCode() != ServerErrors.DUPLICATE_KEY) {
                throw e; // else two first claims at once: the document is there
            }
        }
    }

    /** Whether a newer owner has claimed this target. */
    boolean isFenced(Lease lease) {
        Document journal = journal();
        return journal != null && journal.getLong("token") > lease.token();
    }

    /**
     * Changes the journal if the token is still the lease's, in one atomic change of one document.
     *
     * @throws LeaseLostException if it is not; nothing was changed
     */
    void change(Lease lease, Bson change) {
        Bson mine = Match.id(Names.JOURNAL_ID).is("token", lease.token()).all();
        if (connections.records(Names.FENCE).updateOne(mine, change).getMatchedCount() == 0) {
            throw new LeaseLostException(
                    "the journal of this target belongs to a newer owner than token " + lease.token());
        }
    }

    /** Replaces what is known of a migration by what a person has decided; the copies are left to {@link #settle}. */
    void decide(Lease lease, JournalEntry decided) {
        change(lease, Updates.set(JournalEntry.field(decided.migrationId()), decided.document()));
    }

    /** Copies what is done into the other collections, and forgets it. Harmless when done twice, or by two at once. */
    void settle() {
        Document journal = journal();
        if (journal == null) {
            return;
        }
        for (JournalEntry entry : entries(journal)) {
            if (!entry.isToBeCopied()) {
                continue;
            }
            new MarkerWriter(connections.records(Names.MARKERS), connections.records(Names.VERSIONS), null)
                    .write(entry, false);
            if (entry.isDone()) {
                forgetAttempt(entry.migrationId(), entry.attempt());
            } else {
                copied(entry);
            }
        }
    }

    /** The entry stays, because its migration is to go on from there. */
    private void copied(JournalEntry entry) {
        String field = JournalEntry.field(entry.migrationId());
        connections
                .records(Names.FENCE)
                .updateOne(
                        Match.id(Names.JOURNAL_ID)
                                .is(field + ".attempt", entry.attempt())
                                .all(),
                        Updates.unset(field + ".version"));
    }

    /** Forgets an entry that says no more than that a try is to begin. */
    void forgetEmpty(Lease lease, String migrationId) {
        change(lease, Updates.unset(JournalEntry.field(migrationId)));
    }

    /** Forgets the entry of one try; does nothing if it belongs to another try. */
    void forgetAttempt(String migrationId, String attempt) {
        String field = JournalEntry.field(migrationId);
        MongoCollection<Document> fence = connections.records(Names.FENCE);
        fence.updateOne(
                Match.id(Names.JOURNAL_ID).is(field + ".attempt", attempt).all(), Updates.unset(field));
    }

    /** Whether the try's outcome was committed. */
    boolean isCommitted(String migrationId, String attempt) {
        return connections
                        .records(Names.MARKERS)
                        .withReadConcern(ReadConcern.MAJORITY)
                        .find(Match.id(migrationId).is("attempt", attempt).all())
                        .first()
                != null;
    }
}
