package dev.dbmigrate.processor.validation;

import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.diagnostic.MigrationDiagnostic;
import dev.dbmigrate.processor.model.KindPart;
import dev.dbmigrate.processor.model.MigrationDeclaration;
import dev.dbmigrate.processor.model.Migrations;
import dev.dbmigrate.processor.model.Text;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.AnnotationMirror;

/** {@code @Irreversible} gives its reason, and stands only where a way back is missing. */
final class IrreversibleValidator implements MigrationValidator {

    @Override
    public List<Finding> validate(MigrationDeclaration migration, Migrations all) {
        Text reason = migration.irreversible();
        AnnotationMirror annotation = migration.irreversibleAnnotation();
        if (reason == null || annotation == null) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        if (reason.known() && reason.value().isBlank()) {
            findings.add(MigrationDiagnostic.EMPTY_IRREVERSIBLE.on(migration.type(), annotation, reason.where()));
        }
        if (!migration.kinds().isEmpty() && migration.kinds().stream().allMatch(KindPart::reversible)) {
            findings.add(MigrationDiagnostic.IRREVERSIBLE_WITH_DOWN.on(
                    migration.type(), annotation, migration.type().getSimpleName()));
        }
        return findings;
    }
}
