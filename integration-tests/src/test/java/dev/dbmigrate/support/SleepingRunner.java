package dev.dbmigrate.support;

import dev.dbmigrate.postgres.Sql;
import dev.dbmigrate.runtime.Configuration;
import dev.dbmigrate.runtime.DbMigrate;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.PlannedPart;
import dev.dbmigrate.runtime.RunListener;
import dev.dbmigrate.runtime.Secret;
import dev.dbmigrate.runtime.TargetConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A process of its own that applies a migration which sleeps in the database; a test ends it in the middle. */
public final class SleepingRunner {

    private SleepingRunner() {}

    /** What the process runs, and what a test runs after it: the same migrations, the second without its sleep. */
    public static TestManifest manifest(int seconds) {
        return new TestManifest()
                .add(Sql.entry("001_table"), Sql.of("CREATE TABLE slept (id int)", "DROP TABLE slept"))
                .add(
                        Sql.entry("002_sleep").dependsOn("001_table"),
                        Sql.of("INSERT INTO slept VALUES (1); SELECT pg_sleep(" + seconds + ")", "DELETE FROM slept"));
    }

    public static void main(String[] arguments) {
        TargetConfig target = new TargetConfig(
                "postgres", "postgres", arguments[0], arguments[1], new Secret(arguments[2]), Map.of());
        Configuration configuration = new Configuration(
                List.of(target),
                null,
                Duration.ofSeconds(Integer.parseInt(arguments[3])),
                Duration.ofMinutes(1),
                "sleeper");
        RunListener listener = new RunListener() {
            @Override
            public void partStarted(PlannedPart part) {
                System.out.println("started " + part.id());
            }

            @Override
            public void warning(String message) {
                System.out.println("warning " + message);
            }
        };
        try {
            DbMigrate.builder(configuration)
                    .manifests(List.of(manifest(120)))
                    .listener(listener)
                    .build()
                    .apply();
        } catch (DbMigrateException e) {
            System.out.println(e.getMessage());
            // System.exit would wait for the shutdown that is running already
            Runtime.getRuntime().halt(e.diagnostic().exitCode().code());
        }
    }
}
