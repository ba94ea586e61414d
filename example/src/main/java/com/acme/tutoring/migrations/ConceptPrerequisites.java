package com.acme.tutoring.migrations;

import dev.dbmigrate.annotations.Migration;
import dev.dbmigrate.neo4j.Neo4jContext;
import dev.dbmigrate.neo4j.Neo4jMigration;
import java.util.Map;

/**
 * Derives which concept comes before which. Teachers have drawn some of these relationships by hand: those are neither doubled
 * nor, on the way back, removed.
 */
@Migration(
        id = "010_concept_prerequisites",
        description = "PREREQUISITE from easier concepts to harder ones of the same subject",
        version = "1.3.0",
        dependsOn = InitialSchema.class)
public final class ConceptPrerequisites implements Neo4jMigration {

    private static final Map<String, Object> DERIVED = Map.of("derived", "010_concept_prerequisites");

    @Override
    public void up(Neo4jContext db) {
        db.run("CREATE INDEX concept_subject IF NOT EXISTS FOR (c:Concept) ON (c.subject)");
        db.run("""
                MATCH (easier:Concept)
                MATCH (harder:Concept {subject: easier.subject})
                WHERE easier.difficulty < harder.difficulty AND easier.grade <= harder.grade
                MERGE (easier)-[r:PREREQUISITE]->(harder)
                ON CREATE SET r.derived_by = $derived
                """, DERIVED);
    }

    @Override
    public void down(Neo4jContext db) {
        db.run("MATCH (:Concept)-[r:PREREQUISITE {derived_by: $derived}]->(:Concept) DELETE r", DERIVED);
        db.run("DROP INDEX concept_subject IF EXISTS");
    }
}
