package dev.dbmigrate.processor.rule.cypher;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.ClauseContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.RegularQueryContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.SingleQueryContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.StatementContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.SubqueryClauseContext;

/** Goes through the clauses of a statement, also of its subqueries, with the variables that each can use. */
final class Query {

    /** Takes the clauses. */
    interface Visitor {

        /**
         * Takes a clause.
         *
         * @param clause the clause
         * @param scope the variables before it
         * @param batched whether it runs in transactions of their own, some rows in each
         */
        void clause(ClauseContext clause, Scope scope, boolean batched);
    }

    private Query() {}

    static void visit(@Nullable StatementContext statement, Visitor visitor) {
        if (statement != null && statement.regularQuery() != null) {
            query(statement.regularQuery(), new Scope(), false, visitor);
        }
    }

    private static void query(RegularQueryContext query, Scope outer, boolean batched, Visitor visitor) {
        for (SingleQueryContext single : query.singleQuery()) {
            clauses(single.clause(), new Scope(outer), batched, visitor);
        }
    }

    private static void clauses(List<ClauseContext> clauses, Scope scope, boolean batched, Visitor visitor) {
        boolean first = true;
        for (ClauseContext clause : clauses) {
            visitor.clause(clause, scope, batched);
            SubqueryClauseContext subquery = clause.subqueryClause();
            if (subquery != null) {
                // the first clause gets one row, and one row is one transaction
                boolean inParts = subquery.subqueryInTransactionsParameters() != null && !first;
                query(subquery.regularQuery(), scope.within(subquery), batched || inParts, visitor);
            } else if (clause.foreachClause() != null) {
                Scope inner = new Scope(scope);
                inner.add(Variable.other(Trees.name(clause.foreachClause().variable()), Set.of()));
                clauses(clause.foreachClause().clause(), inner, batched, visitor);
            }
            scope.after(clause);
            first = false;
        }
    }
}
