package dev.dbmigrate.processor.validation;

import dev.dbmigrate.processor.diagnostic.CompileDiagnostic;
import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.model.MigrationDeclaration;
import dev.dbmigrate.processor.model.Migrations;
import java.util.List;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeKind;

/** A migration implements a kind. */
final class KindValidator implements MigrationValidator {

    @Override
    public List<Finding> validate(MigrationDeclaration migration, Migrations all) {
        TypeElement type = migration.type();
        if (!ClassShapeValidator.isClass(type) || !migration.kinds().isEmpty() || hasUnresolvedSupertype(type)) {
            return List.of();
        }
        return List.of(CompileDiagnostic.NO_KIND.on(
                type,
                migration.annotation(),
                type.getSimpleName(),
                "PostgresMigration, RedisMigration, Neo4jMigration or MongoMigration"));
    }

    /** The compiler says so already; the missing type may well be the kind. */
    private static boolean hasUnresolvedSupertype(TypeElement type) {
        return type.getSuperclass().getKind() == TypeKind.ERROR
                || type.getInterfaces().stream().anyMatch(parent -> parent.getKind() == TypeKind.ERROR);
    }
}
