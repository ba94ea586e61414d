package dev.dbmigrate.processor.validation;

import dev.dbmigrate.annotations.Phase;
import dev.dbmigrate.processor.diagnostic.CompileDiagnostic;
import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.diagnostic.MigrationDiagnostic;
import dev.dbmigrate.processor.model.MigrationDeclaration;
import dev.dbmigrate.processor.model.Migrations;
import dev.dbmigrate.processor.model.Phases;
import dev.dbmigrate.processor.model.Reference;
import dev.dbmigrate.processor.model.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What expands comes first, what moves the data second, what contracts last: by dependencies, not by luck. */
final class PhaseOrderValidator implements MigrationValidator {

    @Override
    public List<Finding> validate(MigrationDeclaration migration, Migrations all) {
        return switch (migration.phase()) {
            case NONE -> List.of();
            case EXPAND -> expand(migration, all);
            case MIGRATE ->
                all.phases().expandsBefore(migration).isEmpty()
                        ? List.of(withoutExpand(MigrationDiagnostic.MIGRATE_WITHOUT_EXPAND, migration, all))
                        : List.of();
            case CONTRACT ->
                all.phases().expandsBefore(migration).isEmpty()
                        ? List.of(withoutExpand(MigrationDiagnostic.CONTRACT_WITHOUT_EXPAND, migration, all))
                        : contract(migration, all);
        };
    }

    private static Finding withoutExpand(CompileDiagnostic diagnostic, MigrationDeclaration migration, Migrations all) {
        String expand = all.phases().of(Phase.EXPAND).stream()
                .filter(other -> other.databases().stream().anyMatch(migration.databases()::contains))
                .map(other -> other.type().getSimpleName().toString())
                .findFirst()
                .orElse("TheExpand");
        return diagnostic.on(
                migration.type(), migration.annotation(), migration.type().getSimpleName(), expand);
    }

    private static List<Finding> expand(MigrationDeclaration migration, Migrations all) {
        List<Finding> findings = new ArrayList<>();
        for (Reference reference : migration.references(Relation.DEPENDS_ON)) {
            all.find(reference)
                    .filter(other -> other.phase() == Phase.CONTRACT)
                    .filter(other -> all.phases().expandsBefore(other).isEmpty())
                    .ifPresent(other -> findings.add(MigrationDiagnostic.EXPAND_AFTER_CONTRACT.on(
                            migration.type(),
                            migration.annotation(),
                            reference.where(),
                            other.display(),
                            other.type().getSimpleName(),
                            other.type().getSimpleName(),
                            migration.type().getSimpleName())));
        }
        return findings;
    }

    private static List<Finding> contract(MigrationDeclaration migration, Migrations all) {
        Phases phases = all.phases();
        Map<String, MigrationDeclaration> expands = phases.expandsBefore(migration);
        Set<String> before = all.allDependencies(migration).stream()
                .map(MigrationDeclaration::className)
                .collect(Collectors.toSet());
        List<Finding> findings = new ArrayList<>();
        for (MigrationDeclaration data : phases.of(Phase.MIGRATE)) {
            if (!before.contains(data.className())) {
                phases.expandsBefore(data).values().stream()
                        .filter(expand -> expands.containsKey(expand.className()))
                        .findFirst()
                        .ifPresent(expand -> findings.add(MigrationDiagnostic.CONTRACT_WITHOUT_MIGRATE.on(
                                migration.type(),
                                migration.annotation(),
                                data.display(),
                                expand.display(),
                                data.type().getSimpleName())));
            }
        }
        return findings;
    }
}
