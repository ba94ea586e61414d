package com.acme.tutoring.migrations;

import dev.dbmigrate.annotations.Migration;
import dev.dbmigrate.postgres.PostgresContext;
import dev.dbmigrate.postgres.PostgresMigration;

/** After the backfill, so that the index is built once. */
@Migration(
        id = "014_exercise_difficulty_index",
        description = "Index for the search by difficulty",
        version = "1.4.1",
        dependsOn = ExerciseDifficultyBackfill.class,
        transactional = false)
public final class ExerciseDifficultyIndex implements PostgresMigration {

    @Override
    public void up(PostgresContext db) {
        db.execute("CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_exercises_difficulty ON exercises (difficulty_level)");
    }

    @Override
    public void down(PostgresContext db) {
        db.execute("DROP INDEX CONCURRENTLY IF EXISTS idx_exercises_difficulty");
    }
}
