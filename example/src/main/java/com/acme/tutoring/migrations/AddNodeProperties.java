package com.acme.tutoring.migrations;

import dev.dbmigrate.annotations.Migration;
import dev.dbmigrate.neo4j.Neo4jContext;
import dev.dbmigrate.neo4j.Neo4jMigration;

/**
 * Neo4j stores no map in a property, so the preferences are not copied here: a node names the keys, PostgreSQL holds the
 * values.
 */
@Migration(
        id = "005_add_node_properties",
        description = "Activity of users, mood and complexity of conversations",
        version = "1.2.0",
        dependsOn = {InitialSchema.class, AddUserPreferences.class})
public final class AddNodeProperties implements Neo4jMigration {

    @Override
    public void up(Neo4jContext db) {
        // what is made up is marked as such, so that the way back takes nothing away that was there before
        db.run("MATCH (u:User) WHERE u.last_login IS NULL SET u.last_login = datetime(), u.last_login_assumed = true");
        db.run("MATCH (u:User) WHERE u.activity_score IS NULL SET u.activity_score = 0.0, u.preference_keys = []");
        db.run("""
                MATCH (c:Conversation) WHERE c.sentiment IS NULL
                SET c.sentiment = 'neutral', c.complexity_score = 0.5
                """);
    }

    @Override
    public void down(Neo4jContext db) {
        db.run("MATCH (u:User {last_login_assumed: true}) REMOVE u.last_login, u.last_login_assumed");
        db.run("MATCH (u:User) WHERE u.activity_score IS NOT NULL REMOVE u.activity_score, u.preference_keys");
        db.run("""
                MATCH (c:Conversation) WHERE c.complexity_score IS NOT NULL
                REMOVE c.sentiment, c.complexity_score
                """);
    }

    @Override
    public void verify(Neo4jContext db) {
        long without = db.run("MATCH (u:User) WHERE u.activity_score IS NULL RETURN count(u) AS users")
                .get(0)
                .get("users")
                .asLong();
        if (without > 0) {
            throw new IllegalStateException(without + " users have no activity_score");
        }
    }
}
