package dev.dbmigrate.processor.validation;

import dev.dbmigrate.model.MigrationId;
import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.diagnostic.MigrationDiagnostic;
import dev.dbmigrate.processor.model.IndexedMigration;
import dev.dbmigrate.processor.model.MigrationDeclaration;
import dev.dbmigrate.processor.model.Migrations;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An id names one migration: in the module, and on the class path. */
final class DuplicateIdValidator implements MigrationValidator {

    @Override
    public List<Finding> validate(MigrationDeclaration migration, Migrations all) {
        String id = migration.id().value();
        boolean taken = all.ownWithId(id).size() > 1 || all.elsewhereWithId(id).isPresent();
        if (!taken || !migration.id().known() || MigrationId.tryParse(id).isEmpty()) {
            return List.of();
        }
        Optional<String> here = all.ownWithId(id).stream()
                .filter(other -> !other.className().equals(migration.className()))
                .map(MigrationDeclaration::className)
                .findFirst();
        if (here.isPresent()) {
            return List.of(finding(MigrationDiagnostic.DUPLICATE_ID, migration, here.get(), all));
        }
        return all.elsewhereWithId(id)
                .map(other -> List.of(finding(
                        MigrationDiagnostic.DUPLICATE_ID_ON_CLASS_PATH,
                        migration,
                        other.type().getQualifiedName().toString(),
                        all)))
                .orElse(List.of());
    }

    private static Finding finding(
            MigrationDiagnostic diagnostic, MigrationDeclaration migration, String other, Migrations all) {
        List<String> known = new ArrayList<>();
        all.own().forEach(own -> known.add(own.id().value()));
        all.elsewhere().stream().map(IndexedMigration::id).forEach(known::add);
        String id = migration.id().value();
        return diagnostic.on(
                migration.type(),
                migration.annotation(),
                migration.id().where(),
                id,
                other,
                IdSuggestion.next(id, migration, known));
    }
}
