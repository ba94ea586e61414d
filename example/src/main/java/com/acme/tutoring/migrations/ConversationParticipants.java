package com.acme.tutoring.migrations;

import dev.dbmigrate.annotations.Migration;
import dev.dbmigrate.neo4j.Neo4jContext;
import dev.dbmigrate.neo4j.Neo4jMigration;

/**
 * Group conversations: a relationship that says what part a user has. Queries for {@code HAS_CONVERSATION} find nothing any
 * more, so the version's MAJOR goes up.
 */
@Migration(
        id = "020_conversation_participants",
        description = "HAS_CONVERSATION becomes PARTICIPATED_IN",
        version = "2.0.0",
        dependsOn = {AddNodeProperties.class, ConversationSchemaVersion.class, LanguagePreference.class},
        breaking = true)
public final class ConversationParticipants implements Neo4jMigration {

    @Override
    public void up(Neo4jContext db) {
        // a thousand in a transaction; what is done is gone from the MATCH, so the step may be run again after a crash
        db.idempotentStep("HAS_CONVERSATION to PARTICIPATED_IN", () -> db.run("""
                MATCH (u:User)-[old:HAS_CONVERSATION]->(c:Conversation)
                CALL (u, old, c) {
                  MERGE (u)-[new:PARTICIPATED_IN]->(c)
                  ON CREATE SET new.role = 'participant', new.started_at = old.created_at
                  DELETE old
                } IN TRANSACTIONS OF 1000 ROWS
                """));
    }

    @Override
    public void down(Neo4jContext db) {
        db.idempotentStep("PARTICIPATED_IN to HAS_CONVERSATION", () -> db.run("""
                MATCH (u:User)-[new:PARTICIPATED_IN]->(c:Conversation)
                CALL (u, new, c) {
                  MERGE (u)-[old:HAS_CONVERSATION]->(c)
                  ON CREATE SET old.created_at = new.started_at
                  DELETE new
                } IN TRANSACTIONS OF 1000 ROWS
                """));
    }

    @Override
    public void verify(Neo4jContext db) {
        long left = db.run("MATCH (:User)-[r:HAS_CONVERSATION]->(:Conversation) RETURN count(r) AS left")
                .get(0)
                .get("left")
                .asLong();
        if (left > 0) {
            throw new IllegalStateException(left + " conversations are still HAS_CONVERSATION");
        }
    }
}
