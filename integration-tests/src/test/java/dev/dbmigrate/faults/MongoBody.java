package dev.dbmigrate.faults;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import dev.dbmigrate.mongodb.MongoContext;
import org.bson.Document;
import org.bson.conversions.Bson;

/** What a migration of the workload does on MongoDB. */
record MongoBody(FaultMigration migration, MongoContext db, boolean up) {

    private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);

    void run() {
        switch (migration.shape()) {
            case STEP -> {
                db.step("one", () -> count("one"));
                db.step("two", () -> count("two"));
            }
            case ATOMIC, STATEMENTS, IDEMPOTENT, BUILD ->
                db.idempotentStep("set", () -> {
                    for (String step : migration.shape().steps()) {
                        update(step, Updates.combine(Updates.set("ups", 1), Updates.set("downs", up ? 0 : 1)));
                    }
                });
            case RAW -> {
                count("one");
                count("two");
            }
        }
    }

    private void count(String step) {
        update(step, change(up));
    }

    static Bson change(boolean up) {
        return Updates.inc(up ? "ups" : "downs", 1);
    }

    private void update(String step, Bson change) {
        MongoCollection<Document> effects = db.database().getCollection("effects");
        Points.at("before effect " + migration.key(step));
        effects.updateOne(Filters.eq("_id", migration.key(step)), change, UPSERT);
        Points.at("after effect " + migration.key(step));
    }
}
