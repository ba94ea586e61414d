package dev.dbmigrate.processor.rule.cypher;

import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.rule.CodeRules;
import dev.dbmigrate.processor.rule.MigrationCode;
import dev.dbmigrate.processor.rule.ModuleCode;
import dev.dbmigrate.processor.source.Half;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;

/** The rules about Cypher. */
public final class CypherRules implements CodeRules {

    static final String KIND = "neo4j";

    @Override
    public List<Finding> check(ModuleCode module) {
        List<Finding> findings = new ArrayList<>();
        List<CypherMigration> migrations = new ArrayList<>();
        for (MigrationCode migration : module.migrations()) {
            if (migration.changes(KIND)) {
                migrations.add(MigrationTexts.read(migration, findings));
            }
        }
        if (migrations.isEmpty()) {
            return findings;
        }
        CypherModule created = created(module, migrations);
        for (CypherMigration migration : migrations) {
            for (CypherStatement statement : migration.statements()) {
                Readers.RULES.forEach(rule -> rule.check(statement, migration, created, findings));
            }
        }
        return findings;
    }

    private static CypherModule created(ModuleCode module, List<CypherMigration> migrations) {
        List<Constraint> constraints = new ArrayList<>();
        boolean known = module.all().elsewhere().stream().noneMatch(other -> changesNeo4j(other.type()))
                && module.all().own().stream()
                                .filter(own -> own.kinds().stream()
                                        .anyMatch(part -> part.kind().equals(KIND)))
                                .count()
                        == migrations.size();
        for (CypherMigration migration : migrations) {
            known &= migration.known();
            for (CypherStatement statement : migration.statements()) {
                if (statement.half() == Half.UP) {
                    Constraint.of(statement).ifPresent(constraints::add);
                }
            }
        }
        return new CypherModule(constraints, known);
    }

    private static boolean changesNeo4j(TypeElement type) {
        for (TypeMirror kind : type.getInterfaces()) {
            if (kind instanceof DeclaredType declared
                    && declared.asElement().getSimpleName().contentEquals("Neo4jMigration")) {
                return true;
            }
        }
        return false;
    }

    /** Loaded when there is a statement: the rules bring the parser's classes with them. */
    private static final class Readers {
        private static final List<CypherRule> RULES = List.of(
                new RemovedSyntaxRule(),
                new MapPropertyRule(),
                new WriteRule(),
                new MergeRule(),
                new CartesianProductRule(),
                new CreateTwiceRule(),
                new SchemaNameRule(),
                new OwnNodesRule());
    }
}
