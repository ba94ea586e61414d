package dev.dbmigrate.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a MongoDB migration may not do. */
class MongoRulesTest {

    @TempDir
    Path folder;

    private RuleCase mongo() {
        return RuleCase.of(folder, "Mongo");
    }

    @Test
    void updatingEveryDocument() {
        assertThat(mongo().finds("""
                MongoCollection<Document> users = db.database().getCollection("users");
                users.updateMany(new Document(), Updates.set("v", 1)); //!DBM-C180
                users.updateMany(Filters.empty(), Updates.set("v", 1)); //!DBM-C180
                users.updateMany(new BsonDocument(), Updates.set("v", 1)); //!DBM-C180
                users.updateMany(Document.parse("{ }"), Updates.set("v", 1)); //!DBM-C180
                Bson all = new Document();
                db.database()
                    .getCollection("orders")
                    .updateMany(
                        session, all, Updates.set("v", 1)); //!DBM-C180
                db.updateEach(users, new Document(), 500, user -> Updates.set("v", 1)); //!DBM-C180
                users.bulkWrite(List.of(new UpdateManyModel<>(empty(), Updates.set("v", 1)))); //!DBM-C180
                change(users);
                """))
                .contains(
                        "[DBM-C180] updateMany with an empty filter changes every document of \"users\", those that are done"
                                + " already too: after an interruption it begins again. Write a filter that leaves out what is done,"
                                + " Filters.exists(\"schemaVersion\", false), and set schemaVersion in the update; or"
                                + " db.updateEach(collection, filter, 500, document -> …), in batches (at Subject.java:11:18)");
    }

    @Test
    void deletingEveryDocument() {
        assertThat(mongo().finds("""
                db.database().getCollection("sessions").deleteMany(new Document()); //!DBM-C181
                own(db.database().getCollection("other"));
                }
                private void own(MongoCollection<Document> collection) {
                  collection.deleteMany(Filters.empty()); //!DBM-C181
                """))
                .anySatisfy(text -> assertThat(text).contains("deletes every document of \"sessions\", one by one"))
                .anySatisfy(text -> assertThat(text).contains("deletes every document, one by one"));
    }

    @Test
    void aFilterThatSaysSomething() {
        mongo().findsIn("""
                @Override public void up(MongoContext db) {
                  MongoCollection<Document> users = db.database().getCollection("users");
                  users.updateMany(Filters.exists("schemaVersion", false), Updates.set("schemaVersion", 1));
                  users.updateMany(new Document("a", 1), Updates.set("b", 1));
                  users.updateMany(new Document().append("a", 1), Updates.set("b", 1));
                  users.updateMany(Document.parse("{a: 1}"), Updates.set("b", 1));
                  Document filter = new Document();
                  filter.put("a", 1);
                  users.updateMany(filter, Updates.set("b", 1));
                  users.updateMany(given(), Updates.set("b", 1));
                  users.updateMany(Filters.eq("a", 1), new Document());
                  users.countDocuments(new Document());
                  users.find(new Document());
                  db.database().createCollection("drafts");
                  db.database().getCollection("drafts").deleteMany(new Document());
                }
                @Override public void verify(MongoContext db) {
                  db.database().getCollection("checks").deleteMany(new Document());
                }
                """);
    }

    @Test
    void aValidatorBeforeItsBackfill() {
        assertThat(mongo().finds("""
                db.database().runCommand(new Document("collMod", "users").append("validator", schema)); //!DBM-C182
                db.database().getCollection("users").updateMany(Filters.exists("v", false), Updates.set("v", 1));
                db.database().runCommand(new BsonDocument("collMod", new BsonString("orders")) //!DBM-C182
                    .append("validator", schema));
                Document command = Document.parse("{collMod: 'carts', validator: {$jsonSchema: {}}}");
                db.database().runCommand(command); //!DBM-C182
                """))
                .contains(
                        "[DBM-C182] this validator refuses updates of the documents of \"users\" that do not fit yet, and the"
                                + " backfill comes after it. Write the backfill first, in a migration that this one depends on, or"
                                + " append(\"validationLevel\", \"moderate\") (at Subject.java:10:1)")
                .anySatisfy(
                        text -> assertThat(text)
                                .contains(
                                        "documents of \"orders\" that do not fit yet, and nothing that comes before it makes them fit"))
                .anySatisfy(text -> assertThat(text).contains("documents of \"carts\""));
    }

