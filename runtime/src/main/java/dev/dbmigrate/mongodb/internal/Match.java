package dev.dbmigrate.mongodb.internal;

import java.util.List;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * Conditions on one document. Written as one flat document and not with the driver's {@code Filters.and}, whose
 * {@code $and} some servers of the wire protocol do not look into when an upsert makes the document's {@code _id}.
 */
final class Match {

    private final Document conditions;

    private Match(Document conditions) {
        this.conditions = conditions;
    }

    static Match id(String id) {
        return new Match(new Document("_id", id));
    }

    Match is(String field, @Nullable Object value) {
        conditions.append(field, value);
        return this;
    }

    Match atMost(String field, long value) {
        return is(field, new Document("$lte", value));
    }

    Match lessThan(String field, long value) {
        return is(field, new Document("$lt", value));
    }

    Match absent(String field) {
        return is(field, new Document("$exists", false));
    }

    Match oneOf(String field, List<@Nullable String> values) {
        return is(field, new Document("$in", values));
    }

    Bson all() {
        return conditions;
    }
}
