package dev.dbmigrate.processor.rule.mongodb;

import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.rule.MigrationCode;
import dev.dbmigrate.processor.source.Call;
import dev.dbmigrate.processor.source.Half;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A write over a whole collection goes by a filter that says what is left to do. */
final class EmptyFilterRule {

    private static final Map<String, MongoDiagnostic> WRITES = Map.of(
            "updateMany", MongoDiagnostic.UPDATE_OF_ALL,
            "new UpdateManyModel", MongoDiagnostic.UPDATE_OF_ALL,
            "updateEach", MongoDiagnostic.UPDATE_OF_ALL,
            "deleteMany", MongoDiagnostic.DELETE_OF_ALL,
            "new DeleteManyModel", MongoDiagnostic.DELETE_OF_ALL);

    private EmptyFilterRule() {}

    static void check(MigrationCode migration, NewCollections created, List<Finding> findings) {
        List<Call> calls = migration.code().calls();
        for (Call call : calls) {
            MongoDiagnostic diagnostic = WRITES.get(call.name());
            int index = call.name().equals("updateEach") ? 1 : Filters.index(call);
            if (diagnostic == null
                    || call.half() == Half.VERIFY
                    || index >= call.arguments().size()
                    || !Filters.isEmpty(call.arguments().get(index), calls)) {
                continue;
            }
            Optional<String> collection = CollectionNames.of(
                    index == 1 && call.name().equals("updateEach")
                            ? call.arguments().get(0).call()
                            : call);
            if (!created.contains(collection)) {
                findings.add(migration.finding(
                        diagnostic,
                        call.arguments().get(index).spot(),
                        call.name(),
                        collection.map(name -> " of \"" + name + "\"").orElse("")));
            }
        }
    }
}
