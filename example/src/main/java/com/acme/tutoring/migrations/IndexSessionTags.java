package com.acme.tutoring.migrations;

import dev.dbmigrate.annotations.Migration;
import dev.dbmigrate.postgres.PostgresContext;
import dev.dbmigrate.postgres.PostgresMigration;

/** A concurrent index build cannot run in a transaction, so it has a migration of its own. */
@Migration(
        id = "017_index_session_tags",
        description = "Index for the search by tag",
        version = "1.5.0",
        dependsOn = AddSessionTags.class,
        transactional = false)
public final class IndexSessionTags implements PostgresMigration {

    @Override
    public void up(PostgresContext db) {
        db.execute("""
                CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_archived_sessions_tags
                  ON archived_sessions USING gin (tags)
                """);
    }

    @Override
    public void down(PostgresContext db) {
        db.execute("DROP INDEX CONCURRENTLY IF EXISTS idx_archived_sessions_tags");
    }
}
