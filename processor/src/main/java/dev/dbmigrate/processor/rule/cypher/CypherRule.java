package dev.dbmigrate.processor.rule.cypher;

import dev.dbmigrate.processor.diagnostic.Finding;
import java.util.List;

/** One rule. Stateless. */
interface CypherRule {

    /**
     * Checks a statement that can be read.
     *
     * @param statement the statement; its tree is there
     * @param migration all statements of its migration
     * @param module what the module's migrations create
     * @param findings takes what is found
     */
    void check(CypherStatement statement, CypherMigration migration, CypherModule module, List<Finding> findings);
}
