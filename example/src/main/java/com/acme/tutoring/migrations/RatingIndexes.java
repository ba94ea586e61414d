package com.acme.tutoring.migrations;

import dev.dbmigrate.annotations.Migration;
import dev.dbmigrate.neo4j.Neo4jContext;
import dev.dbmigrate.neo4j.Neo4jMigration;

/** The equipment shop sorts by rating. */
@Migration(
        id = "009_rating_indexes",
        description = "Indexes for the ratings of power sources and feeders",
        version = "1.3.0",
        dependsOn = InitialSchema.class)
public final class RatingIndexes implements Neo4jMigration {

    @Override
    public void up(Neo4jContext db) {
        db.run("CREATE INDEX product_rating IF NOT EXISTS FOR (p:PowerSource) ON (p.rating)");
        db.run("CREATE INDEX feeder_rating IF NOT EXISTS FOR (f:Feeder) ON (f.rating)");
    }

    @Override
    public void down(Neo4jContext db) {
        db.run("DROP INDEX feeder_rating IF EXISTS");
        db.run("DROP INDEX product_rating IF EXISTS");
    }
}
