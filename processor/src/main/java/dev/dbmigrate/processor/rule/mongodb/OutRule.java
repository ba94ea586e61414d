package dev.dbmigrate.processor.rule.mongodb;

import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.rule.MigrationCode;
import dev.dbmigrate.processor.source.Call;
import dev.dbmigrate.processor.source.Half;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code $out} is for new collections. What else a migration does with a collection tells that it exists already. */
final class OutRule {

    private static final Set<String> DOCUMENTS = Set.of("new Document", "new BsonDocument");

    private OutRule() {}

    static void check(MigrationCode migration, NewCollections created, List<Finding> findings) {
        List<Call> calls = migration.code().calls();
        Set<String> known = calls.stream()
                .filter(call -> call.name().equals("getCollection"))
                .map(CollectionNames::first)
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
        for (Call call : calls) {
            Optional<String> name = call.half() == Half.UP ? out(call) : Optional.empty();
            if (name.isPresent() && known.contains(name.get()) && !created.contains(name)) {
                String written = "\"" + name.get() + "\"";
                findings.add(migration.finding(MongoDiagnostic.OUT, call.spot(), written, written));
            }
        }
    }

    private static Optional<String> out(Call call) {
        boolean stage = call.name().equals("out")
                && call.arguments().size() == 1
                && (call.root().isEmpty() || call.root().endsWith("Aggregates"));
        if (stage) {
            return CollectionNames.first(call);
        }
        return DOCUMENTS.contains(call.name())
                        && CollectionNames.first(call).filter("$out"::equals).isPresent()
                ? CollectionNames.text(call, 1)
                : Optional.empty();
    }
}
