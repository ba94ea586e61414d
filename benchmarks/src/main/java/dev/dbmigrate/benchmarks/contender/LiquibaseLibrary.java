package dev.dbmigrate.benchmarks.contender;

import dev.dbmigrate.benchmarks.workload.Workload;
import dev.dbmigrate.benchmarks.workload.WorkloadWriter;
import dev.dbmigrate.runtime.TargetConfig;
import java.io.OutputStream;
import java.sql.Connection;
import java.util.Map;
import liquibase.Scope;
import liquibase.changelog.FastCheckService;
import liquibase.command.CommandScope;
import liquibase.command.core.UpdateCommandStep;
import liquibase.command.core.helpers.DbUrlConnectionArgumentsCommandStep;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.DirectoryResourceAccessor;
import liquibase.ui.LoggerUIService;

/**
 * Liquibase as a library, with its defaults. What it keeps in the JVM about databases that it has found up to date is
 * dropped before each call, as a process that calls it once has none of it.
 */
final class LiquibaseLibrary implements Contender {

    private final Workload workload;

    LiquibaseLibrary(Workload workload) {
        this.workload = workload;
    }

    @Override
    public String title() {
        return "Liquibase";
    }

    @Override
    public void apply(TargetConfig target) throws Exception {
        Scope.getCurrentScope().getSingleton(FastCheckService.class).clearCache();
        try (Connection connection = Connections.open(target)) {
            Database database =
                    DatabaseFactory.getInstance().findCorrectDatabaseImplementation(new JdbcConnection(connection));
            Map<String, Object> values = Map.of(
                    Scope.Attr.resourceAccessor.name(),
                    new DirectoryResourceAccessor(workload.liquibase().toFile()),
                    Scope.Attr.ui.name(),
                    new LoggerUIService());
            Scope.child(
                    values,
                    () -> new CommandScope(UpdateCommandStep.COMMAND_NAME)
                            .addArgumentValue(DbUrlConnectionArgumentsCommandStep.DATABASE_ARG, database)
                            .addArgumentValue(UpdateCommandStep.CHANGELOG_FILE_ARG, WorkloadWriter.CHANGELOG)
                            .setOutput(OutputStream.nullOutputStream())
                            .execute());
        }
    }
}
