package dev.dbmigrate.processor.validation;

import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.diagnostic.MigrationDiagnostic;
import dev.dbmigrate.processor.model.MigrationDeclaration;
import dev.dbmigrate.processor.model.Migrations;
import java.util.List;
import javax.lang.model.element.TypeElement;

/** A migration implements a kind. */
final class KindValidator implements MigrationValidator {

    @Override
    public List<Finding> validate(MigrationDeclaration migration, Migrations all) {
        TypeElement type = migration.type();
        if (!ClassShapeValidator.isClass(type) || !migration.kinds().isEmpty() || migration.unresolved()) {
            return List.of();
        }
        return List.of(MigrationDiagnostic.NO_KIND.on(
                type,
                migration.annotation(),
                type.getSimpleName(),
                "PostgresMigration, RedisMigration, Neo4jMigration or MongoMigration"));
    }
}
