package dev.dbmigrate.processor.rule.cypher;

import dev.dbmigrate.processor.diagnostic.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.antlr.v4.runtime.Token;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.MatchClauseContext;

/** Patterns of one MATCH that have nothing to do with each other. */
final class CartesianProductRule implements CypherRule {

    private static final Set<String> EQUAL = Set.of("=", "IN");

    @Override
    public void check(
            CypherStatement statement, CypherMigration migration, CypherModule module, List<Finding> findings) {
        Query.visit(statement.piece().tree(), (clause, scope, batched) -> {
            if (clause.matchClause() != null) {
                check(statement, clause.matchClause(), scope, findings);
            }
        });
    }

    private static void check(
            CypherStatement statement, MatchClauseContext match, Scope scope, List<Finding> findings) {
        List<Components.Component> loose = new ArrayList<>();
        List<Components.Component> all = Components.of(match);
        if (all.size() < 2) {
            return;
        }
        List<List<Token>> conditions = conditions(statement.piece(), match);
        for (Components.Component component : all) {
            boolean known = component.variables().stream()
                    .anyMatch(name -> scope.find(name).isPresent());
            if (!known && !component.filtered() && conditions.stream().noneMatch(each -> fixes(each, component, all))) {
                loose.add(component);
            }
        }
        if (loose.size() > 1) {
            Components.Component second = loose.get(1);
            findings.add(statement.finding(
                    CypherDiagnostic.CARTESIAN_PRODUCT,
                    second.patterns().get(0),
                    Shortened.of(statement.piece().line(loose.get(0).patterns().get(0))),
                    Shortened.of(statement.piece().line(second.patterns().get(0)))));
        }
    }

    /** Whether a condition compares a pattern with another one, or says which of its nodes are meant. */
    private static boolean fixes(
            List<Token> condition, Components.Component component, List<Components.Component> all) {
        Set<String> words = new TreeSet<>();
        condition.forEach(token -> words.add(token.getText()));
        if (component.variables().stream().noneMatch(words::contains)) {
            return false;
        }
        return all.stream()
                        .filter(each -> !each.equals(component))
                        .anyMatch(each -> each.variables().stream().anyMatch(words::contains))
                || words.stream().anyMatch(word -> EQUAL.contains(word.toUpperCase(Locale.ROOT)));
    }

    /** What the WHERE demands, at each AND that stands in no bracket. */
    private static List<List<Token>> conditions(Piece piece, MatchClauseContext match) {
        List<List<Token>> conditions = new ArrayList<>();
        if (match.whereClause() == null) {
            return conditions;
        }
        conditions.add(new ArrayList<>());
        int from = match.whereClause().getStart().getStartIndex();
        int to = match.whereClause().getStop().getStopIndex();
        int depth = 0;
        for (Token token : piece.tokens()) {
            if (token.getStartIndex() >= from && token.getStopIndex() <= to) {
                String word = token.getText();
                depth += "([{".contains(word) ? 1 : ")]}".contains(word) ? -1 : 0;
                if (depth == 0 && word.equalsIgnoreCase("AND")) {
                    conditions.add(new ArrayList<>());
                } else {
                    conditions.get(conditions.size() - 1).add(token);
                }
            }
        }
        return conditions;
    }
}
