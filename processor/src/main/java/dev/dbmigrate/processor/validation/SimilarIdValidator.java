package dev.dbmigrate.processor.validation;

import dev.dbmigrate.model.MigrationId;
import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.diagnostic.MigrationDiagnostic;
import dev.dbmigrate.processor.model.IdForms;
import dev.dbmigrate.processor.model.IndexedMigration;
import dev.dbmigrate.processor.model.MigrationDeclaration;
import dev.dbmigrate.processor.model.Migrations;
import java.util.ArrayList;
import java.util.List;

/** Ids can be told apart by people too, and those of a module are of one style. */
final class SimilarIdValidator implements MigrationValidator {

    @Override
    public List<Finding> validate(MigrationDeclaration migration, Migrations all) {
        String id = migration.id().value();
        if (!migration.id().known() || MigrationId.tryParse(id).isEmpty()) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        all.idForms().like(id).stream()
                .filter(other -> isLater(migration, other, all))
                .findFirst()
                .ifPresent(other -> findings.add(MigrationDiagnostic.ID_NEARLY_TAKEN.on(
                        migration.type(),
                        migration.annotation(),
                        migration.id().where(),
                        id,
                        other.id(),
                        other.className(),
                        IdSuggestion.next(id, migration, known(all)))));
        all.idForms()
                .odd()
                .filter(odd -> odd.id().equals(id))
                .ifPresent(odd -> findings.add(MigrationDiagnostic.MIXED_ID_STYLES.on(
                        migration.type(),
                        migration.annotation(),
                        migration.id().where(),
                        id,
                        words(odd.style()),
                        odd.usual(),
                        words(odd.usualStyle()))));
        return findings;
    }

    /** Of two in the module one is reported; what stands in another jar cannot be changed here. */
    private static boolean isLater(MigrationDeclaration migration, IdForms.Taken other, Migrations all) {
        return all.ownWithId(other.id()).isEmpty() || other.className().compareTo(migration.className()) < 0;
    }

    private static List<String> known(Migrations all) {
        List<String> known = new ArrayList<>();
        all.own().forEach(own -> known.add(own.id().value()));
        all.elsewhere().stream().map(IndexedMigration::id).forEach(known::add);
        return known;
    }

    private static String words(MigrationId.Style style) {
        return switch (style) {
            case NUMBER -> "a number and a name";
            case DATE -> "a date and a name";
            case TIMESTAMP -> "a timestamp and a name";
        };
    }
}
