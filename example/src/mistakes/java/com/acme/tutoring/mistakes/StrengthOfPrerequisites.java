package com.acme.tutoring.mistakes;

import dev.dbmigrate.annotations.Migration;
import dev.dbmigrate.neo4j.Neo4jContext;
import dev.dbmigrate.neo4j.Neo4jMigration;

@Migration(
    id = "024_strength_of_prerequisites",
    description = "How much a concept needs another one",
    version = "2.0.0",
    dependsOn = PreferencesAsMap.class)
public final class StrengthOfPrerequisites implements Neo4jMigration {
  @Override public void up(Neo4jContext db) {
    db.run("""
        MATCH (:Concept)-[r:PREREQUISITE]->(:Concept)
        SET r.strength = 0.5 WHERE r.strength IS NULL
        """);
  }
  @Override public void down(Neo4jContext db) {
    db.run("MATCH (:Concept)-[r:PREREQUISITE]->(:Concept) WHERE r.strength = 0.5 REMOVE r.strength");
  }
}
