package dev.dbmigrate.processor.rule;

import dev.dbmigrate.processor.diagnostic.Finding;
import java.util.List;

/** The rules of one room. Never throws for what a migration contains, never prints: what cannot be read is not judged. */
public interface CodeRules {

    /**
     * Checks a module.
     *
     * @param module the code of its migrations
     * @return the findings; those of one migration have its class as their element
     */
    List<Finding> check(ModuleCode module);
}
