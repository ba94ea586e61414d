package com.acme.migrations;

import dev.dbmigrate.annotations.Migration;
import dev.dbmigrate.postgres.PostgresContext;
import dev.dbmigrate.postgres.PostgresMigration;

@Migration(id = "001_initial_schema", description = "Users", version = "1.0.0")
public final class InitialSchema implements PostgresMigration {

    @Override
    public void up(PostgresContext db) {
        db.execute("CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL)");
        db.execute("CREATE TABLE people (id bigint PRIMARY KEY, name text NOT NULL, greeted int NOT NULL DEFAULT 0)");
        db.execute("INSERT INTO users VALUES (1, 'Ada'), (2, 'Grace')");
    }

    @Override
    public void down(PostgresContext db) {
        db.log().info("the tables stay: other services read them");
    }
}
