package dev.dbmigrate.processor.validation;

import dev.dbmigrate.model.SemanticVersion;
import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.diagnostic.MigrationDiagnostic;
import dev.dbmigrate.processor.model.MigrationDeclaration;
import dev.dbmigrate.processor.model.Migrations;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A breaking migration raises MAJOR over everything on its databases that it builds upon. A release that raises MAJOR may
 * consist of several migrations: those of its own version are not what it is measured against, unless there is nothing
 * else.
 */
final class BreakingVersionValidator implements MigrationValidator {

    private record Versioned(MigrationDeclaration migration, SemanticVersion version) {}

    @Override
    public List<Finding> validate(MigrationDeclaration migration, Migrations all) {
        Optional<SemanticVersion> own = migration.semanticVersion();
        if (!migration.breaking() || own.isEmpty()) {
            return List.of();
        }
        SemanticVersion version = own.get();
        List<Versioned> before = all.allDependencies(migration).stream()
                .filter(other -> !Collections.disjoint(other.databases(), migration.databases()))
                .flatMap(other -> other.semanticVersion().stream().map(read -> new Versioned(other, read)))
                .toList();
        boolean raised = before.stream().anyMatch(other -> other.version().major() < version.major());
        return before.stream()
                .filter(other -> other.version().major() == version.major())
                .filter(other -> other.version().compareTo(version) < 0
                        || (!raised && other.version().equals(version)))
                .findFirst()
                .map(other -> List.of(MigrationDiagnostic.BREAKING_WITHOUT_MAJOR.on(
                        migration.type(),
                        migration.annotation(),
                        migration.version().where(),
                        version,
                        other.migration().display(),
                        other.version(),
                        new SemanticVersion(version.major() + 1, 0, 0))))
                .orElse(List.of());
    }
}
