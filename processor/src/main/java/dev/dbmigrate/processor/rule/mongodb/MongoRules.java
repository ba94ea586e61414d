package dev.dbmigrate.processor.rule.mongodb;

import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.rule.CodeRules;
import dev.dbmigrate.processor.rule.MigrationCode;
import dev.dbmigrate.processor.rule.ModuleCode;
import java.util.ArrayList;
import java.util.List;

/** The rules for MongoDB. */
public final class MongoRules implements CodeRules {

    @Override
    public List<Finding> check(ModuleCode module) {
        List<Finding> findings = new ArrayList<>();
        for (MigrationCode migration : module.migrations()) {
            if (migration.changes("mongodb")) {
                NewCollections created = NewCollections.of(migration, module);
                EmptyFilterRule.check(migration, created, findings);
                ValidatorRule.check(migration, module, created, findings);
                UniqueIndexRule.check(migration, created, findings);
                DropRule.check(migration, created, findings);
                SessionRule.check(migration, findings);
                OutRule.check(migration, created, findings);
            }
        }
        return findings;
    }
}
