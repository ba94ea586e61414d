package dev.dbmigrate.processor.validation;

import dev.dbmigrate.model.SemanticVersion;
import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.diagnostic.MigrationDiagnostic;
import dev.dbmigrate.processor.model.MigrationDeclaration;
import dev.dbmigrate.processor.model.Migrations;
import dev.dbmigrate.processor.model.Reference;
import dev.dbmigrate.processor.model.Relation;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A migration that raises MAJOR over what it builds upon breaks something, or another one of its release does; the
 * first release of a schema, and 1.0.0 after 0.x, break nothing. */
final class MajorVersionValidator implements MigrationValidator {

    @Override
    public List<Finding> validate(MigrationDeclaration migration, Migrations all) {
        Optional<SemanticVersion> own = migration.semanticVersion();
        if (own.isEmpty() || own.get().major() < 2 || migration.breaking()) {
            return List.of();
        }
        SemanticVersion version = own.get();
        for (Reference reference : migration.references(Relation.DEPENDS_ON)) {
            // the usual case: the step was made before
            if (major(all.find(reference)) >= version.major()) {
                return List.of();
            }
        }
        List<MigrationDeclaration> before = all.allDependencies(migration);
        if (before.stream().anyMatch(other -> major(Optional.of(other)) >= version.major())
                || all.own().stream()
                        .anyMatch(other ->
                                other.breaking() && other.semanticVersion().equals(own))) {
            return List.of();
        }
        return before.stream()
                .filter(other -> !Collections.disjoint(other.databases(), migration.databases()))
                .filter(other -> major(Optional.of(other)) > 0)
                .max(Comparator.comparing(other -> other.semanticVersion().orElse(SemanticVersion.ZERO)))
                .map(other -> List.of(finding(migration, version, other)))
                .orElse(List.of());
    }

    private static int major(Optional<MigrationDeclaration> migration) {
        return migration
                .flatMap(MigrationDeclaration::semanticVersion)
                .map(SemanticVersion::major)
                .orElse(0);
    }

    private static Finding finding(
            MigrationDeclaration migration, SemanticVersion version, MigrationDeclaration other) {
        SemanticVersion before = other.semanticVersion().orElse(SemanticVersion.ZERO);
        return MigrationDiagnostic.MAJOR_WITHOUT_BREAKING.on(
                migration.type(),
                migration.annotation(),
                migration.version().where(),
                version,
                other.display(),
                before,
                version,
                new SemanticVersion(before.major(), before.minor() + 1, 0));
    }
}
