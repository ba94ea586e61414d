package dev.dbmigrate.processor.validation;

import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.diagnostic.MigrationDiagnostic;
import dev.dbmigrate.processor.model.KindPart;
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
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;

/**
 * A method that is called like one of a kind but overrides none would silently never run: a migration whose {@code down}
 * takes the wrong context is irreversible without anybody having said so.
 */
final class OverrideValidator implements MigrationValidator {

    private static final Set<String> NAMES = Set.of("down", "verify");

    @Override
    public List<Finding> validate(MigrationDeclaration migration, Migrations all) {
        if (migration.kinds().isEmpty()) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        for (Element member : migration.type().getEnclosedElements()) {
            String name = member.getSimpleName().toString().toLowerCase(Locale.ROOT);
            if (member.getKind() == ElementKind.METHOD
                    && member instanceof ExecutableElement method
                    && NAMES.contains(name)
                    && !isUnresolved(method)
                    && migration.kinds().stream().noneMatch(kind -> overrides(method, kind, migration, all))) {
                findings.add(finding(method, name, migration));
            }
        }
        return findings;
    }

    private static boolean overrides(
            ExecutableElement method, KindPart kind, MigrationDeclaration migration, Migrations all) {
        return kind.methods(method.getSimpleName().toString()).stream()
                .anyMatch(candidate -> all.elements().overrides(method, candidate, migration.type()));
    }

    private static String name(TypeMirror type) {
        return (type instanceof DeclaredType declared && declared.asElement() instanceof TypeElement element)
                ? element.getQualifiedName().toString()
                : type.toString();
    }

    private static boolean isUnresolved(ExecutableElement method) {
        return method.getParameters().stream()
                .anyMatch(parameter -> parameter.asType().getKind() == TypeKind.ERROR);
    }

    private static Finding finding(ExecutableElement method, String name, MigrationDeclaration migration) {
        String kinds = migration.kinds().stream()
                .map(kind -> kind.type().getSimpleName().toString())
                .collect(Collectors.joining(", "));
        Optional<String> context = migration.kinds().stream()
                .flatMap(kind -> kind.methods(name).stream())
                .flatMap(candidate -> candidate.getParameters().stream())
                .map(parameter -> simpleName(parameter.asType()))
                .findFirst();
        String written = method.getSimpleName()
                + method.getParameters().stream()
                        .map(parameter -> simpleName(parameter.asType()))
                        .collect(Collectors.joining(", ", "(", ")"));
        String wanted = name + "(" + context.map(type -> type + " db").orElse("") + ")";
        return MigrationDiagnostic.OVERRIDES_NOTHING.on(
                method, written, migration.type().getSimpleName() + " implements " + kinds, wanted);
    }

    private static String simpleName(TypeMirror type) {
        String name = name(type);
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
