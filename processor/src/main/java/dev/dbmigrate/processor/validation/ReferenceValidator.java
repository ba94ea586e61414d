package dev.dbmigrate.processor.validation;

import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.diagnostic.MigrationDiagnostic;
import dev.dbmigrate.processor.diagnostic.Nearest;
import dev.dbmigrate.processor.model.MigrationDeclaration;
import dev.dbmigrate.processor.model.Migrations;
import dev.dbmigrate.processor.model.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a migration names is a migration, and not itself. */
final class ReferenceValidator implements MigrationValidator {

    @Override
    public List<Finding> validate(MigrationDeclaration migration, Migrations all) {
        List<Finding> findings = new ArrayList<>();
        for (Reference reference : migration.references()) {
            String element = reference.relation().element();
            if (reference.names(migration)) {
                findings.add(MigrationDiagnostic.SELF_REFERENCE.on(
                        migration.type(),
                        migration.annotation(),
                        reference.where(),
                        element,
                        migration.type().getSimpleName(),
                        element));
            } else if (all.find(reference).isEmpty()) {
                findings.add(MigrationDiagnostic.NOT_A_MIGRATION.on(
                        migration.type(),
                        migration.annotation(),
                        reference.where(),
                        element,
                        reference.display(),
                        mend(reference, migration, all)));
            }
        }
        return findings;
    }

    private static String annotatable(Reference reference, String simpleName) {
        return reference.type() == null || reference.display().startsWith("java")
                ? "T"
                : "Write @Migration above class " + simpleName + ", or t";
    }

    private static String mend(Reference reference, MigrationDeclaration migration, Migrations all) {
        Map<String, String> names = new TreeMap<>();
        all.own().stream()
                .filter(other -> !other.className().equals(migration.className()))
                .forEach(other -> names.put(other.type().getSimpleName().toString(), other.className()));
        all.elsewhere()
                .forEach(other -> names.putIfAbsent(
                        other.type().getSimpleName().toString(),
                        other.type().getQualifiedName().toString()));
        String simpleName = reference.display().substring(reference.display().lastIndexOf('.') + 1);
        Optional<String> nearest = Nearest.to(simpleName, names.keySet());
        return nearest.map(name -> "Did you mean " + names.get(name) + "? Write " + name + ".class")
                .orElseGet(() -> annotatable(reference, simpleName) + "ake " + simpleName + ".class out of "
                        + reference.relation().element());
    }
}