    @Test
    void aValidatorThatDoesNoHarm() {
        mongo().finds("""
                db.updateEach(db.database().getCollection("users"), Filters.exists("v", false), 500, user -> up(user));
                db.database().runCommand(new Document("collMod", "users").append("validator", schema));
                db.database().runCommand(
                    new Document("collMod", "a").append("validator", schema).append("validationLevel", "moderate"));
                db.database().runCommand(
                    new Document("collMod", "b").append("validator", schema).append("validationAction", "warn"));
                db.database().runCommand(Document.parse("{collMod: 'c', validator: {}, validationLevel: 'moderate'}"));
                db.database().runCommand(new Document("collMod", "d").append("index", keys));
                db.database().runCommand(new Document("ping", 1));
                db.database().createCollection("new", new CreateCollectionOptions()
                    .validationOptions(new ValidationOptions().validator(schema)));
                db.database().runCommand(new Document("collMod", "new").append("validator", schema));
                """);
    }

    @Test
    void aValidatorWhoseBackfillIsAnotherMigration() {
        String validator =
                "db.database().runCommand(new Document(\"collMod\", \"users\").append(\"validator\", schema)); //!DBM-C182";
        String backfill =
                "db.database().getCollection(\"%s\").updateMany(Filters.exists(\"v\", false), Updates.set(\"v\", 1));";
        mongo().beside("Backfill", backfill.formatted("orders"))
                .with("dependsOn = Backfill.class")
                .finds(validator);
        mongo().beside("Backfill", backfill.formatted("users"))
                .with("dependsOn = Backfill.class")
                .finds(validator.replace(" //!DBM-C182", ""));
        mongo().with("phase = Phase.CONTRACT").finds(validator.replace(" //!DBM-C182", ""));
    }

    @Test
    void aUniqueIndexInOneStep() {
        assertThat(mongo().finds("""
                MongoCollection<Document> users = db.database().getCollection("users");
                users.createIndex(Indexes.ascending("email"), new IndexOptions().name("email").unique(true)); //!DBM-C183
                IndexOptions options = new IndexOptions();
                options.unique(true);
                users.createIndex(Indexes.ascending("name"), options); //!DBM-C183
                users.createIndexes(List.of(new IndexModel(keys), new IndexModel(keys, new IndexOptions().unique(true)))); //!DBM-C183
                """))
                .contains(
                        "[DBM-C183] a unique index on the documents that \"users\" holds already fails at the first duplicate,"
                                + " after the whole build, while new duplicates keep coming. Write createIndex(keys) without unique, then"
                                + " collMod with index: {keyPattern: keys, prepareUnique: true}, remove the duplicates, then collMod with"
                                + " unique: true; if the collection is new, write db.database().createCollection(\"users\") before it (at"
                                + " Subject.java:11:1)");
    }

    @Test
    void anIndexThatCannotFail() {
        mongo().findsIn("""
                @Override public void up(MongoContext db) {
                  MongoCollection<Document> users = db.database().getCollection("users");
                  users.createIndex(Indexes.ascending("email"));
                  users.createIndex(Indexes.ascending("email"), new IndexOptions().unique(false).name("unique"));
                  users.dropIndex("email_1");
                  db.database().runCommand(new Document("collMod", "users").append("index", new Document("keyPattern",
                      new Document("email", 1)).append("prepareUnique", true)));
                  db.database().createCollection("accounts");
                  db.database().getCollection("accounts").createIndex(keys, new IndexOptions().unique(true));
                }
                @Override public void down(MongoContext db) {
                  db.database().getCollection("users").createIndex(keys, new IndexOptions().unique(true));
                }
                """);
    }

