package dev.dbmigrate.faults;

import dev.dbmigrate.postgres.PostgresContext;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** What a migration of the workload does on PostgreSQL. */
record PostgresBody(FaultMigration migration, PostgresContext db, boolean up) {

    static final String TABLE = "CREATE TABLE effects (key text PRIMARY KEY, ups int NOT NULL, downs int NOT NULL)";
    static final String UP =
            "INSERT INTO effects VALUES (?, 1, 0) ON CONFLICT (key) DO UPDATE SET ups = effects.ups + 1";
    static final String DOWN =
            "INSERT INTO effects VALUES (?, 0, 1) ON CONFLICT (key) DO UPDATE SET downs = effects.downs + 1";
    private static final String SET =
            "INSERT INTO effects VALUES (?, 1, 0) ON CONFLICT (key) DO UPDATE SET ups = 1, downs = 0";
    private static final String UNSET =
            "INSERT INTO effects VALUES (?, 1, 1) ON CONFLICT (key) DO UPDATE SET ups = 1, downs = 1";

    void run() throws SQLException {
        String name = migration.id();
        switch (migration.shape()) {
            case ATOMIC, STATEMENTS -> {
                count("one");
                // a second time would fail
                db.execute(up ? "CREATE TABLE t_" + name + " (id int)" : "DROP TABLE t_" + name);
                count("two");
            }
            case STEP -> {
                db.step("one", () -> count("one"));
                db.step("two", () -> count("two"));
            }
            case IDEMPOTENT -> db.idempotentStep("set", () -> effect("set", up ? SET : UNSET));
            case BUILD -> {
                count("one");
                Points.at("before index of " + name);
                db.execute(
                        up
                                ? "CREATE INDEX CONCURRENTLY i_" + name + " ON effects (ups)"
                                : "DROP INDEX CONCURRENTLY i_" + name);
            }
            case RAW -> {
                raw("one");
                raw("two");
            }
        }
    }

    private void count(String step) {
        effect(step, up ? UP : DOWN);
    }

    private void effect(String step, String sql) {
        Points.at("before effect " + migration.key(step));
        db.update(sql, migration.key(step));
        Points.at("after effect " + migration.key(step));
    }

    private void raw(String step) throws SQLException {
        Points.at("before effect " + migration.key(step));
        try (PreparedStatement statement = db.connection().prepareStatement(up ? UP : DOWN)) {
            statement.setString(1, migration.key(step));
            statement.executeUpdate();
        }
        Points.at("after effect " + migration.key(step));
    }
}
