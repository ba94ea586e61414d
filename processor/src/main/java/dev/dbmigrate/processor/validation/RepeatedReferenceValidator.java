package dev.dbmigrate.processor.validation;

import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.diagnostic.MigrationDiagnostic;
import dev.dbmigrate.processor.model.MigrationDeclaration;
import dev.dbmigrate.processor.model.Migrations;
import dev.dbmigrate.processor.model.Reference;
import dev.dbmigrate.processor.model.Relation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A migration names another once: it is a dependency, or only comes after, or is replaced. */
final class RepeatedReferenceValidator implements MigrationValidator {

    @Override
    public List<Finding> validate(MigrationDeclaration migration, Migrations all) {
        List<Finding> findings = new ArrayList<>();
        Map<String, Relation> seen = new HashMap<>();
        for (Reference reference : migration.references()) {
            Relation before = seen.putIfAbsent(reference.display(), reference.relation());
            if (before != null) {
                String element = reference.relation().element();
                String simpleName =
                        reference.display().substring(reference.display().lastIndexOf('.') + 1);
                findings.add(MigrationDiagnostic.LISTED_TWICE.on(
                        migration.type(),
                        migration.annotation(),
                        reference.where(),
                        element,
                        reference.display(),
                        before == reference.relation() ? "" : "; it stands in " + before.element() + " already",
                        simpleName,
                        element));
            }
        }
        return findings;
    }
}
