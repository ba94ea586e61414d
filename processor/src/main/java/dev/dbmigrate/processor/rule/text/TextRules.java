package dev.dbmigrate.processor.rule.text;

import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.rule.CodeRules;
import dev.dbmigrate.processor.rule.MigrationCode;
import dev.dbmigrate.processor.rule.ModuleCode;
import java.util.ArrayList;
import java.util.List;

/** The rules about texts. */
public final class TextRules implements CodeRules {

    @Override
    public List<Finding> check(ModuleCode module) {
        List<Finding> findings = new ArrayList<>();
        for (MigrationCode migration : module.migrations()) {
            SecretRule.check(migration, findings);
            PasswordArgumentRule.check(migration, findings);
            JoinedStatementRule.check(migration, findings);
        }
        return findings;
    }
}
