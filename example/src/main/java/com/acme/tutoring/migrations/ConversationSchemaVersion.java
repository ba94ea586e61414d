package com.acme.tutoring.migrations;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.currentDate;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import dev.dbmigrate.annotations.AllowUnsafe;
import dev.dbmigrate.annotations.Migration;
import dev.dbmigrate.mongodb.MongoContext;
import dev.dbmigrate.mongodb.MongoMigration;
import org.bson.Document;

/**
 * A large collection on a live system: no transaction over all of it, but steps that may be repeated. The filter finds only
 * the documents that are still to be done.
 */
@AllowUnsafe(
        rule = "DBM-C183",
        reason = "the application writes conversations by upsert on userId and sessionId, so there are no duplicates; and the"
                + " embedded server, on which this example runs too, has no collMod")
@Migration(
        id = "006_conversation_schema_version",
        description = "Conversations say by which schema they were written; one per user and session",
        version = "1.2.0",
        dependsOn = InitialSchema.class,
        transactional = false)
public final class ConversationSchemaVersion implements MongoMigration {

    private static final String INDEX = "user_session";

    @Override
    public void up(MongoContext db) {
        MongoCollection<Document> conversations = db.database().getCollection("conversations");
        db.idempotentStep(
                "unique index",
                () -> conversations.createIndex(
                        Indexes.ascending("userId", "sessionId"),
                        new IndexOptions().name(INDEX).unique(true)));
        db.idempotentStep("schemaVersion 1", () -> {
            long changed = conversations
                    .updateMany(
                            exists("schemaVersion", false), combine(set("schemaVersion", 1), currentDate("migratedAt")))
                    .getModifiedCount();
            db.log().info("{} conversations have schemaVersion 1 now", changed);
        });
    }

    @Override
    public void down(MongoContext db) {
        MongoCollection<Document> conversations = db.database().getCollection("conversations");
        db.idempotentStep(
                "remove schemaVersion",
                () -> conversations.updateMany(
                        eq("schemaVersion", 1), combine(unset("schemaVersion"), unset("migratedAt"))));
        db.idempotentStep("drop the index", () -> {
            for (Document index : conversations.listIndexes()) {
                if (INDEX.equals(index.getString("name"))) {
                    conversations.dropIndex(INDEX);
                }
            }
        });
    }
}
