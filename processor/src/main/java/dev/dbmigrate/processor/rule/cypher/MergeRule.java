package dev.dbmigrate.processor.rule.cypher;

import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.source.Half;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.NodePatternContext;

/** A MERGE is safe against a second client only under a uniqueness constraint. */
final class MergeRule implements CypherRule {

    @Override
    public void check(
            CypherStatement statement, CypherMigration migration, CypherModule module, List<Finding> findings) {
        if (statement.half() != Half.UP) {
            return;
        }
        Set<String> reported = new HashSet<>();
        Query.visit(statement.piece().tree(), (clause, scope, batched) -> {
            if (clause.mergeClause() == null) {
                return;
            }
            for (NodePatternContext node : Trees.all(clause.mergeClause().pattern(), NodePatternContext.class)) {
                Set<String> labels = Trees.labels(node.labelExpression());
                Set<String> keys = Trees.keys(node.properties());
                boolean isNew = scope.find(Trees.variable(node)).isEmpty();
                if (isNew && !labels.isEmpty() && !keys.isEmpty() && reported.add(labels + " " + keys)) {
                    check(statement, node, labels, keys, migration, module).ifPresent(findings::add);
                }
            }
        });
    }

    private static Optional<Finding> check(
            CypherStatement statement,
            NodePatternContext node,
            Set<String> labels,
            Set<String> keys,
            CypherMigration migration,
            CypherModule module) {
        String label = labels.iterator().next();
        String properties = String.join(", ", keys);
        if (module.covers(labels, keys)) {
            return comesLater(statement, labels, keys, migration, module)
                    ? Optional.of(statement.finding(CypherDiagnostic.MERGE_BEFORE_CONSTRAINT, node, label, properties))
                    : Optional.empty();
        }
        if (!module.known() || labels.stream().anyMatch(OwnNodesRule::isOurs)) {
            return Optional.empty();
        }
        String required = keys.stream().map(key -> "n." + key).collect(Collectors.joining(", "));
        return Optional.of(statement.finding(
                CypherDiagnostic.MERGE_WITHOUT_CONSTRAINT,
                node,
                label,
                properties,
                SchemaNameRule.name(label, List.copyOf(keys), "unique"),
                keys.size() == 1 ? required : "(" + required + ")"));
    }

    /** Whether only this migration creates the constraint, and only behind the statement. */
    private static boolean comesLater(
            CypherStatement statement,
            Set<String> labels,
            Set<String> keys,
            CypherMigration migration,
            CypherModule module) {
        long all = module.constraints().stream()
                .filter(each -> each.covers(labels, keys))
                .count();
        int at = migration.statements().indexOf(statement);
        long behind = migration.statements().stream()
                .skip(at)
                .filter(each -> each.half() == Half.UP)
                .map(Constraint::of)
                .flatMap(Optional::stream)
                .filter(each -> each.covers(labels, keys))
                .count();
        return behind == all;
    }
}
