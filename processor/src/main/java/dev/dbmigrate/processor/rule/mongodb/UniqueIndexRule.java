package dev.dbmigrate.processor.rule.mongodb;

import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.rule.MigrationCode;
import dev.dbmigrate.processor.source.Argument;
import dev.dbmigrate.processor.source.Call;
import dev.dbmigrate.processor.source.Half;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A unique index on live data goes in two steps ({@code prepareUnique}, since MongoDB 6.0). */
final class UniqueIndexRule {

    private static final Set<String> METHODS = Set.of("createIndex", "createIndexes");

    private UniqueIndexRule() {}

    static void check(MigrationCode migration, NewCollections created, List<Finding> findings) {
        List<Call> calls = migration.code().calls();
        for (Call call : calls) {
            if (!METHODS.contains(call.name()) || call.half() != Half.UP || !CollectionNames.isOnCollection(call)) {
                continue;
            }
            Optional<String> collection = CollectionNames.of(call);
            boolean unique = call.arguments().stream().anyMatch(each -> isUnique(each.call(), calls));
            if (unique && !created.contains(collection)) {
                findings.add(migration.finding(
                        MongoDiagnostic.UNIQUE_INDEX,
                        call.spot(),
                        CollectionNames.display(collection),
                        collection.map(name -> "\"" + name + "\"").orElse("name")));
            }
        }
    }

    /** {@code new IndexOptions().unique(true)}, also within {@code List.of(new IndexModel(…))} and by a variable. */
    private static boolean isUnique(@Nullable Call call, List<Call> calls) {
        if (call == null) {
            return false;
        }
        for (Call at = call; at != null; at = at.target()) {
            if (saysUnique(at)) {
                return true;
            }
            if (at.arguments().stream().map(Argument::call).anyMatch(each -> isUnique(each, calls))) {
                return true;
            }
        }
        Call options = call.first();
        return options.name().equals("new IndexOptions")
                && calls.stream().anyMatch(each -> options.equals(each.target()) && saysUnique(each));
    }

    private static boolean saysUnique(Call call) {
        return call.name().equals("unique")
                && call.isOn("new IndexOptions")
                && call.arguments().size() == 1
                && call.arguments().get(0).source().equals("true");
    }
}
