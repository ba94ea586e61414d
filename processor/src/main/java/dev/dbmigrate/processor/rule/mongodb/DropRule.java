package dev.dbmigrate.processor.rule.mongodb;

import dev.dbmigrate.annotations.Phase;
import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.rule.MigrationCode;
import dev.dbmigrate.processor.source.Call;
import dev.dbmigrate.processor.source.Half;
import java.util.List;
import java.util.Optional;

/** A collection is dropped in the phase in which nothing reads it any more. The way back may drop what the way up created. */
final class DropRule {

    private DropRule() {}

    static void check(MigrationCode migration, NewCollections created, List<Finding> findings) {
        if (migration.migration().phase() == Phase.CONTRACT) {
            return;
        }
        for (Call call : migration.code().calls()) {
            if (!call.name().equals("drop") || call.half() != Half.UP) {
                continue;
            }
            Optional<String> collection = CollectionNames.of(call);
            if (isOnDatabase(call)) {
                findings.add(migration.finding(
                        MongoDiagnostic.DROP, call.spot(), "the whole database, dbmigrate's own records with it,"));
            } else if (CollectionNames.isOnCollection(call) && !created.contains(collection)) {
                findings.add(migration.finding(MongoDiagnostic.DROP, call.spot(), CollectionNames.display(collection)));
            }
        }
    }

    private static boolean isOnDatabase(Call call) {
        Call target = call.target();
        return target == null
                ? call.rootType().equals("MongoDatabase")
                : target.name().equals("database");
    }
}
