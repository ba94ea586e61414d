package com.acme.tutoring.migrations;

import dev.dbmigrate.annotations.Migration;
import dev.dbmigrate.postgres.PostgresContext;
import dev.dbmigrate.postgres.PostgresMigration;

/** Users sort their sessions. */
@Migration(
        id = "016_add_session_tags",
        description = "Tags on archived sessions",
        version = "1.5.0",
        dependsOn = InitialSchema.class)
public final class AddSessionTags implements PostgresMigration {

    @Override
    public void up(PostgresContext db) {
        db.execute("""
                SET LOCAL lock_timeout = '5s';
                ALTER TABLE archived_sessions ADD COLUMN tags text[];
                COMMENT ON COLUMN archived_sessions.tags IS 'User-defined tags for session categorization';
                """);
    }

    @Override
    public void down(PostgresContext db) {
        db.execute("ALTER TABLE archived_sessions DROP COLUMN tags");
    }
}
