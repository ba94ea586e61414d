package dev.dbmigrate.processor.rule.cypher;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.MatchClauseContext;

/**
 * What a variable of a query stands for.
 *
 * @param name its name
 * @param labels the labels or the types that its pattern names
 * @param relationship whether it is a relationship
 * @param match the MATCH that finds it, or null if something else brought it in
 * @param bounded whether something says which ones are meant: a property, a WHERE, a LIMIT, what it is connected to
 */
record Variable(
        String name,
        Set<String> labels,
        boolean relationship,
        @Nullable MatchClauseContext match,
        boolean bounded) {

    Variable {
        labels = Set.copyOf(labels);
    }

    /** One that is not found by a MATCH. */
    static Variable other(String name, Set<String> labels) {
        return new Variable(name, labels, false, null, true);
    }

    Variable known() {
        return new Variable(name, labels, relationship, match, true);
    }

    Variable named(String other) {
        return new Variable(other, labels, relationship, match, bounded);
    }

    /** For a message: {@code node :User}, {@code relationship :KNOWS}. */
    String display() {
        String kind = relationship ? "relationship" : "node";
        return labels.isEmpty()
                ? kind
                : kind + " :" + String.join(":", labels.stream().sorted().toList());
    }
}
