package dev.dbmigrate.processor.validation;

import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.diagnostic.MigrationDiagnostic;
import dev.dbmigrate.processor.model.MigrationDeclaration;
import dev.dbmigrate.processor.model.Migrations;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;

/** A migration is a public concrete class, at top level or static, without type parameters, in a package. */
final class ClassShapeValidator implements MigrationValidator {

    @Override
    public List<Finding> validate(MigrationDeclaration migration, Migrations all) {
        TypeElement type = migration.type();
        String name = type.getSimpleName().toString();
        if (!isClass(type)) {
            return List.of(MigrationDiagnostic.NOT_A_CLASS.on(type, migration.annotation(), name, kind(type), name));
        }
        List<Finding> findings = new ArrayList<>();
        Set<Modifier> modifiers = type.getModifiers();
        if (modifiers.contains(Modifier.ABSTRACT)) {
            findings.add(MigrationDiagnostic.ABSTRACT_CLASS.on(type, name, name));
        }
        firstNotPublic(type)
                .ifPresent(hidden -> findings.add(MigrationDiagnostic.NOT_PUBLIC.on(
                        type,
                        name,
                        hidden.equals(type) ? "" : " because " + hidden.getSimpleName() + " around it is not",
                        hidden.getSimpleName())));
        Element outer = type.getEnclosingElement();
        if (outer instanceof TypeElement && !modifiers.contains(Modifier.STATIC)) {
            findings.add(MigrationDiagnostic.INNER_CLASS.on(type, name, outer.getSimpleName(), name));
        }
        if (!type.getTypeParameters().isEmpty()) {
            findings.add(MigrationDiagnostic.TYPE_PARAMETERS.on(
                    type,
                    name,
                    name,
                    type.getTypeParameters().stream().map(Object::toString).collect(Collectors.joining(", "))));
        }
        if (!migration.className().contains(".")) {
            findings.add(MigrationDiagnostic.UNNAMED_PACKAGE.on(type, name));
        }
        return findings;
    }

    static boolean isClass(TypeElement type) {
        return type.getKind() == ElementKind.CLASS || type.getKind() == ElementKind.RECORD;
    }

    private static String kind(TypeElement type) {
        return switch (type.getKind()) {
            case ENUM -> "an enum";
            case INTERFACE -> "an interface";
            case ANNOTATION_TYPE -> "an annotation type";
            default -> "a " + type.getKind().name().toLowerCase(Locale.ROOT);
        };
    }

    private static Optional<TypeElement> firstNotPublic(TypeElement type) {
        for (Element at = type; at instanceof TypeElement element; at = at.getEnclosingElement()) {
            if (!element.getModifiers().contains(Modifier.PUBLIC)) {
                return Optional.of(element);
            }
        }
        return Optional.empty();
    }
}
