package dev.dbmigrate.processor.validation;

import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.diagnostic.MigrationDiagnostic;
import dev.dbmigrate.processor.model.MigrationDeclaration;
import dev.dbmigrate.processor.model.Migrations;
import dev.dbmigrate.processor.model.Reference;
import dev.dbmigrate.processor.model.Relation;
import dev.dbmigrate.processor.model.Text;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.AnnotationValue;
import org.jspecify.annotations.Nullable;

/** One migration stands for another, not two. */
final class ReplacedTwiceValidator implements MigrationValidator {

    @Override
    public List<Finding> validate(MigrationDeclaration migration, Migrations all) {
        List<Finding> findings = new ArrayList<>();
        for (Reference reference : migration.references(Relation.REPLACES)) {
            all.find(reference).ifPresent(replaced -> {
                String simpleName = replaced.type().getSimpleName() + ".class";
                check(migration, replaced.id().value(), reference.where(), simpleName, "replaces", all, findings);
            });
        }
        for (Text id : migration.replacesIds()) {
            check(migration, id.value(), id.where(), "\"" + id.value() + "\"", "replacesIds", all, findings);
        }
        return findings;
    }

    private static void check(
            MigrationDeclaration migration,
            String id,
            @Nullable AnnotationValue where,
            String written,
            String element,
            Migrations all,
            List<Finding> findings) {
        MigrationDeclaration first = all.replacing(id).get(0);
        if (!first.className().equals(migration.className())) {
            findings.add(MigrationDiagnostic.REPLACED_TWICE.on(
                    migration.type(), migration.annotation(), where, id, first.display(), written, element));
        }
    }
}
