package dev.dbmigrate.processor.validation;

import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.diagnostic.MigrationDiagnostic;
import dev.dbmigrate.processor.model.MigrationDeclaration;
import dev.dbmigrate.processor.model.Migrations;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;

/** A migration can be created by its public constructor without parameters, which throws nothing checked. */
final class ConstructorValidator implements MigrationValidator {

    @Override
    public List<Finding> validate(MigrationDeclaration migration, Migrations all) {
        TypeElement type = migration.type();
        if (!ClassShapeValidator.isClass(type)) {
            return List.of();
        }
        String name = type.getSimpleName().toString();
        Optional<ExecutableElement> constructor = withoutParameters(type);
        // the constructor that the compiler adds is as visible as its class, about which another rule speaks
        boolean hidden = constructor.isEmpty()
                || (!constructor.get().getModifiers().contains(Modifier.PUBLIC)
                        && type.getModifiers().contains(Modifier.PUBLIC));
        if (hidden) {
            return List.of(MigrationDiagnostic.NO_PUBLIC_CONSTRUCTOR.on(
                    constructor.isPresent() ? constructor.get() : type, name, name));
        }
        return constructor.get().getThrownTypes().stream()
                .filter(ConstructorValidator::isChecked)
                .findFirst()
                .map(thrown ->
                        List.of(MigrationDiagnostic.CONSTRUCTOR_THROWS.on(constructor.get(), name, thrown, name)))
                .orElse(List.of());
    }

    private static Optional<ExecutableElement> withoutParameters(TypeElement type) {
        for (Element member : type.getEnclosedElements()) {
            if (member.getKind() == ElementKind.CONSTRUCTOR
                    && member instanceof ExecutableElement constructor
                    && constructor.getParameters().isEmpty()) {
                return Optional.of(constructor);
            }
        }
        return Optional.empty();
    }

    private static boolean isChecked(TypeMirror thrown) {
        TypeMirror at = thrown;
        while (at.getKind() != TypeKind.ERROR && at instanceof DeclaredType declared) {
            TypeElement type = (TypeElement) declared.asElement();
            if (type.getQualifiedName().contentEquals("java.lang.RuntimeException")
                    || type.getQualifiedName().contentEquals("java.lang.Error")) {
                return false;
            }
            if (type.getQualifiedName().contentEquals("java.lang.Throwable")) {
                return true;
            }
            at = type.getSuperclass();
        }
        return false;
    }
}
