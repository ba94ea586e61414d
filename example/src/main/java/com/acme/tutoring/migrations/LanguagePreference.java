package com.acme.tutoring.migrations;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.currentDate;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.client.MongoCollection;
import dev.dbmigrate.annotations.Migration;
import dev.dbmigrate.mongodb.MongoContext;
import dev.dbmigrate.mongodb.MongoMigration;
import dev.dbmigrate.neo4j.Neo4jContext;
import dev.dbmigrate.neo4j.Neo4jMigration;
import dev.dbmigrate.postgres.PostgresContext;
import dev.dbmigrate.postgres.PostgresMigration;
import dev.dbmigrate.redis.RedisContext;
import dev.dbmigrate.redis.RedisMigration;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * One change over all four databases: each has what it needs to know of a user's language. Whoever had chosen a language keeps
 * it, on the way there and on the way back.
 */
@Migration(
        id = "019_language_preference",
        description = "Every user has a language preference; 'auto' if none was chosen",
        version = "1.6.0",
        dependsOn = {
            AddUserPreferences.class,
            UpdateRedisConfig.class,
            AddNodeProperties.class,
            ConversationSchemaVersion.class
        })
public final class LanguagePreference implements PostgresMigration, MongoMigration, Neo4jMigration, RedisMigration {

    private static final String FIELD = "preferences.languagePreference";

    @Override
    public void up(PostgresContext db) {
        db.execute("""
                INSERT INTO user_preferences (user_id, preference_key, preference_value)
                SELECT id::text, 'languagePreference', '"auto"' FROM users
                ON CONFLICT (user_id, preference_key) DO NOTHING
                """);
    }

    @Override
    public void down(PostgresContext db) {
        db.execute("""
                DELETE FROM user_preferences
                WHERE preference_key = 'languagePreference' AND preference_value = '"auto"'
                """);
    }

    @Override
    public void up(MongoContext db) {
        db.idempotentStep(
                "language in userContext",
                () -> update(db, exists(FIELD, false), combine(set(FIELD, "auto"), currentDate("updatedAt"))));
    }

    @Override
    public void down(MongoContext db) {
        db.idempotentStep(
                "no language in userContext",
                () -> update(
                        db, and(eq(FIELD, "auto"), exists("updatedAt")), combine(unset(FIELD), unset("updatedAt"))));
    }

    private static void update(MongoContext db, Bson filter, Bson change) {
        MongoCollection<Document> contexts = db.database().getCollection("userContext");
        db.session()
                .ifPresentOrElse(
                        session -> contexts.updateMany(session, filter, change),
                        () -> contexts.updateMany(filter, change));
    }

    @Override
    public void up(Neo4jContext db) {
        db.run("MATCH (u:User) WHERE u.language_preference IS NULL SET u.language_preference = 'auto'");
    }

    @Override
    public void down(Neo4jContext db) {
        db.run("MATCH (u:User {language_preference: 'auto'}) REMOVE u.language_preference");
    }

    @Override
    public void up(RedisContext db) {
        db.atomically("language switch", redis -> redis.hset("config:features", "language_preference", "auto"));
    }

    @Override
    public void down(RedisContext db) {
        db.atomically("language switch", redis -> redis.hdel("config:features", "language_preference"));
    }
}