    @Test
    void droppingOutsideOfContract() {
        String body = """
                db.database().getCollection("sessions").drop(); //!DBM-C184
                db.database().drop(); //!DBM-C184
                """;
        assertThat(mongo().finds(body))
                .contains("[DBM-C184] drop() of \"sessions\" takes data from under the code that still runs,"
                        + " and nothing brings it back. Write phase = Phase.CONTRACT, in a migration of its own that depends on the one"
                        + " which moved the data (at Subject.java:10:1)");
        mongo().with("phase = Phase.CONTRACT").finds(body.replace(" //!DBM-C184", ""));
    }

    @Test
    void droppingOnesOwn() {
        mongo().findsIn("""
                @Override public void up(MongoContext db) {
                  db.database().createCollection("copy");
                  db.database().getCollection("copy").drop();
                  db.database().getCollection("users").dropIndex("name_1");
                  other.drop();
                }
                @Override public void down(MongoContext db) {
                  db.database().getCollection("preferences").drop();
                }
                """);
    }

    @Test
    void aWriteThatForgetsTheSession() {
        String body = """
                ClientSession session = db.session().orElseThrow();
                MongoCollection<Document> users = db.database().getCollection("users");
                users.updateMany(session, Filters.eq("a", 1), Updates.set("b", 1));
                users.insertOne(new Document("a", 1)); //!DBM-C185
                users.deleteMany(Filters.eq("a", 2)); //!DBM-C185
                """;
        assertThat(mongo().finds(body))
                .contains("[DBM-C185] insertOne without the session is no part of the migration's"
                        + " transaction: it stands even if the rest is rolled back. Write insertOne(db.session().orElseThrow(), …) (at"
                        + " Subject.java:13:1)");
        mongo().with("transactional = false").finds(body.replace(" //!DBM-C185", ""));
    }

    @Test
    void aSessionThatIsGivenOrAskedFor() {
        mongo().findsIn("""
                @Override public void up(MongoContext db) {
                  MongoCollection<Document> users = db.database().getCollection("users");
                  users.insertOne(db.session().orElseThrow(), new Document("a", 1));
                  ClientSession s = db.session().get();
                  users.insertOne(s, new Document("a", 1));
                  users.find(Filters.eq("a", 1));
                  write(users, s, new Document("b", 1));
                  list.insertMany(List.of());
                }
                private static void write(MongoCollection<Document> users, ClientSession given, Document document) {
                  users.insertOne(given, document);
                }
                @Override public void down(MongoContext db) {
                  db.database().getCollection("users").deleteOne(Filters.eq("a", 1));
                }
                """);
        mongo().finds("""
                MongoCollection<Document> users = db.database().getCollection("users");
                if (db.session().isPresent()) {
                  users.insertOne(db.session().get(), new Document("a", 1));
                } else {
                  users.insertOne(new Document("a", 1));
                }
                """);
        mongo().finds("db.database().getCollection(\"users\").insertOne(new Document(\"a\", 1));");
    }

    @Test
    void outIntoACollectionThatExists() {
        assertThat(mongo().finds("""
                db.database().getCollection("users").aggregate(List.of(project, Aggregates.out("users"))).toCollection(); //!DBM-C186
                db.database().getCollection("totals").createIndex(keys);
                db.database().getCollection("users").aggregate(List.of(new Document("$out", "totals"))); //!DBM-C186
                """))
                .contains(
                        "[DBM-C186] $out replaces the whole collection \"totals\", and what is written to it meanwhile is lost."
                                + " Write Aggregates.merge(\"totals\") (at Subject.java:12:56)");
        mongo().finds("""
                db.database().getCollection("users").aggregate(List.of(Aggregates.out("copy"))).toCollection();
                db.database().getCollection("users").aggregate(List.of(Aggregates.merge("users"))).toCollection();
                System.out.println("users");
                """);
    }
}
