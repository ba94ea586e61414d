package dev.dbmigrate.mongodb;

import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import dev.dbmigrate.runtime.MigrationContext;
import java.util.Optional;
import java.util.function.Function;
import org.bson.Document;
import org.bson.conversions.Bson;

/** What a MongoDB migration gets. */
public interface MongoContext extends MigrationContext {

    /** The database on which the migration runs. */
    MongoDatabase database();

    /**
     * The session whose transaction holds the migration and its marker, to be given to each call; empty where the
     * deployment has no transactions or the migration is declared {@code transactional = false}.
     */
    Optional<ClientSession> session();

    /**
     * Changes each document that a filter finds by an update made for it, in batches, and reports progress: for upgrades
     * that the server's own update operators cannot express. Uses the session where there is one.
     *
     * <p>Inside an {@link #idempotentStep} it goes on after an interruption where it stopped, if a changed document no
     * longer matches the filter: give it one like {@code exists("schemaVersion", false)}. A document that somebody else
     * changes meanwhile so that it no longer matches is left alone.
     *
     * @param collection the collection
     * @param filter finds the documents that are still to be changed
     * @param batchSize how many documents are sent to the server at once, 1 or more
     * @param update makes the update of one document, with operators ({@code $set})
     * @return how many documents were changed
     * @throws IllegalArgumentException if the batch size is less than 1
     */
    default long updateEach(
            MongoCollection<Document> collection, Bson filter, int batchSize, Function<Document, Bson> update) {
        return new DocumentBatches(this, collection, filter, batchSize).update(update);
    }
}
