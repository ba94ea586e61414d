package com.acme.tutoring.migrations;

import dev.dbmigrate.annotations.Migration;
import dev.dbmigrate.postgres.PostgresContext;
import dev.dbmigrate.postgres.PostgresMigration;

/** The tables are in use, so the indexes are built beside them: each is a step of its own, and none locks out writers. */
@Migration(
        id = "002_add_indexes",
        description = "Indexes for the lists of a user's conversations and exercises",
        version = "1.1.0",
        dependsOn = InitialSchema.class,
        transactional = false)
public final class AddIndexes implements PostgresMigration {

    @Override
    public void up(PostgresContext db) {
        db.execute("""
                CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_conversations_user_id
                  ON fine_tuning.conversations (user_id, created_at);
                CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_exercises_user_id ON exercises (user_id);
                """);
    }

    @Override
    public void down(PostgresContext db) {
        db.execute("""
                DROP INDEX CONCURRENTLY IF EXISTS idx_exercises_user_id;
                DROP INDEX CONCURRENTLY IF EXISTS fine_tuning.idx_conversations_user_id;
                """);
    }
}
