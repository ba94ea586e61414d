package dev.dbmigrate.processor.rule.cypher;

import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.source.Half;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.ParseTree;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.ClauseContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.MatchClauseContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.RemoveItemContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.SetItemContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.VariableContext;

/** Writes to everything that has a label or a type: in one transaction, or in a down that did not create it. */
final class WriteRule implements CypherRule {

    @Override
    public void check(
            CypherStatement statement, CypherMigration migration, CypherModule module, List<Finding> findings) {
        Set<MatchClauseContext> reported = new HashSet<>();
        Query.visit(statement.piece().tree(), (clause, scope, batched) -> {
            for (String name : written(clause)) {
                Variable variable = scope.find(name).orElse(Variable.other(name, Set.of()));
                MatchClauseContext match = variable.match();
                if (match == null || variable.bounded() || reported.contains(match)) {
                    continue;
                }
                if (isForeign(statement, clause, variable, migration)) {
                    reported.add(match);
                    findings.add(statement.finding(CypherDiagnostic.FOREIGN_DELETE, clause, variable.display()));
                } else if (!batched && !isFew(variable, migration)) {
                    reported.add(match);
                    findings.add(statement.finding(
                            CypherDiagnostic.UNBOUNDED_WRITE,
                            clause,
                            variable.display(),
                            batches(statement.piece(), match, clause)));
                }
            }
        });
    }

    private static boolean isForeign(
            CypherStatement statement, ClauseContext clause, Variable variable, CypherMigration migration) {
        return statement.half() == Half.DOWN
                && clause.deleteClause() != null
                && migration.known()
                && variable.labels().stream().noneMatch(migration.created()::contains);
    }

    /** Those that the migration itself names one by one are few. */
    private static boolean isFew(Variable variable, CypherMigration migration) {
        return variable.labels().stream().anyMatch(migration.createdByName()::contains);
    }

    private static List<String> written(ClauseContext clause) {
        List<String> names = new ArrayList<>();
        if (clause.setClause() != null) {
            for (SetItemContext item : clause.setClause().setItem()) {
                names.add(first(item));
            }
        } else if (clause.removeClause() != null) {
            for (RemoveItemContext item : clause.removeClause().removeItem()) {
                names.add(first(item));
            }
        } else if (clause.deleteClause() != null) {
            clause.deleteClause().expression().forEach(each -> names.add(Trees.name(each)));
        }
        return names;
    }

    private static String first(ParserRuleContext item) {
        List<VariableContext> variables = Trees.all(item, VariableContext.class);
        return variables.isEmpty() ? "" : Trees.name(variables.get(0));
    }

    /** The statement in batches: the MATCH outside, what follows it inside. */
    private static String batches(Piece piece, MatchClauseContext match, ClauseContext write) {
        ParseTree query = write.getParent();
        ClauseContext last = write;
        Set<String> used = new TreeSet<>();
        boolean after = false;
        for (int i = 0; i < query.getChildCount(); i++) {
            ParseTree child = query.getChild(i);
            if (after && child instanceof ClauseContext clause && clause.returnClause() == null) {
                last = clause;
                used.addAll(Trees.variables(clause));
            }
            after |= child == match.getParent();
        }
        used.retainAll(Trees.variables(match));
        if (used.isEmpty()) {
            return "CALL { … } IN TRANSACTIONS OF 1000 ROWS around what is written,";
        }
        String inside =
                piece.line(match.getStop().getStopIndex() + 1, last.getStop().getStopIndex() + 1);
        return Shortened.of(piece.line(match) + " CALL { WITH " + String.join(", ", used) + " " + inside)
                + " } IN TRANSACTIONS OF 1000 ROWS";
    }
}
