package dev.dbmigrate.mongodb.internal;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.MongoException;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import dev.dbmigrate.runtime.spi.Marker;
import dev.dbmigrate.runtime.spi.VersionChange;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * Writes a migration's marker and the schema version: in the migration's transaction, or as copies of what the journal
 * says. Each document carries the token under which it was written, and nothing older overwrites it; a rolled-back
 * migration leaves its marker behind for the same reason.
 */
final class MarkerWriter {

    private static final String ROLLED_BACK = Marker.State.ROLLED_BACK.name();

    private final MongoCollection<Document> markers;
    private final MongoCollection<Document> versions;
    private final @Nullable ClientSession session;

    MarkerWriter(
            MongoCollection<Document> markers, MongoCollection<Document> versions, @Nullable ClientSession session) {
        this.markers = markers;
        this.versions = versions;
        this.session = session;
    }

    /**
     * Writes what a done entry says.
     *
     * @param entry the entry
     * @param inHistory whether the history's row is written with it, so that the marker has nothing to tell
     */
    void write(JournalEntry entry, boolean inHistory) {
        if (!entry.isRunningDown()) {
            writeMarker(entry, inHistory);
        }
        if (!entry.version().isEmpty()) {
            write(entry.version(), entry.token());
        }
    }

    private void writeMarker(JournalEntry entry, boolean inHistory) {
        upsert(
                markers,
                entry.migrationId(),
                entry.token(),
                Updates.combine(
                        Updates.set("state", state(entry)),
                        Updates.set("checksum", entry.checksum()),
                        Updates.set("attempt", entry.isDone() ? entry.attempt() : null),
                        Updates.set("inHistory", inHistory),
                        Updates.currentDate("at")));
    }

    /** What is to go on upwards from its journal is not applied, whatever an older marker says. */
    private static String state(JournalEntry entry) {
        if (entry.isDoneUp()) {
            return Marker.State.APPLIED.name();
        }
        return entry.isForgotten() || !entry.isDone() ? JournalEntry.FORGOTTEN : ROLLED_BACK;
    }

    private void write(VersionChange change, long token) {
        for (VersionChange.Reached reached : change.reached()) {
            upsert(
                    versions,
                    reached.version(),
                    token,
                    Updates.combine(
                            Updates.set("version", reached.version()),
                            Updates.set("description", reached.description()),
                            Updates.set("breakingChanges", reached.breaking()),
                            Updates.currentDate("appliedAt"),
                            Updates.unset("leftAt")));
        }
        for (String left : change.left()) {
            // not deleted: without the token an older owner's copy that arrives late would bring the version back
            upsert(
                    versions,
                    left,
                    token,
                    Updates.combine(
                            Updates.unset("version"),
                            Updates.unset("description"),
                            Updates.unset("breakingChanges"),
                            Updates.unset("appliedAt"),
                            Updates.currentDate("leftAt")));
        }
        upsert(
                versions,
                Names.CURRENT_ID,
                token,
                Updates.combine(Updates.set("version", change.current()), Updates.currentDate("appliedAt")));
    }

    private void upsert(MongoCollection<Document> collection, String id, long token, Bson change) {
        Bson older = Match.id(id).atMost("token", token).all();
        Bson stamped = Updates.combine(change, Updates.set("token", token));
        UpdateOptions options = new UpdateOptions().upsert(true);
        if (session != null) {
            collection.updateOne(session, older, stamped, options);
            return;
        }
        try {
            collection.updateOne(older, stamped, options);
        } catch (MongoException e) {
            if (e.getCode() != ServerErrors.DUPLICATE_KEY) {
                throw e;
            }
            // A newer owner has written it: its word stands.
        }
    }

    /** The schema version in force, or null. */
    static @Nullable String current(MongoCollection<Document> versions) {
        Document current = versions.find(eq("_id", Names.CURRENT_ID)).first();
        return current == null ? null : current.getString("version");
    }
}
