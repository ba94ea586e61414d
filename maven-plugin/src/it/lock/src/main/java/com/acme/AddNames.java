package com.acme;

import dev.dbmigrate.annotations.Migration;
import dev.dbmigrate.postgres.PostgresContext;
import dev.dbmigrate.postgres.PostgresMigration;

@Migration(
        id = "002_add_names",
        description = "Users",
        version = "1.1.0",
        dependsOn = InitialSchema.class)
public final class AddNames implements PostgresMigration {

    @Override
    public void up(PostgresContext db) {
        db.execute("ALTER TABLE users ADD COLUMN name text");
    }
}
