package dev.dbmigrate.runtime.internal;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.HealthReport;
import dev.dbmigrate.runtime.TargetConfig;
import dev.dbmigrate.runtime.spi.Health;
import dev.dbmigrate.runtime.spi.Target;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks every configured database how it is; one that does not answer does not hide the others. */
final class HealthReader {

    private HealthReader() {}

    static HealthReport read(Databases databases, Redactor redactor) {
        List<HealthReport.DatabaseHealth> all = new ArrayList<>();
        for (TargetConfig config : databases.configs()) {
            Target target = databases.target(config.name());
            Health health = ask(target);
            all.add(new HealthReport.DatabaseHealth(
                    config.name(),
                    config.kind(),
                    config.displayUrl(),
                    databases.isHome(config.name()),
                    health.reachable(),
                    health.healthy(),
                    health.server(),
                    health.user(),
                    health.reachable() ? schemaVersion(target) : null,
                    health.findings().stream().map(redactor::redact).toList(),
                    health.notes().stream().map(redactor::redact).toList()));
        }
        return new HealthReport(all);
    }

    private static Health ask(Target target) {
        try {
            return target.health();
        } catch (DbMigrateException e) {
            return new Health(false, null, null, List.of(String.valueOf(e.getMessage())), List.of());
        }
    }

    private static @Nullable String schemaVersion(Target target) {
        try {
            return target.read().schemaVersion();
        } catch (DbMigrateException e) {
            // a user without the right to read it is a finding of health() already
            return null;
        }
    }
}
