package dev.dbmigrate.processor.validation;

import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.model.MigrationDeclaration;
import dev.dbmigrate.processor.model.Migrations;
import java.util.List;

/** One rule. Never throws, never prints: it returns what it found. */
interface MigrationValidator {

    /**
     * Checks one migration.
     *
     * @param migration the migration
     * @param all the module's migrations and those that it sees
     * @return the findings, empty if the rule is kept
     */
    List<Finding> validate(MigrationDeclaration migration, Migrations all);
}
