package dev.dbmigrate.processor.rule.cypher;

import dev.dbmigrate.processor.diagnostic.Finding;
import java.util.List;
import org.antlr.v4.runtime.tree.ParseTree;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.NodePatternContext;

/** Nodes that dbmigrate itself writes. */
final class OwnNodesRule implements CypherRule {

    /** Whether nodes with a label are dbmigrate's. */
    static boolean isOurs(String label) {
        return label.equals("SchemaVersion") || label.startsWith("__DbMigrate");
    }

    @Override
    public void check(
            CypherStatement statement, CypherMigration migration, CypherModule module, List<Finding> findings) {
        Query.visit(statement.piece().tree(), (clause, scope, batched) -> {
            ParseTree pattern = clause.createClause() != null ? clause.createClause() : clause.mergeClause();
            for (NodePatternContext node : Trees.all(pattern, NodePatternContext.class)) {
                Trees.labels(node.labelExpression()).stream()
                        .filter(OwnNodesRule::isOurs)
                        .findFirst()
                        .ifPresent(label -> findings.add(statement.finding(CypherDiagnostic.OWN_NODES, node, label)));
            }
        });
    }
}
