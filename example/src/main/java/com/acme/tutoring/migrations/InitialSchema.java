package com.acme.tutoring.migrations;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import dev.dbmigrate.annotations.Irreversible;
import dev.dbmigrate.annotations.Migration;
import dev.dbmigrate.mongodb.MongoContext;
import dev.dbmigrate.mongodb.MongoMigration;
import dev.dbmigrate.neo4j.Neo4jContext;
import dev.dbmigrate.neo4j.Neo4jMigration;
import dev.dbmigrate.postgres.PostgresContext;
import dev.dbmigrate.postgres.PostgresMigration;
import dev.dbmigrate.redis.RedisContext;
import dev.dbmigrate.redis.RedisMigration;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import redis.clients.jedis.params.SetParams;

/**
 * What the service started with, in all four databases, together with the demo school that every installation has. The
 * parts run in a fixed order: PostgreSQL, MongoDB, Neo4j, Redis.
 */
@Migration(
        id = "001_initial_schema",
        description = "Users, conversations, exercises and sessions, with the demo school's data",
        version = "1.0.0")
@Irreversible("it would delete every user and everything they have done; restore a backup instead")
public final class InitialSchema implements PostgresMigration, MongoMigration, Neo4jMigration, RedisMigration {

    private static final long A_WEEK = 7L * 24 * 60 * 60;

    @Override
    public void up(PostgresContext db) {
        db.execute("""
                CREATE TABLE users (
                  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
                  member_no bigint NOT NULL UNIQUE,
                  email varchar(255) NOT NULL UNIQUE,
                  display_name varchar(100) NOT NULL,
                  created_at timestamptz NOT NULL DEFAULT now());

                CREATE SCHEMA fine_tuning;
                CREATE TABLE fine_tuning.conversations (
                  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                  user_id uuid NOT NULL REFERENCES users (id),
                  session_id varchar(64) NOT NULL,
                  quality_score real,
                  created_at timestamptz NOT NULL DEFAULT now());

                CREATE TABLE exercises (
                  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                  user_id bigint NOT NULL REFERENCES users (member_no),
                  exercise_name varchar(100) NOT NULL,
                  exercise_name_he varchar(100) NOT NULL,
                  exercise_type varchar(30) NOT NULL,
                  points_earned integer NOT NULL DEFAULT 0);

                CREATE TABLE archived_sessions (
                  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                  user_id uuid NOT NULL REFERENCES users (id),
                  session_id varchar(64) NOT NULL,
                  archived_at timestamptz NOT NULL DEFAULT now());

                INSERT INTO users (member_no, email, display_name) VALUES
                  (1, 'dana@example.org', 'Dana'), (2, 'noam@example.org', 'Noam'), (3, 'maya@example.org', 'Maya');
                INSERT INTO fine_tuning.conversations (user_id, session_id, quality_score)
                  SELECT id, 's-' || member_no, 0.5 FROM users;
                INSERT INTO exercises (user_id, exercise_name, exercise_name_he, exercise_type, points_earned) VALUES
                  (1, 'squat', 'סקוואט', 'strength', 40), (1, 'run', 'ריצה', 'cardio', 75),
                  (2, 'plank', 'פלאנק', 'core', 0), (3, 'deadlift', 'דדליפט', 'strength', 120);
                INSERT INTO archived_sessions (user_id, session_id) SELECT id, 's-0' FROM users WHERE member_no < 3;
                """);
    }

    @Override
    public void up(MongoContext db) {
        insert(
                db,
                "conversations",
                List.of(
                        new Document("_id", "c-1").append("userId", 1).append("sessionId", "s-1"),
                        new Document("_id", "c-2").append("userId", 2).append("sessionId", "s-2"),
                        new Document("_id", "c-3").append("userId", 3).append("sessionId", "s-3")));
        insert(
                db,
                "userContext",
                List.of(
                        new Document("_id", 1).append("preferences", new Document("units", "metric")),
                        new Document("_id", 2).append("preferences", new Document("languagePreference", "he")),
                        new Document("_id", 3).append("goals", List.of("strength"))));
    }

    /** In the migration's transaction where the server has them; else repeatable, so that a crash does no harm. */
    private static void insert(MongoContext db, String name, List<Document> documents) {
        MongoCollection<Document> collection = db.database().getCollection(name);
        ReplaceOptions upsert = new ReplaceOptions().upsert(true);
        db.idempotentStep("demo documents in " + name, () -> {
            for (Document document : documents) {
                var id = Filters.eq("_id", document.get("_id"));
                db.session()
                        .ifPresentOrElse(
                                session -> collection.replaceOne(session, id, document, upsert),
                                () -> collection.replaceOne(id, document, upsert));
            }
        });
    }

    @Override
    public void up(Neo4jContext db) {
        db.run("CREATE CONSTRAINT user_member_no IF NOT EXISTS FOR (u:User) REQUIRE u.member_no IS UNIQUE");
        db.run("CREATE CONSTRAINT conversation_id IF NOT EXISTS FOR (c:Conversation) REQUIRE c.id IS UNIQUE");
        db.run("CREATE CONSTRAINT concept_code IF NOT EXISTS FOR (c:Concept) REQUIRE c.code IS UNIQUE");
        db.run("CREATE CONSTRAINT power_source_name IF NOT EXISTS FOR (p:PowerSource) REQUIRE p.name IS UNIQUE");
        db.run("CREATE CONSTRAINT feeder_name IF NOT EXISTS FOR (f:Feeder) REQUIRE f.name IS UNIQUE");
        db.run("""
                UNWIND $members AS no
                MERGE (u:User {member_no: no})
                MERGE (c:Conversation {id: 'c-' + no})
                MERGE (u)-[r:HAS_CONVERSATION]->(c)
                SET r.created_at = datetime('2025-01-15T10:00:00Z')
                """, Map.of("members", List.of(1, 2, 3)));
        db.run("""
                UNWIND [['fractions', 2, 4], ['decimals', 3, 5], ['percentages', 4, 5], ['equations', 6, 7]] AS row
                MERGE (c:Concept {code: row[0]})
                SET c.subject = 'math', c.difficulty = row[1], c.grade = row[2]
                """);
        db.run("""
                MERGE (p:PowerSource {name: 'treadmill supply'}) SET p.rating = 4.5
                MERGE (f:Feeder {name: 'cable feeder'}) SET f.rating = 3.5
                """);
    }

    @Override
    public void up(RedisContext db) {
        SetParams aWeek = SetParams.setParams().ex(A_WEEK);
        db.atomically("demo keys", redis -> {
            redis.set("user_state:1", "{\"streak\":4}", aWeek);
            redis.set("user_state:2", "{\"streak\":11}", aWeek);
            redis.set("user_state:3", "{\"streak\":0}");
            redis.hset("config:features", Map.of("chat_enabled", "true"));
            redis.hset("metrics:totals", Map.of("conversations", "3", "exercises", "4"));
        });
    }
}
