package com.acme.tutoring.migrations;

import dev.dbmigrate.annotations.Migration;
import dev.dbmigrate.annotations.Phase;
import dev.dbmigrate.postgres.PostgresContext;
import dev.dbmigrate.postgres.PostgresMigration;

/**
 * First of three steps: a column that may be empty, and a default for new rows. Old rows stay empty, because their difficulty
 * follows from their points; code that knows nothing of the column goes on working.
 */
@Migration(
        id = "011_exercise_difficulty_expand",
        description = "Exercises may have a difficulty; new ones have 5 if nothing is said",
        version = "1.4.0",
        dependsOn = InitialSchema.class,
        phase = Phase.EXPAND)
public final class ExerciseDifficultyExpand implements PostgresMigration {

    @Override
    public void up(PostgresContext db) {
        db.execute("""
                SET LOCAL lock_timeout = '5s';
                ALTER TABLE exercises ADD COLUMN difficulty_level integer;
                ALTER TABLE exercises ALTER COLUMN difficulty_level SET DEFAULT 5;
                """);
    }

    @Override
    public void down(PostgresContext db) {
        db.execute("ALTER TABLE exercises DROP COLUMN difficulty_level");
    }
}
