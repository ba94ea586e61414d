package dev.dbmigrate.runtime.launch;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.HealthReport;
import dev.dbmigrate.runtime.HealthReport.DatabaseHealth;
import dev.dbmigrate.runtime.RunListener;
import dev.dbmigrate.runtime.report.Documents;
import dev.dbmigrate.runtime.report.TextReports;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code health}: fails where a configured database cannot be used as it must be. Needs no migrations. */
final class HealthCommand implements Command {

    @Override
    public boolean answers(Parameters parameters) {
        return true;
    }

    @Override
    public Outcome run(Invocation call) {
        HealthReport report = call.facade(RunListener.NONE).health();
        return new Outcome(Documents.health(report), TextReports.health(report, call.style()), failure(report));
    }

    @Override
    public boolean needsMigrations() {
        return false;
    }

    private static @Nullable DbMigrateException failure(HealthReport report) {
        List<DatabaseHealth> ill = report.databases().stream()
                .filter(database -> !database.healthy())
                .toList();
        if (ill.isEmpty()) {
            return null;
        }
        boolean allReachable = ill.stream().allMatch(DatabaseHealth::reachable);
        StringBuilder message = new StringBuilder("not healthy:");
        ill.forEach(database -> message.append("\n  ")
                .append(database.name())
                .append(": ")
                .append(
                        database.findings().isEmpty()
                                ? "cannot be reached"
                                : database.findings().get(0)));
        return new DbMigrateException(
                allReachable ? Diagnostic.PERMISSION : Diagnostic.UNREACHABLE, message.toString());
    }
}
