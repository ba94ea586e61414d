package dev.dbmigrate.benchmarks.contender;

import dev.dbmigrate.benchmarks.workload.Workload;
import dev.dbmigrate.runtime.Configuration;
import dev.dbmigrate.runtime.DbMigrate;
import dev.dbmigrate.runtime.TargetConfig;
import java.io.IOException;
import java.net.URLClassLoader;
import java.util.List;

/**
 * dbmigrate as a library. Every call loads the migrations' classes anew, as a process that calls it once does: a class
 * loader that is kept would hide what 1000 classes cost.
 */
final class DbMigrateLibrary implements Contender {

    private final Workload workload;

    DbMigrateLibrary(Workload workload) {
        this.workload = workload;
    }

    @Override
    public String title() {
        return "dbmigrate";
    }

    @Override
    public void apply(TargetConfig database) throws IOException {
        try (URLClassLoader loader = new ApplicationClasses(workload)) {
            DbMigrate.builder(Configuration.of(List.of(database)))
                    .classLoader(loader)
                    .build()
                    .apply();
        }
    }
}
