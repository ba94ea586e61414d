package com.acme.tutoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.DuplicateKeyException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import dev.dbmigrate.runtime.TargetConfig;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bson.Document;

/** Conversations with their messages; a user who chose a language, and one who did not. */
final class MongoData implements StoreData {

    private static final int CONVERSATIONS = 1200;

    private final MongoClient client;
    private final MongoCollection<Document> conversations;
    private final MongoCollection<Document> contexts;

    MongoData(TargetConfig target) {
        client = MongoClients.create(target.url());
        MongoDatabase database = client.getDatabase(target.options().get("database"));
        conversations = database.getCollection("conversations");
        contexts = database.getCollection("userContext");
    }

    @Override
    public void write() {
        List<Document> documents = new ArrayList<>();
        for (int n = 1; n <= CONVERSATIONS; n++) {
            documents.add(conversation(n));
        }
        conversations.insertMany(documents);
        contexts.insertOne(new Document("_id", 4)
                .append("preferences", new Document("languagePreference", "en").append("units", "imperial")));
        contexts.insertOne(new Document("_id", 5).append("preferences", new Document("units", "metric")));
    }

    private static Document conversation(int n) {
        return new Document("_id", "omer-" + n)
                .append("userId", 4)
                .append("sessionId", "s-" + n)
                .append("messages", List.of(new Document("role", "user").append("text", "סקוואט " + n)));
    }

    @Override
    public void expectMigrated() {
        assertThat(conversations.countDocuments()).isEqualTo(CONVERSATIONS + 3);
        assertThat(conversations.countDocuments(new Document("schemaVersion", 1)))
                .isEqualTo(CONVERSATIONS + 3);
        Document last = byId(conversations, "omer-" + CONVERSATIONS);
        assertThat(last.get("migratedAt")).isInstanceOf(Date.class);
        last.remove("schemaVersion");
        last.remove("migratedAt");
        assertThat(last).isEqualTo(conversation(CONVERSATIONS));
        assertThatThrownBy(() -> conversations.insertOne(new Document("userId", 4).append("sessionId", "s-1")))
                .isInstanceOfAny(MongoWriteException.class, DuplicateKeyException.class);
        assertThat(preferences(1)).isEqualTo(new Document("units", "metric").append("languagePreference", "auto"));
        assertThat(preferences(2)).isEqualTo(new Document("languagePreference", "he"));
        assertThat(preferences(3)).isEqualTo(new Document("languagePreference", "auto"));
        assertThat(preferences(4)).isEqualTo(new Document("languagePreference", "en").append("units", "imperial"));
        assertThat(preferences(5)).isEqualTo(new Document("units", "metric").append("languagePreference", "auto"));
        assertThat(byId(contexts, 5).get("updatedAt")).isInstanceOf(Date.class);
    }

    @Override
    public void expectOriginal() {
        assertThat(conversations.countDocuments()).isEqualTo(CONVERSATIONS + 3);
        for (int n = 1; n <= CONVERSATIONS; n++) {
            assertThat(byId(conversations, "omer-" + n)).isEqualTo(conversation(n));
        }
        assertThat(preferences(2)).isEqualTo(new Document("languagePreference", "he"));
        assertThat(preferences(4)).isEqualTo(new Document("languagePreference", "en").append("units", "imperial"));
        assertThat(byId(contexts, 5))
                .isEqualTo(new Document("_id", 5).append("preferences", new Document("units", "metric")));
    }

    private Document preferences(int user) {
        return byId(contexts, user).get("preferences", Document.class);
    }

    private static Document byId(MongoCollection<Document> collection, Object id) {
        Document found = collection.find(new Document("_id", id)).first();
        assertThat(found).as("document " + id).isNotNull();
        return found;
    }

    @Override
    public void close() {
        client.close();
    }
}
