package dev.dbmigrate.processor.rule.cypher;

import dev.dbmigrate.processor.source.Half;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.NodePatternContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.RelationshipPatternContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.SetLabelsContext;

/**
 * The Cypher of one migration.
 *
 * @param statements all statements, in the order in which they are written
 * @param known whether every text that it sends is known
 * @param created the labels and types that {@code up} creates
 * @param createdByName those of them of which {@code up} names each one: it creates as many as its text holds
 */
record CypherMigration(
        List<CypherStatement> statements, boolean known, Set<String> created, Set<String> createdByName) {

    CypherMigration {
        statements = List.copyOf(statements);
        created = Set.copyOf(created);
        createdByName = Set.copyOf(createdByName);
    }

    static CypherMigration of(List<CypherStatement> statements, boolean known) {
        Set<String> created = new HashSet<>();
        Set<String> many = new HashSet<>();
        for (CypherStatement statement : statements) {
            if (statement.half() == Half.UP) {
                Query.visit(statement.piece().tree(), (clause, scope, batched) -> {
                    Set<String> labels = new HashSet<>();
                    if (clause.createClause() != null || clause.mergeClause() != null) {
                        for (NodePatternContext node : Trees.all(clause, NodePatternContext.class)) {
                            labels.addAll(Trees.labels(node.labelExpression()));
                        }
                        for (RelationshipPatternContext each : Trees.all(clause, RelationshipPatternContext.class)) {
                            labels.addAll(Trees.labels(each.labelExpression()));
                        }
                    }
                    for (SetLabelsContext set : Trees.all(clause.setClause(), SetLabelsContext.class)) {
                        labels.addAll(Trees.setLabels(set));
                    }
                    created.addAll(labels);
                    if (scope.hasRows()) {
                        many.addAll(labels);
                    }
                });
            }
        }
        Set<String> byName = new HashSet<>(created);
        byName.removeAll(many);
        return new CypherMigration(statements, known, created, byName);
    }
}
