package dev.dbmigrate.processor.rule.redis;

import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.rule.CodeRules;
import dev.dbmigrate.processor.rule.MigrationCode;
import dev.dbmigrate.processor.rule.ModuleCode;
import java.util.ArrayList;
import java.util.List;

/** The rules for Redis. */
public final class RedisRules implements CodeRules {

    @Override
    public List<Finding> check(ModuleCode module) {
        List<Finding> findings = new ArrayList<>();
        for (MigrationCode migration : module.migrations()) {
            if (migration.changes("redis")) {
                RefusedCommandRule.check(migration, findings);
                DeleteRule.check(migration, findings);
                TimeToLiveRule.check(migration, findings);
                CopyRule.check(migration, findings);
                ReplacementRule.check(migration, findings);
            }
        }
        return findings;
    }
}
