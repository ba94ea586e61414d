package com.acme;

import dev.dbmigrate.annotations.Migration;
import dev.dbmigrate.postgres.PostgresContext;
import dev.dbmigrate.postgres.PostgresMigration;

@Migration(
        id = "003_add_tags",
        description = "Users",
        version = "1.2.0",
        dependsOn = InitialSchema.class)
public final class AddTags implements PostgresMigration {

    @Override
    public void up(PostgresContext db) {
        db.execute(Queries.ADD_TAGS);
    }
}
