package dev.dbmigrate.processor.validation;

import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.diagnostic.MigrationDiagnostic;
import dev.dbmigrate.processor.model.KindPart;
import dev.dbmigrate.processor.model.MigrationDeclaration;
import dev.dbmigrate.processor.model.Migrations;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.lang.model.element.Element;
import javax.lang.model.element.Modifier;

/** Whoever cannot undo a migration has said so. */
final class DownValidator implements MigrationValidator {

    @Override
    public List<Finding> validate(MigrationDeclaration migration, Migrations all) {
        if (migration.irreversible() != null || !isRunnable(migration)) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        for (KindPart kind : migration.kinds()) {
            if (!kind.reversible() && !hasOtherDown(migration)) {
                findings.add(MigrationDiagnostic.DOWN_MISSING.on(
                        migration.type(), migration.type().getSimpleName(), migration.databaseOf(kind), context(kind)));
            }
        }
        return findings;
    }

    private static boolean isRunnable(MigrationDeclaration migration) {
        return ClassShapeValidator.isClass(migration.type())
                && !migration.type().getModifiers().contains(Modifier.ABSTRACT)
                && !migration.unresolved();
    }

    /** One that overrides nothing, of which {@link OverrideValidator} speaks. */
    private static boolean hasOtherDown(MigrationDeclaration migration) {
        int downs = 0;
        for (Element member : migration.type().getEnclosedElements()) {
            if (member.getSimpleName().toString().toLowerCase(Locale.ROOT).equals("down")) {
                downs++;
            }
        }
        return downs > migration.kinds().stream().filter(KindPart::reversible).count();
    }

    private static String context(KindPart kind) {
        return kind.methods("down").stream()
                .flatMap(method -> method.getParameters().stream())
                .map(parameter -> parameter.asType().toString())
                .map(name -> name.substring(name.lastIndexOf('.') + 1))
                .findFirst()
                .orElse("");
    }
}
