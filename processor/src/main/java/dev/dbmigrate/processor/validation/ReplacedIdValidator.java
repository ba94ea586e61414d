package dev.dbmigrate.processor.validation;

import dev.dbmigrate.model.MigrationId;
import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.diagnostic.MigrationDiagnostic;
import dev.dbmigrate.processor.model.IndexedMigration;
import dev.dbmigrate.processor.model.MigrationDeclaration;
import dev.dbmigrate.processor.model.Migrations;
import dev.dbmigrate.processor.model.Text;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.TypeElement;

/** An id in {@code replacesIds} is one, is another's, and has no class any more. */
final class ReplacedIdValidator implements MigrationValidator {

    @Override
    public List<Finding> validate(MigrationDeclaration migration, Migrations all) {
        List<Finding> findings = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Text replaced : migration.replacesIds()) {
            String id = replaced.value();
            Optional<TypeElement> type = classOf(id, all);
            if (MigrationId.tryParse(id).isEmpty()) {
                findings.add(finding(
                        MigrationDiagnostic.REPLACED_ID_FORM,
                        migration,
                        replaced,
                        id,
                        IdSuggestion.fault(id),
                        IdSuggestion.forText(
                                id, migration.type().getSimpleName().toString())));
            } else if (id.equals(migration.id().value())) {
                findings.add(finding(MigrationDiagnostic.REPLACED_ID_IS_OWN, migration, replaced, id));
            } else if (!seen.add(id)) {
                findings.add(finding(MigrationDiagnostic.REPLACED_ID_TWICE, migration, replaced, id, id));
            } else if (type.isPresent()) {
                findings.add(finding(
                        MigrationDiagnostic.REPLACED_ID_HAS_CLASS,
                        migration,
                        replaced,
                        id,
                        type.get().getQualifiedName(),
                        type.get().getSimpleName()));
            }
        }
        return findings;
    }

    private static Finding finding(
            MigrationDiagnostic diagnostic, MigrationDeclaration migration, Text place, Object... values) {
        return diagnostic.on(migration.type(), migration.annotation(), place.where(), values);
    }

    private static Optional<TypeElement> classOf(String id, Migrations all) {
        return all.ownWithId(id).stream()
                .map(MigrationDeclaration::type)
                .findFirst()
                .or(() -> all.elsewhereWithId(id).map(IndexedMigration::type));
    }
}
