package com.acme.migrations;

import dev.dbmigrate.annotations.Migration;
import dev.dbmigrate.postgres.PostgresContext;
import dev.dbmigrate.postgres.PostgresMigration;

@Migration(
        id = "002_copy_users",
        description = "Users become people",
        version = "1.1.0",
        transactional = false,
        dependsOn = InitialSchema.class)
public final class CopyUsers implements PostgresMigration {

    @Override
    public void up(PostgresContext db) {
        // a second run of this step would violate the primary key
        db.step("copy", () -> {
            db.execute("INSERT INTO people SELECT id, name FROM users");
            PowerCut.maybe("002_copy_users");
        });
        db.step("count", () -> db.log()
                .info(db.query("SELECT count(*) FROM people", row -> row.getString(1)).get(0) + " people"));
    }

    @Override
    public void down(PostgresContext db) {
        db.step("empty", () -> db.execute("DELETE FROM people WHERE id IN (SELECT id FROM users)"));
    }
}
