package dev.dbmigrate.processor.rule.cypher;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.MatchClauseContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.NodePatternContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.PatternContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.RelationshipPatternContext;

/** The patterns of a MATCH, those that share a variable put together. */
final class Components {

    /**
     * Patterns that hang together.
     *
     * @param patterns the patterns
     * @param variables their variables
     * @param filtered whether one of them says more than labels and types
     */
    record Component(List<PatternContext> patterns, Set<String> variables, boolean filtered) {

        private boolean touches(Component other) {
            return variables.stream().anyMatch(other.variables::contains);
        }

        private Component and(Component other) {
            List<PatternContext> all = new ArrayList<>(patterns);
            all.addAll(other.patterns);
            Set<String> names = new TreeSet<>(variables);
            names.addAll(other.variables);
            return new Component(all, names, filtered || other.filtered);
        }
    }

    private Components() {}

    static List<Component> of(MatchClauseContext match) {
        List<Component> components = new ArrayList<>();
        for (PatternContext pattern : match.patternList().pattern()) {
            Component merged = component(pattern);
            List<Component> apart = new ArrayList<>();
            for (Component each : components) {
                if (each.touches(merged)) {
                    merged = each.and(merged);
                } else {
                    apart.add(each);
                }
            }
            apart.add(merged);
            components = apart;
        }
        return components;
    }

    private static Component component(PatternContext pattern) {
        Set<String> names = new TreeSet<>();
        boolean filtered = false;
        if (pattern.variable() != null) {
            names.add(Trees.name(pattern.variable()));
        }
        for (NodePatternContext node : Trees.all(pattern, NodePatternContext.class)) {
            filtered |= node.properties() != null || node.expression() != null;
            if (node.variable() != null) {
                names.add(Trees.variable(node));
            }
        }
        for (RelationshipPatternContext relationship : Trees.all(pattern, RelationshipPatternContext.class)) {
            filtered |= relationship.properties() != null || relationship.expression() != null;
            if (relationship.variable() != null) {
                names.add(Trees.name(relationship.variable()));
            }
        }
        return new Component(List.of(pattern), names, filtered);
    }
}
