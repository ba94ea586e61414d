package com.acme.tutoring.migrations;

import dev.dbmigrate.annotations.Migration;
import dev.dbmigrate.postgres.PostgresContext;
import dev.dbmigrate.postgres.PostgresMigration;

/** Users get settings. */
@Migration(
        id = "003_add_user_preferences",
        description = "Per-user settings and preferences",
        version = "1.2.0",
        dependsOn = {InitialSchema.class, AddIndexes.class})
public final class AddUserPreferences implements PostgresMigration {

    @Override
    public void up(PostgresContext db) {
        db.execute("""
                CREATE TABLE user_preferences (
                  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
                  user_id varchar(255) NOT NULL,
                  preference_key varchar(100) NOT NULL,
                  preference_value jsonb,
                  created_at timestamptz DEFAULT now(),
                  updated_at timestamptz DEFAULT now(),
                  UNIQUE (user_id, preference_key))
                """);
    }

    @Override
    public void down(PostgresContext db) {
        db.execute("DROP TABLE user_preferences");
    }
}
