package dev.dbmigrate.processor.rule.cypher;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.tree.ParseTree;
import org.jspecify.annotations.Nullable;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.ClauseContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.ListLiteralContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.MatchClauseContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.NodePatternContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.PatternContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.ProcedureResultItemContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.RelationshipPatternContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.ReturnBodyContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.ReturnItemContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.SubqueryClauseContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.SubqueryScopeContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.WithClauseContext;

/** The variables that a clause of a query can use. */
final class Scope {

    private final Map<String, Variable> variables;
    private boolean rows;

    Scope() {
        variables = new LinkedHashMap<>();
    }

    /** A scope inside of another one. */
    Scope(Scope outer) {
        variables = new LinkedHashMap<>(outer.variables);
        rows = outer.rows;
    }

    /** Whether the next clause runs once for each of rows that the text does not count. */
    boolean hasRows() {
        return rows;
    }

    /** What a subquery begins with: what it imports. */
    Scope within(SubqueryClauseContext subquery) {
        SubqueryScopeContext imports = subquery.subqueryScope();
        ClauseContext first = subquery.regularQuery().singleQuery(0).clause(0);
        if (imports != null && !imports.variable().isEmpty()) {
            Scope inner = new Scope();
            inner.rows = rows;
            imports.variable().forEach(name -> find(Trees.name(name)).ifPresent(inner::add));
            return inner;
        }
        boolean all = imports != null && imports.getText().contains("*");
        if (all || first.withClause() != null) {
            return new Scope(this);
        }
        Scope inner = new Scope();
        inner.rows = rows;
        return inner;
    }

    Optional<Variable> find(String name) {
        return Optional.ofNullable(variables.get(name));
    }

    void add(Variable variable) {
        if (!variable.name().isEmpty()) {
            variables.putIfAbsent(variable.name(), variable);
        }
    }

    /** What a clause adds and takes away. */
    void after(ClauseContext clause) {
        if (clause.matchClause() != null) {
            match(clause.matchClause());
        } else if (clause.withClause() != null) {
            with(clause.withClause());
        } else if (clause.createClause() != null) {
            created(clause.createClause());
        } else if (clause.mergeClause() != null) {
            created(clause.mergeClause());
        } else if (clause.unwindClause() != null) {
            rows |= !(Trees.plain(clause.unwindClause().expression()) instanceof ListLiteralContext);
            add(Variable.other(Trees.name(clause.unwindClause().variable()), Set.of()));
        } else if (clause.loadCSVClause() != null) {
            rows = true;
            add(Variable.other(Trees.name(clause.loadCSVClause().variable()), Set.of()));
        } else if (clause.callClause() != null) {
            rows = true;
            clause.callClause().procedureResultItem().forEach(this::yielded);
        } else if (clause.subqueryClause() != null) {
            rows = true;
            // what it returns is not followed: it may be anything
            Trees.variables(clause.subqueryClause()).forEach(name -> add(Variable.other(name, Set.of())));
        } else if (clause.orderBySkipLimitClause() != null) {
            if (clause.orderBySkipLimitClause().limit() != null) {
                variables.replaceAll((name, variable) -> variable.known());
            }
        }
    }

    private void yielded(ProcedureResultItemContext item) {
        ParseTree name = item.variable() != null ? item.variable() : item.symbolicNameString();
        add(Variable.other(Trees.name(name), Set.of()));
    }

    private void created(ParseTree clause) {
        for (NodePatternContext node : Trees.all(clause, NodePatternContext.class)) {
            add(Variable.other(Trees.variable(node), Trees.labels(node.labelExpression())));
        }
        for (RelationshipPatternContext relationship : Trees.all(clause, RelationshipPatternContext.class)) {
            add(Variable.other(Trees.name(relationship.variable()), Trees.labels(relationship.labelExpression())));
        }
    }

    private void match(MatchClauseContext match) {
        for (Components.Component component : Components.of(match)) {
            rows |= !component.filtered();
            boolean bounded = match.whereClause() != null || component.filtered();
            for (String name : component.variables()) {
                Variable known = variables.get(name);
                bounded |= known != null && known.bounded();
            }
            for (PatternContext pattern : component.patterns()) {
                add(new Variable(Trees.name(pattern.variable()), Set.of(), false, match, bounded));
                for (NodePatternContext node : Trees.all(pattern, NodePatternContext.class)) {
                    add(found(Trees.variable(node), node.labelExpression(), false, match, bounded));
                }
                for (RelationshipPatternContext each : Trees.all(pattern, RelationshipPatternContext.class)) {
                    add(found(Trees.name(each.variable()), each.labelExpression(), true, match, bounded));
                }
            }
        }
    }

    private static Variable found(
            String name, @Nullable ParseTree labels, boolean relationship, MatchClauseContext match, boolean bounded) {
        return new Variable(name, Trees.labels(labels), relationship, match, bounded);
    }

    private void with(WithClauseContext with) {
        ReturnBodyContext body = with.returnBody();
        Map<String, Variable> before = new LinkedHashMap<>(variables);
        if (!body.returnItems().getText().startsWith("*")) {
            variables.clear();
        }
        boolean bounded = with.whereClause() != null || body.limit() != null;
        for (ReturnItemContext item : body.returnItems().returnItem()) {
            Variable same = before.get(Trees.name(item.expression()));
            String name = Trees.name(item.variable() != null ? item.variable() : item.expression());
            variables.put(name, same == null ? Variable.other(name, Set.of()) : same.named(name));
        }
        if (bounded) {
            variables.replaceAll((name, variable) -> variable.known());
        }
    }
}
