package dev.dbmigrate.processor.rule.cypher;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.ConstraintIsUniqueContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.ConstraintKeyContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.ConstraintTypeContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.CreateConstraintContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.PropertyKeyNameContext;

/**
 * What makes a MERGE safe: a uniqueness constraint or a key on nodes.
 *
 * @param label the nodes' label
 * @param keys the properties
 */
record Constraint(String label, Set<String> keys) {

    Constraint {
        keys = Set.copyOf(keys);
    }

    /** The one that a statement creates. */
    static Optional<Constraint> of(CypherStatement statement) {
        for (CreateConstraintContext created : Trees.all(statement.piece().tree(), CreateConstraintContext.class)) {
            ConstraintTypeContext type = created.constraintType();
            if (created.commandNodePattern() != null && isUnique(type)) {
                Set<String> keys = new TreeSet<>();
                Trees.all(type, PropertyKeyNameContext.class).forEach(key -> keys.add(Trees.name(key)));
                String label =
                        Trees.name(created.commandNodePattern().labelType().symbolicNameString());
                return Optional.of(new Constraint(label, keys));
            }
        }
        return Optional.empty();
    }

    private static boolean isUnique(@Nullable ConstraintTypeContext type) {
        return type instanceof ConstraintIsUniqueContext || type instanceof ConstraintKeyContext;
    }

    /** Whether no two nodes with these labels can have the same values of these properties. */
    boolean covers(Collection<String> labels, Collection<String> properties) {
        return labels.contains(label) && properties.containsAll(keys);
    }
}
