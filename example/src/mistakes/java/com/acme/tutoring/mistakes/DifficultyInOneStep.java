package com.acme.tutoring.mistakes;

import dev.dbmigrate.annotations.Migration;
import dev.dbmigrate.postgres.PostgresContext;
import dev.dbmigrate.postgres.PostgresMigration;

@Migration(
    id = "022_difficulty_in_one_step",
    description = "A column, its values and its constraint at once",
    version = "2.0.0")
public final class DifficultyInOneStep implements PostgresMigration {
  @Override public void up(PostgresContext db) {
    db.execute("""
        ALTER TABLE exercises ADD COLUMN points int;
        UPDATE exercises SET points = 5;
        CREATE INDEX idx_exercises_points ON exercises (points);
        """);
  }
  @Override public void down(PostgresContext db) {
    db.execute("ALTER TABLE exercises DROP COLUMN points");
  }
}
