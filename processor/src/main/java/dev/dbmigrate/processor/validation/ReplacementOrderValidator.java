package dev.dbmigrate.processor.validation;

import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.diagnostic.MigrationDiagnostic;
import dev.dbmigrate.processor.model.MigrationDeclaration;
import dev.dbmigrate.processor.model.Migrations;
import dev.dbmigrate.processor.model.Reference;
import dev.dbmigrate.processor.model.Relation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What is replaced is one piece of the order: nothing stands in the middle that is not replaced too. */
final class ReplacementOrderValidator implements MigrationValidator {

    @Override
    public List<Finding> validate(MigrationDeclaration migration, Migrations all) {
        List<Reference> replaces = migration.references(Relation.REPLACES);
        if (replaces.isEmpty() || !all.cycles().paths().isEmpty()) {
            return List.of();
        }
        Set<String> replaced = new HashSet<>();
        replaces.forEach(reference -> replaced.add(reference.display()));
        List<Finding> findings = new ArrayList<>();
        for (List<String> path : all.cycles().pathsThroughReplaced()) {
            if (!path.contains(migration.className())) {
                continue;
            }
            List<MigrationDeclaration> members = members(path, all);
            members.stream()
                    .filter(member ->
                            !member.className().equals(migration.className()) && !replaced.contains(member.className()))
                    .findFirst()
                    .ifPresent(middle -> findings.add(MigrationDiagnostic.REPLACES_AROUND.on(
                            migration.type(),
                            migration.annotation(),
                            replaces.get(0).where(),
                            middle.display(),
                            members.stream().map(MigrationDeclaration::display).collect(Collectors.joining(" → ")),
                            middle.type().getSimpleName())));
        }
        return findings;
    }

    private static List<MigrationDeclaration> members(List<String> path, Migrations all) {
        List<MigrationDeclaration> members = new ArrayList<>();
        path.forEach(name -> all.ownClass(name).ifPresent(members::add));
        return members;
    }
}
