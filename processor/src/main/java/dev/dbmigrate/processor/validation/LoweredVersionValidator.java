package dev.dbmigrate.processor.validation;

import dev.dbmigrate.model.SemanticVersion;
import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.diagnostic.MigrationDiagnostic;
import dev.dbmigrate.processor.model.ApplyOrder;
import dev.dbmigrate.processor.model.MigrationDeclaration;
import dev.dbmigrate.processor.model.Migrations;
import dev.dbmigrate.processor.model.Relation;
import java.util.List;
import java.util.Optional;

/** No migration belongs to a lower version than one that comes before it on the same database. */
final class LoweredVersionValidator implements MigrationValidator {

    @Override
    public List<Finding> validate(MigrationDeclaration migration, Migrations all) {
        Optional<ApplyOrder.Higher> higher = all.applyOrder().higherBefore(migration);
        if (higher.isEmpty()
                || dependsOnNewer(migration, all)
                || !all.replacing(migration.id().value()).isEmpty()) {
            return List.of();
        }
        ApplyOrder.Higher before = higher.get();
        return List.of(MigrationDiagnostic.LOWERS_VERSION.on(
                migration.type(),
                migration.annotation(),
                migration.version().where(),
                migration.version().value(),
                before.version(),
                before.migration().display(),
                before.database(),
                before.version()));
    }

    /** Then {@link VersionOrderValidator} has said more. */
    private static boolean dependsOnNewer(MigrationDeclaration migration, Migrations all) {
        SemanticVersion version = migration.semanticVersion().orElse(SemanticVersion.ZERO);
        return migration.references(Relation.DEPENDS_ON).stream()
                .flatMap(reference -> all.find(reference).stream())
                .flatMap(other -> other.semanticVersion().stream())
                .anyMatch(other -> other.compareTo(version) > 0);
    }
}
