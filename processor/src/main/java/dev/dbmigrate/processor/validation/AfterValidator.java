package dev.dbmigrate.processor.validation;

import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.diagnostic.MigrationDiagnostic;
import dev.dbmigrate.processor.model.MigrationDeclaration;
import dev.dbmigrate.processor.model.Migrations;
import dev.dbmigrate.processor.model.Reference;
import dev.dbmigrate.processor.model.Relation;
import java.util.ArrayList;
import java.util.List;

/** What a migration depends on anyway need not be named in {@code after}. */
final class AfterValidator implements MigrationValidator {

    @Override
    public List<Finding> validate(MigrationDeclaration migration, Migrations all) {
        List<Reference> after = migration.references(Relation.AFTER);
        if (after.isEmpty()) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        for (Reference dependency : migration.references(Relation.DEPENDS_ON)) {
            all.find(dependency).ifPresent(by -> {
                for (MigrationDeclaration earlier : all.allDependencies(by)) {
                    for (Reference reference : after) {
                        if (reference.names(earlier)
                                && findings.stream().noneMatch(said -> said.value() == reference.where())) {
                            findings.add(MigrationDiagnostic.AFTER_IS_DEPENDENCY.on(
                                    migration.type(),
                                    migration.annotation(),
                                    reference.where(),
                                    earlier.display(),
                                    by.display(),
                                    earlier.type().getSimpleName()));
                        }
                    }
                }
            });
        }
        return findings;
    }
}
