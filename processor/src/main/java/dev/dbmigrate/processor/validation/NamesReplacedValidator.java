package dev.dbmigrate.processor.validation;

import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.diagnostic.MigrationDiagnostic;
import dev.dbmigrate.processor.model.MigrationDeclaration;
import dev.dbmigrate.processor.model.Migrations;
import dev.dbmigrate.processor.model.Reference;
import dev.dbmigrate.processor.model.Relation;
import java.util.ArrayList;
import java.util.List;

/** Whoever depends on what is replaced keeps its class alive. */
final class NamesReplacedValidator implements MigrationValidator {

    @Override
    public List<Finding> validate(MigrationDeclaration migration, Migrations all) {
        if (!all.hasReplacements() || !all.replacing(migration.id().value()).isEmpty()) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        for (Reference reference : migration.references()) {
            if (reference.relation() == Relation.REPLACES) {
                continue;
            }
            all.find(reference)
                    .ifPresent(named -> all.replacing(named.id().value()).stream()
                            .filter(by -> !by.className().equals(migration.className()))
                            .findFirst()
                            .ifPresent(by -> findings.add(MigrationDiagnostic.NAMES_REPLACED.on(
                                    migration.type(),
                                    migration.annotation(),
                                    reference.where(),
                                    reference.relation().element(),
                                    named.display(),
                                    by.display(),
                                    by.type().getSimpleName()))));
        }
        return findings;
    }
}
