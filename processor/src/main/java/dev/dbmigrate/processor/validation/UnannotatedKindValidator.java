package dev.dbmigrate.processor.validation;

import dev.dbmigrate.annotations.AllowUnsafe;
import dev.dbmigrate.annotations.Migration;
import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.diagnostic.MigrationDiagnostic;
import dev.dbmigrate.processor.read.UnannotatedKinds;
import java.util.Arrays;
import java.util.List;
import javax.lang.model.element.TypeElement;

/** A class that implements a kind and no {@code @Migration} is forgotten, unless it says that it is meant so. */
final class UnannotatedKindValidator {

    private UnannotatedKindValidator() {}

    static List<Finding> validate(TypeElement type, UnannotatedKinds kinds) {
        if (type.getAnnotation(Migration.class) != null || isMeant(type)) {
            return List.of();
        }
        return kinds.kindOf(type)
                .map(kind -> List.of(MigrationDiagnostic.KIND_WITHOUT_MIGRATION.on(
                        type, type.getSimpleName(), kind.getSimpleName())))
                .orElse(List.of());
    }

    /** Whether a class that is no migration waives just this: the one finding that such a class can have. */
    static boolean isMeant(TypeElement type) {
        AllowUnsafe[] waivers = type.getAnnotationsByType(AllowUnsafe.class);
        return waivers.length > 0
                && Arrays.stream(waivers)
                        .allMatch(waiver -> waiver.rule().equals(MigrationDiagnostic.KIND_WITHOUT_MIGRATION.id())
                                && !waiver.reason().isBlank());
    }
}
