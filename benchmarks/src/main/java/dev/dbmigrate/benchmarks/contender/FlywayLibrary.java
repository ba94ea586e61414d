package dev.dbmigrate.benchmarks.contender;

import dev.dbmigrate.benchmarks.workload.Workload;
import dev.dbmigrate.runtime.TargetConfig;
import org.flywaydb.core.Flyway;

/** Flyway as a library, with its defaults. */
final class FlywayLibrary implements Contender {

    private final String location;

    FlywayLibrary(Workload workload) {
        this.location = "filesystem:" + workload.flyway();
    }

    @Override
    public String title() {
        return "Flyway";
    }

    @Override
    public void apply(TargetConfig database) {
        Flyway.configure()
                .dataSource(database.url(), database.user(), Connections.password(database))
                .locations(location)
                .load()
                .migrate();
    }
}
