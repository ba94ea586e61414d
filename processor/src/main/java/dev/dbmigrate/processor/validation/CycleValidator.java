package dev.dbmigrate.processor.validation;

import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.diagnostic.MigrationDiagnostic;
import dev.dbmigrate.processor.model.MigrationDeclaration;
import dev.dbmigrate.processor.model.Migrations;
import dev.dbmigrate.processor.model.Reference;
import dev.dbmigrate.processor.model.Relation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** No circle. It is reported once, with its path, at the first of its classes. */
final class CycleValidator implements MigrationValidator {

    @Override
    public List<Finding> validate(MigrationDeclaration migration, Migrations all) {
        List<List<String>> paths = all.cycles().paths();
        if (paths.isEmpty()) {
            return List.of();
        }
        return paths.stream()
                .filter(path -> path.get(0).equals(migration.className()))
                .map(path -> finding(path, migration, all))
                .toList();
    }

    private static Finding finding(List<String> path, MigrationDeclaration migration, Migrations all) {
        Map<String, MigrationDeclaration> byName = new HashMap<>();
        all.own().forEach(own -> byName.put(own.className(), own));
        String shown =
                path.stream().map(name -> display(byName.get(name), name)).collect(Collectors.joining(" → "));
        String next = path.get(1);
        Reference edge = migration.references().stream()
                .filter(reference -> reference.relation() != Relation.REPLACES
                        && reference.display().equals(next))
                .findFirst()
                .orElseThrow();
        return MigrationDiagnostic.CYCLE.on(
                migration.type(),
                migration.annotation(),
                edge.where(),
                shown,
                next.substring(next.lastIndexOf('.') + 1),
                edge.relation().element(),
                migration.type().getSimpleName());
    }

    private static String display(@Nullable MigrationDeclaration migration, String className) {
        return migration == null ? className : migration.display();
    }
}
