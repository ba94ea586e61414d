package dev.dbmigrate.processor.validation;

import dev.dbmigrate.model.MigrationId;
import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.diagnostic.MigrationDiagnostic;
import dev.dbmigrate.processor.model.MigrationDeclaration;
import dev.dbmigrate.processor.model.Migrations;
import dev.dbmigrate.processor.model.Text;
import java.util.List;

/** An id has one of the known forms. */
final class IdFormValidator implements MigrationValidator {

    @Override
    public List<Finding> validate(MigrationDeclaration migration, Migrations all) {
        Text id = migration.id();
        if (!id.known() || MigrationId.tryParse(id.value()).isPresent()) {
            return List.of();
        }
        String simpleName = migration.type().getSimpleName().toString();
        return List.of(MigrationDiagnostic.ID_FORM.on(
                migration.type(),
                migration.annotation(),
                id.where(),
                id.value(),
                IdSuggestion.fault(id.value()),
                IdSuggestion.forText(id.value(), simpleName)));
    }
}
