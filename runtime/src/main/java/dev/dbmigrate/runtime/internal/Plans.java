package dev.dbmigrate.runtime.internal;

import dev.dbmigrate.model.ManifestEntry;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.Plan;
import dev.dbmigrate.runtime.PlannedPart;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plans as users see them, and what must hold before one is carried out. */
final class Plans {

    private Plans() {}

    static Plan describe(List<WorkItem> items, List<String> warnings) {
        return new Plan(items.stream().map(Plans::describe).toList(), warnings);
    }

    static PlannedPart describe(WorkItem item) {
        ManifestEntry entry = item.entry();
        return new PlannedPart(
                item.position(),
                entry.id(),
                item.part().database(),
                item.part().kind(),
                entry.version().toString(),
                entry.description(),
                item.direction(),
                entry.transactional(),
                item.reasons(),
                item.source(),
                note(item));
    }

    private static @Nullable String note(WorkItem item) {
        if (item.adopts()) {
            return Standing.standsFor(item.entry()) + ", which are applied: it is recorded and not run";
        }
        return item.entry().replaces().isEmpty() ? null : Standing.standsFor(item.entry());
    }

    static void requireConfigured(List<WorkItem> items, Databases databases) {
        for (WorkItem item : items) {
            String name = item.part().database();
            if (!databases.isConfigured(name)) {
                String prefix = name.equals(item.part().kind()) ? "dbmigrate." : "dbmigrate.databases.";
                throw new DbMigrateException(
                        Diagnostic.DATABASE_NOT_CONFIGURED,
                        item.entry().id() + " (" + item.source() + ") is for the database '" + name
                                + "', which is not configured: give -D" + prefix + name + ".url=…"
                                + (name.equals(item.part().kind())
                                        ? ""
                                        : " and -D" + prefix + name + ".kind="
                                                + item.part().kind())
                                + ", or leave it out with -Ddbmigrate.only="
                                + String.join(
                                        ",",
                                        databases.configs().stream()
                                                .map(config -> config.name())
                                                .toList())
                                + ". Nothing was changed.");
            }
        }
    }

    static void requireKnownDatabases(List<String> only, Databases databases) {
        for (String name : only) {
            if (!databases.isConfigured(name)) {
                List<String> names = databases.configs().stream()
                        .map(config -> config.name())
                        .toList();
                throw new DbMigrateException(
                        Diagnostic.CONFIGURATION,
                        "dbmigrate.only names '" + name + "', which is not configured; configured are " + names + "."
                                + NearNames.didYouMean(name, names));
            }
        }
    }
}
