package dev.dbmigrate.faults;

import dev.dbmigrate.redis.RedisContext;

/** What a migration of the workload does on Redis. */
record RedisBody(FaultMigration migration, RedisContext db, boolean up) {

    static final int FAMILY = 30;

    void run() {
        switch (migration.shape()) {
            case ATOMIC ->
                db.atomically(tx -> {
                    Points.at("before exec of " + migration.id());
                    tx.hincrBy(key("one"), field(), 1);
                    tx.hincrBy(key("two"), field(), 1);
                });
            case STATEMENTS -> {
                exec("one");
                exec("two");
            }
            case STEP -> {
                db.step("one", () -> raw("one"));
                db.step("two", () -> raw("two"));
            }
            case IDEMPOTENT ->
                db.idempotentStep("set", () -> {
                    Points.at("before effect " + migration.key("set"));
                    db.client().hset(key("set"), "ups", "1");
                    db.client().hset(key("set"), "downs", up ? "0" : "1");
                    Points.at("after effect " + migration.key("set"));
                });
            case BUILD -> {
                exec("one");
                Points.at("before family of " + migration.id());
                if (up) {
                    db.keys(family("old") + "*").move(family("new") + "*", RedisBody::changed);
                } else {
                    db.keys(family("new") + "*").move(family("old") + "*", RedisBody::changedBack);
                }
            }
            case RAW -> {
                raw("one");
                raw("two");
            }
        }
    }

    String family(String age) {
        return family(migration.id(), age);
    }

    static String family(String id, String age) {
        return "family:" + id + ":" + age + ":";
    }

    private static String changed(String value) {
        return value + "+";
    }

    private static String changedBack(String value) {
        return value.substring(0, value.length() - 1);
    }

    private void exec(String step) {
        db.atomically(step, tx -> {
            Points.at("before exec " + migration.key(step));
            tx.hincrBy(key(step), field(), 1);
        });
        Points.at("after exec " + migration.key(step));
    }

    private void raw(String step) {
        Points.at("before effect " + migration.key(step));
        db.client().hincrBy(key(step), field(), 1);
        Points.at("after effect " + migration.key(step));
    }

    private String key(String step) {
        return "effects:" + migration.key(step);
    }

    private String field() {
        return up ? "ups" : "downs";
    }
}
