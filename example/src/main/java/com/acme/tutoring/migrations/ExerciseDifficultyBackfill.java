package com.acme.tutoring.migrations;

import dev.dbmigrate.annotations.Migration;
import dev.dbmigrate.annotations.Phase;
import dev.dbmigrate.postgres.PostgresContext;
import dev.dbmigrate.postgres.PostgresMigration;

/** Second step: fills the old rows, a thousand in a transaction, so that nobody waits for long. */
@Migration(
        id = "012_exercise_difficulty_backfill",
        description = "Difficulty of the old exercises, from their points",
        version = "1.4.0",
        dependsOn = ExerciseDifficultyExpand.class,
        phase = Phase.MIGRATE,
        transactional = false)
public final class ExerciseDifficultyBackfill implements PostgresMigration {

    private static final int BATCH = 1000;

    @Override
    public void up(PostgresContext db) {
        // a batch finds its rows by what is still missing, so the step may be run again after a crash
        db.idempotentStep("fill difficulty_level", () -> {
            long total = missing(db);
            long done = 0;
            long changed;
            do {
                changed = db.update("""
                        UPDATE exercises
                        SET difficulty_level =
                          CASE WHEN points_earned = 0 THEN 5 ELSE least(10, greatest(1, points_earned / 10)) END
                        WHERE id IN (SELECT id FROM exercises WHERE difficulty_level IS NULL ORDER BY id LIMIT ?)
                        """, BATCH);
                done += changed;
                db.progress(done, total);
            } while (changed > 0);
        });
    }

    /** The column goes with the first step; what was filled in may stay until then. */
    @Override
    public void down(PostgresContext db) {
        db.log().info("difficulty_level keeps its values until the column is dropped");
    }

    @Override
    public void verify(PostgresContext db) {
        long missing = missing(db);
        if (missing > 0) {
            throw new IllegalStateException(missing + " exercises have no difficulty_level");
        }
    }

    private static long missing(PostgresContext db) {
        return db.query("SELECT count(*) FROM exercises WHERE difficulty_level IS NULL", row -> row.getLong(1))
                .get(0);
    }
}
