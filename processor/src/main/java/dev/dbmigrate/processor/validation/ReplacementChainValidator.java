package dev.dbmigrate.processor.validation;

import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.diagnostic.MigrationDiagnostic;
import dev.dbmigrate.processor.model.MigrationDeclaration;
import dev.dbmigrate.processor.model.Migrations;
import dev.dbmigrate.processor.model.Reference;
import dev.dbmigrate.processor.model.Relation;
import java.util.ArrayList;
import java.util.List;

/** What is replaced replaces nothing itself, and never, in a circle, what replaces it. */
final class ReplacementChainValidator implements MigrationValidator {

    @Override
    public List<Finding> validate(MigrationDeclaration migration, Migrations all) {
        List<Finding> findings = new ArrayList<>();
        for (Reference reference : migration.references(Relation.REPLACES)) {
            if (reference.names(migration)) {
                continue;
            }
            all.find(reference).ifPresent(replaced -> {
                List<MigrationDeclaration> circle = circle(migration, replaced, all);
                if (!circle.isEmpty()) {
                    if (isFirst(migration, circle)) {
                        findings.add(circle(migration, reference, circle));
                    }
                } else if (!all.replacedBy(replaced).isEmpty()) {
                    findings.add(MigrationDiagnostic.REPLACEMENT_CHAIN.on(
                            migration.type(),
                            migration.annotation(),
                            reference.where(),
                            replaced.display(),
                            String.join(", ", all.replacedBy(replaced)),
                            replaced.type().getSimpleName()));
                }
            });
        }
        return findings;
    }

    /** It is told once, at the first of its classes. */
    private static boolean isFirst(MigrationDeclaration migration, List<MigrationDeclaration> circle) {
        return circle.stream().allMatch(other -> migration.className().compareTo(other.className()) <= 0);
    }

    private static Finding circle(
            MigrationDeclaration migration, Reference reference, List<MigrationDeclaration> circle) {
        List<String> path = new ArrayList<>();
        circle.forEach(other -> path.add(other.display()));
        path.add(migration.display());
        return MigrationDiagnostic.REPLACEMENT_CIRCLE.on(
                migration.type(),
                migration.annotation(),
                reference.where(),
                String.join(" → ", path),
                circle.get(1).type().getSimpleName(),
                migration.type().getSimpleName());
    }

    /** From a migration by way of one that it replaces back to it, without the end; empty if there is none. */
    private static List<MigrationDeclaration> circle(
            MigrationDeclaration start, MigrationDeclaration next, Migrations all) {
        List<MigrationDeclaration> path = new ArrayList<>(List.of(start));
        return walk(start, next, path, all) ? path : List.of();
    }

    private static boolean walk(
            MigrationDeclaration start, MigrationDeclaration at, List<MigrationDeclaration> path, Migrations all) {
        if (at.className().equals(start.className())) {
            return true;
        }
        if (path.contains(at)) {
            return false;
        }
        path.add(at);
        for (Reference reference : at.references(Relation.REPLACES)) {
            MigrationDeclaration further = all.find(reference).orElse(null);
            if (further != null && walk(start, further, path, all)) {
                return true;
            }
        }
        path.remove(path.size() - 1);
        return false;
    }
}
