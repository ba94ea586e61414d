package dev.dbmigrate.processor.rule.cypher;

import java.util.Collection;
import java.util.List;

/**
 * What the migrations of a module create in Neo4j.
 *
 * @param constraints the uniqueness constraints and keys
 * @param known whether these are all: every text is known, and no other module changes a Neo4j database
 */
record CypherModule(List<Constraint> constraints, boolean known) {

    CypherModule {
        constraints = List.copyOf(constraints);
    }

    boolean covers(Collection<String> labels, Collection<String> properties) {
        return constraints.stream().anyMatch(each -> each.covers(labels, properties));
    }
}
