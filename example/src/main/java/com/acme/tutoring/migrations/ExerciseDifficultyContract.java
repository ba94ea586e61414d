package com.acme.tutoring.migrations;

import dev.dbmigrate.annotations.Migration;
import dev.dbmigrate.annotations.Phase;
import dev.dbmigrate.postgres.PostgresContext;
import dev.dbmigrate.postgres.PostgresMigration;

/**
 * Third step: the column is required. A check that is validated while others write spares {@code SET NOT NULL} its scan of
 * the whole table under an exclusive lock; that is why each statement has its own transaction.
 */
@Migration(
        id = "013_exercise_difficulty_contract",
        description = "Every exercise has a difficulty from 1 to 10",
        version = "1.4.1",
        dependsOn = ExerciseDifficultyBackfill.class,
        phase = Phase.CONTRACT,
        transactional = false)
public final class ExerciseDifficultyContract implements PostgresMigration {

    @Override
    public void up(PostgresContext db) {
        db.execute("""
                SET lock_timeout = '5s';
                ALTER TABLE exercises ADD CONSTRAINT exercises_difficulty_present
                  CHECK (difficulty_level IS NOT NULL) NOT VALID;
                ALTER TABLE exercises ADD CONSTRAINT exercises_difficulty_range
                  CHECK (difficulty_level BETWEEN 1 AND 10) NOT VALID;
                ALTER TABLE exercises VALIDATE CONSTRAINT exercises_difficulty_present;
                ALTER TABLE exercises VALIDATE CONSTRAINT exercises_difficulty_range;
                ALTER TABLE exercises ALTER COLUMN difficulty_level SET NOT NULL;
                ALTER TABLE exercises DROP CONSTRAINT exercises_difficulty_present;
                """);
    }

    @Override
    public void down(PostgresContext db) {
        db.execute("""
                ALTER TABLE exercises DROP CONSTRAINT exercises_difficulty_range;
                ALTER TABLE exercises ALTER COLUMN difficulty_level DROP NOT NULL;
                """);
    }
}
