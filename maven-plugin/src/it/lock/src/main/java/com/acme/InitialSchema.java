package com.acme;

import dev.dbmigrate.annotations.Migration;
import dev.dbmigrate.postgres.PostgresContext;
import dev.dbmigrate.postgres.PostgresMigration;

@Migration(
        id = "001_initial_schema",
        description = "Users",
        version = "1.0.0")
public final class InitialSchema implements PostgresMigration {

    @Override
    public void up(PostgresContext db) {
        db.execute("CREATE TABLE users (id bigint PRIMARY KEY)");
    }
}
