package com.acme.tutoring.mistakes;

import com.acme.tutoring.migrations.InitialSchema;
import dev.dbmigrate.annotations.Migration;
import dev.dbmigrate.neo4j.Neo4jContext;
import dev.dbmigrate.neo4j.Neo4jMigration;

@Migration(
    id = "023_preferences_as_map",
    description = "Preferences of each user",
    version = "2.0.0",
    dependsOn = {InitialSchema.class, StrengthOfPrerequisites.class})
public final class PreferencesAsMap implements Neo4jMigration {
  @Override public void up(Neo4jContext db) {
    db.run("MATCH (u:User) WHERE u.preferences IS NULL SET u.preferences = {}");
  }
  @Override public void down(Neo4jContext db) {
    db.run("MATCH (u:User) WHERE u.preferences IS NOT NULL REMOVE u.preferences");
  }
}
