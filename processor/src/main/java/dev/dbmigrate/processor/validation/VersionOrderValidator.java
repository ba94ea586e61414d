package dev.dbmigrate.processor.validation;

import dev.dbmigrate.model.SemanticVersion;
import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.diagnostic.MigrationDiagnostic;
import dev.dbmigrate.processor.model.MigrationDeclaration;
import dev.dbmigrate.processor.model.Migrations;
import dev.dbmigrate.processor.model.Reference;
import dev.dbmigrate.processor.model.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a version depends on belongs to the same version or to a lower one. */
final class VersionOrderValidator implements MigrationValidator {

    @Override
    public List<Finding> validate(MigrationDeclaration migration, Migrations all) {
        Optional<SemanticVersion> version = migration.semanticVersion();
        if (version.isEmpty()) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        for (Reference reference : migration.references(Relation.DEPENDS_ON)) {
            Optional<MigrationDeclaration> dependency = all.find(reference);
            Optional<SemanticVersion> other = dependency.flatMap(MigrationDeclaration::semanticVersion);
            if (other.isPresent() && other.get().compareTo(version.get()) > 0) {
                findings.add(MigrationDiagnostic.DEPENDENCY_NEWER.on(
                        migration.type(),
                        migration.annotation(),
                        reference.where(),
                        version.get(),
                        dependency.get().display(),
                        other.get(),
                        version.get(),
                        other.get()));
            }
        }
        return findings;
    }
}
