package dev.dbmigrate.processor.validation;

import dev.dbmigrate.annotations.Phase;
import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.diagnostic.MigrationDiagnostic;
import dev.dbmigrate.processor.model.MigrationDeclaration;
import dev.dbmigrate.processor.model.Migrations;
import java.util.List;

/** What expands does not break. */
final class PhaseValidator implements MigrationValidator {

    @Override
    public List<Finding> validate(MigrationDeclaration migration, Migrations all) {
        return (migration.breaking() && migration.phase() == Phase.EXPAND)
                ? List.of(MigrationDiagnostic.BREAKING_EXPAND.on(
                        migration.type(), migration.annotation(), migration.breakingAt()))
                : List.of();
    }
}
