package dev.dbmigrate.processor.validation;

import dev.dbmigrate.annotations.AllowUnsafe;
import dev.dbmigrate.annotations.Irreversible;
import dev.dbmigrate.annotations.Migration;
import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.diagnostic.MigrationDiagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.TypeElement;

/** What belongs beside {@code @Migration} has no effect without it. */
final class CompanionValidator {

    private static final Map<String, String> COMPANIONS = Map.of(
            Irreversible.class.getCanonicalName(), "Irreversible",
            AllowUnsafe.class.getCanonicalName(), "AllowUnsafe",
            AllowUnsafe.List.class.getCanonicalName(), "AllowUnsafe");

    private CompanionValidator() {}

    static List<Finding> validate(TypeElement type) {
        if (UnannotatedKindValidator.isMeant(type)) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        for (AnnotationMirror mirror : type.getAnnotationMirrors()) {
            TypeElement annotation = (TypeElement) mirror.getAnnotationType().asElement();
            String name = annotation.getQualifiedName().toString();
            if (name.equals(Migration.class.getCanonicalName())) {
                return List.of();
            }
            String companion = COMPANIONS.get(name);
            if (companion != null) {
                findings.add(MigrationDiagnostic.ANNOTATION_WITHOUT_MIGRATION.on(
                        type, mirror, companion, type.getSimpleName()));
            }
        }
        return findings;
    }
}
