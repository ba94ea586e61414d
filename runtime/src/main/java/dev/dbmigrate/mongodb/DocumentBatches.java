package dev.dbmigrate.mongodb;

import com.mongodb.client.ClientSession;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOneModel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** The documents that a filter finds, by their {@code _id}, a batch at a time. For use by one thread. */
final class DocumentBatches {

    private final MongoContext context;
    private final MongoCollection<Document> collection;
    private final Bson filter;
    private final int size;
    private final @Nullable ClientSession session;

    DocumentBatches(MongoContext context, MongoCollection<Document> collection, Bson filter, int size) {
        if (size < 1) {
            throw new IllegalArgumentException("a batch holds one document or more, not " + size);
        }
        this.context = context;
        this.collection = collection;
        this.filter = filter;
        this.size = size;
        this.session = context.session().orElse(null);
    }

    long update(Function<Document, Bson> update) {
        long total = session == null ? collection.countDocuments(filter) : collection.countDocuments(session, filter);
        long seen = 0;
        long changed = 0;
        // One cursor in the order of _id: a second look by "_id greater than the last" would miss ids of other types.
        FindIterable<Document> found = session == null ? collection.find(filter) : collection.find(session, filter);
        List<UpdateOneModel<Document>> batch = new ArrayList<>(size);
        try (MongoCursor<Document> cursor =
                found.sort(Sorts.ascending("_id")).batchSize(size).iterator()) {
            while (cursor.hasNext()) {
                Document document = cursor.next();
                Bson still = Filters.and(Filters.eq("_id", document.get("_id")), filter);
                batch.add(new UpdateOneModel<>(still, update.apply(document)));
                if (batch.size() == size || !cursor.hasNext()) {
                    changed += write(batch);
                    seen += batch.size();
                    context.progress(seen, Math.max(seen, total));
                    batch.clear();
                }
            }
        }
        return changed;
    }

    private int write(List<UpdateOneModel<Document>> batch) {
        return (session == null ? collection.bulkWrite(batch) : collection.bulkWrite(session, batch))
                .getModifiedCount();
    }
}
