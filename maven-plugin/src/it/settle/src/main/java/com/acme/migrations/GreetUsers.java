package com.acme.migrations;

import dev.dbmigrate.annotations.Migration;
import dev.dbmigrate.postgres.PostgresContext;
import dev.dbmigrate.postgres.PostgresMigration;

@Migration(
        id = "003_greet_users",
        description = "Each is greeted once",
        version = "1.2.0",
        transactional = false,
        dependsOn = CopyUsers.class)
public final class GreetUsers implements PostgresMigration {

    @Override
    public void up(PostgresContext db) {
        db.step("greet", () -> {
            PowerCut.maybe("003_greet_users");
            db.execute("UPDATE people SET greeted = greeted + 1");
        });
        db.log().info("greeted "
                + db.query("SELECT sum(greeted) FROM people", row -> row.getString(1)).get(0) + " times");
    }

    @Override
    public void down(PostgresContext db) {
        db.step("take back", () -> db.execute("UPDATE people SET greeted = greeted - 1"));
    }
}
