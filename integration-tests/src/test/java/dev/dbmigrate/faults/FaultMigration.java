package dev.dbmigrate.faults;

import dev.dbmigrate.mongodb.MongoContext;
import dev.dbmigrate.mongodb.MongoMigration;
import dev.dbmigrate.neo4j.Neo4jContext;
import dev.dbmigrate.neo4j.Neo4jMigration;
import dev.dbmigrate.postgres.PostgresContext;
import dev.dbmigrate.postgres.PostgresMigration;
import dev.dbmigrate.redis.RedisContext;
import dev.dbmigrate.redis.RedisMigration;

/** A migration of one shape on whatever databases the manifest gives it. */
record FaultMigration(String id, Shape shape)
        implements PostgresMigration, RedisMigration, Neo4jMigration, MongoMigration {

    /** The name of an effect. */
    String key(String step) {
        return id + "/" + step;
    }

    @Override
    public void up(PostgresContext db) throws Exception {
        new PostgresBody(this, db, true).run();
    }

    @Override
    public void down(PostgresContext db) throws Exception {
        new PostgresBody(this, db, false).run();
    }

    @Override
    public void up(RedisContext db) {
        new RedisBody(this, db, true).run();
    }

    @Override
    public void down(RedisContext db) {
        new RedisBody(this, db, false).run();
    }

    @Override
    public void up(Neo4jContext db) {
        new Neo4jBody(this, db, true).run();
    }

    @Override
    public void down(Neo4jContext db) {
        new Neo4jBody(this, db, false).run();
    }

    @Override
    public void up(MongoContext db) {
        new MongoBody(this, db, true).run();
    }

    @Override
    public void down(MongoContext db) {
        new MongoBody(this, db, false).run();
    }
}
