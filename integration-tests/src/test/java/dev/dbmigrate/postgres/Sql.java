package dev.dbmigrate.postgres;

import dev.dbmigrate.model.ManifestEntry;
import java.util.function.Supplier;

/** Migrations of SQL only, for tests. */
public record Sql(String up, String down) implements PostgresMigration {

    public static Supplier<Sql> of(String up, String down) {
        return () -> new Sql(up, down);
    }

    public static ManifestEntry.Builder entry(String id) {
        return ManifestEntry.of(id, "test." + id)
                .description("test " + id)
                .version("1.0.0")
                .part("postgres", "postgres", true)
                .checksum("v1:" + id)
                .source("test/" + id + ".java", 7);
    }

    @Override
    public void up(PostgresContext db) {
        db.execute(up);
    }

    @Override
    public void down(PostgresContext db) {
        db.execute(down);
    }
}
