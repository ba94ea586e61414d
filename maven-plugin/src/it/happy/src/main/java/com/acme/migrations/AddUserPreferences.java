package com.acme.migrations;

import dev.dbmigrate.annotations.Migration;
import dev.dbmigrate.postgres.PostgresContext;
import dev.dbmigrate.postgres.PostgresMigration;

@Migration(
        id = "002_add_user_preferences",
        description = "Per-user settings",
        version = "1.1.0",
        dependsOn = InitialSchema.class)
public final class AddUserPreferences implements PostgresMigration {

    @Override
    public void up(PostgresContext db) {
        db.execute("CREATE TABLE user_preferences (user_id bigint REFERENCES users, preference_key text)");
    }

    @Override
    public void down(PostgresContext db) {
        db.execute("DROP TABLE user_preferences");
    }
}
