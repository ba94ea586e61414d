package dev.dbmigrate.processor.validation;

import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.diagnostic.MigrationDiagnostic;
import dev.dbmigrate.processor.model.MigrationDeclaration;
import dev.dbmigrate.processor.model.Migrations;
import dev.dbmigrate.processor.model.Text;
import java.util.List;
import java.util.Locale;

/** A migration says what it does. */
final class DescriptionValidator implements MigrationValidator {

    @Override
    public List<Finding> validate(MigrationDeclaration migration, Migrations all) {
        Text description = migration.description();
        if (!description.known() || !description.value().isBlank()) {
            return List.of();
        }
        return List.of(MigrationDiagnostic.EMPTY_DESCRIPTION.on(
                migration.type(),
                migration.annotation(),
                description.where(),
                words(migration.type().getSimpleName().toString())));
    }

    private static String words(String className) {
        String words = className
                .replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ")
                .replace('_', ' ')
                .toLowerCase(Locale.ROOT)
                .strip();
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
