package dev.dbmigrate.faults;

import dev.dbmigrate.neo4j.Neo4jContext;
import java.util.Map;

/** What a migration of the workload does on Neo4j. */
record Neo4jBody(FaultMigration migration, Neo4jContext db, boolean up) {

    static final String UP = "MERGE (e:Effect {key: $key}) ON CREATE SET e.ups = 0, e.downs = 0 SET e.ups = e.ups + 1";
    static final String DOWN =
            "MERGE (e:Effect {key: $key}) ON CREATE SET e.ups = 0, e.downs = 0 SET e.downs = e.downs + 1";

    void run() {
        switch (migration.shape()) {
            case ATOMIC, STATEMENTS -> {
                count("one");
                count("two");
            }
            case STEP -> {
                db.step("one", () -> count("one"));
                db.step("two", () -> count("two"));
            }
            case IDEMPOTENT ->
                db.idempotentStep("set", () -> {
                    Points.at("before effect " + migration.key("set"));
                    db.run(
                            "MERGE (e:Effect {key: $key}) SET e.ups = 1, e.downs = $downs",
                            Map.of("key", migration.key("set"), "downs", up ? 0 : 1));
                    Points.at("after effect " + migration.key("set"));
                });
            case BUILD -> {
                count("one");
                Points.at("before index of " + migration.id());
                db.run(
                        up
                                ? "CREATE INDEX i_" + migration.id() + " FOR (n:Indexed) ON (n.p" + migration.id() + ")"
                                : "DROP INDEX i_" + migration.id());
                Points.at("after index of " + migration.id());
            }
            case RAW -> {
                // a statement that commits by itself, outside of any step
                autoCommit("one");
                autoCommit("two");
            }
        }
    }

    private void count(String step) {
        Points.at("before effect " + migration.key(step));
        db.run(up ? UP : DOWN, Map.of("key", migration.key(step)));
        Points.at("after effect " + migration.key(step));
    }

    private void autoCommit(String step) {
        Points.at("before effect " + migration.key(step));
        db.run(
                "UNWIND [$key] AS key CALL { WITH key MERGE (e:Effect {key: key})"
                        + " ON CREATE SET e.ups = 0, e.downs = 0 SET e." + (up ? "ups" : "downs") + " = e."
                        + (up ? "ups" : "downs") + " + 1 } IN TRANSACTIONS OF 1 ROWS",
                Map.of("key", migration.key(step)));
        Points.at("after effect " + migration.key(step));
    }
}
