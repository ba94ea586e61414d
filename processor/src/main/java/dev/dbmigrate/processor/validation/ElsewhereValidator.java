package dev.dbmigrate.processor.validation;

import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.diagnostic.MigrationDiagnostic;
import dev.dbmigrate.processor.model.IndexedMigration;
import dev.dbmigrate.processor.model.MigrationDeclaration;
import dev.dbmigrate.processor.model.Migrations;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The jars on the class path fit together: no class in two of them, and none that names a class which is missing. */
final class ElsewhereValidator {

    private ElsewhereValidator() {}

    static List<Finding> validate(Migrations all) {
        List<Finding> findings = new ArrayList<>();
        Map<String, IndexedMigration> seen = new HashMap<>();
        for (IndexedMigration migration : all.elsewhere()) {
            String name = migration.type().getQualifiedName().toString();
            IndexedMigration other = seen.putIfAbsent(name, migration);
            if (other != null) {
                findings.add(MigrationDiagnostic.CLASS_IN_TWO_JARS.on(
                        migration.index(),
                        migration.id() + " (" + name + ")",
                        other.index().getQualifiedName(),
                        migration.index().getQualifiedName()));
            } else if (all.read(migration.type())
                    .filter(MigrationDeclaration::unresolved)
                    .isPresent()) {
                findings.add(MigrationDiagnostic.DEPENDENCY_NOT_ON_CLASS_PATH.on(
                        migration.index(), migration.id() + " (" + name + ")"));
            }
        }
        return findings;
    }
}
