package dev.dbmigrate.processor.rule.cypher;

import dev.dbmigrate.processor.diagnostic.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.ParseTree;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.AddPropContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.CaseAlternativeContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.CaseExpressionContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.ExpressionContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.FunctionArgumentContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.FunctionInvocationContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.ListLiteralContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.MapContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.MapProjectionContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.ParenthesizedExpressionContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.PropertiesContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.SetPropContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.SetPropsContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.StatementContext;

/** A property holds a value or a list of values: no map, no list of maps, no list of lists. */
final class MapPropertyRule implements CypherRule {

    private static final String A_MAP = "a map";
    private static final String NOTHING = "";

    @Override
    public void check(
            CypherStatement statement, CypherMigration migration, CypherModule module, List<Finding> findings) {
        StatementContext tree = statement.piece().tree();
        for (SetPropContext set : Trees.all(tree, SetPropContext.class)) {
            check(statement, statement.piece().line(set.propertyExpression()), " = ", set.expression(), findings);
        }
        for (SetPropsContext set : Trees.all(tree, SetPropsContext.class)) {
            entries(statement, Trees.plain(set.expression()), findings);
        }
        for (AddPropContext set : Trees.all(tree, AddPropContext.class)) {
            entries(statement, Trees.plain(set.expression()), findings);
        }
        Query.visit(tree, (clause, scope, batched) -> {
            ParseTree pattern = clause.createClause() != null ? clause.createClause() : clause.mergeClause();
            for (PropertiesContext properties : Trees.all(pattern, PropertiesContext.class)) {
                if (properties.map() != null) {
                    entries(statement, properties.map(), findings);
                }
            }
        });
    }

    private static void entries(CypherStatement statement, ParseTree value, List<Finding> findings) {
        if (value instanceof MapContext map) {
            for (int i = 0; i < map.expression().size(); i++) {
                check(statement, map.propertyKeyName(i).getText(), ": ", map.expression(i), findings);
            }
        }
    }

    private static void check(
            CypherStatement statement, String property, String is, ExpressionContext value, List<Finding> findings) {
        String unstorable = unstorable(value);
        if (!unstorable.isEmpty()) {
            ParserRuleContext at = value;
            findings.add(statement.finding(
                    CypherDiagnostic.MAP_PROPERTY,
                    at,
                    unstorable,
                    property,
                    mend(statement.piece(), property, is, value)));
        }
    }

    /** What of a value cannot be stored; empty if nothing is known to be wrong. */
    private static String unstorable(ParseTree expression) {
        ParseTree value = Trees.plain(expression);
        if (value instanceof MapContext || value instanceof MapProjectionContext) {
            return A_MAP;
        }
        if (value instanceof ParenthesizedExpressionContext inner) {
            return unstorable(inner.expression());
        }
        if (value instanceof ListLiteralContext list) {
            return list.expression().stream()
                    .map(MapPropertyRule::element)
                    .filter(each -> !each.isEmpty())
                    .findFirst()
                    .orElse(NOTHING);
        }
        List<ParseTree> results = new ArrayList<>();
        if (value instanceof CaseExpressionContext choice) {
            for (CaseAlternativeContext each : choice.caseAlternative()) {
                results.add(each.expression(1));
            }
        } else if (value instanceof FunctionInvocationContext call) {
            String function = call.functionName().getText();
            if (function.equalsIgnoreCase("properties")) {
                return A_MAP;
            }
            if (function.equalsIgnoreCase("coalesce")) {
                for (FunctionArgumentContext each : call.functionArgument()) {
                    results.add(each.expression());
                }
            }
        }
        return results.stream()
                .map(MapPropertyRule::unstorable)
                .filter(each -> !each.isEmpty())
                .findFirst()
                .orElse(NOTHING);
    }

    private static String element(ParseTree expression) {
        ParseTree value = Trees.plain(expression);
        return value instanceof ListLiteralContext
                ? "a list of lists"
                : unstorable(value).equals(A_MAP) ? "a list of maps" : NOTHING;
    }

    private static String mend(Piece piece, String property, String is, ExpressionContext value) {
        if (Trees.plain(value) instanceof MapContext map && !map.expression().isEmpty()) {
            boolean flat =
                    map.expression().stream().allMatch(each -> unstorable(each).isEmpty());
            if (flat) {
                List<String> entries = new ArrayList<>();
                for (int i = 0; i < map.expression().size(); i++) {
                    entries.add(
                            property + "_" + Trees.name(map.propertyKeyName(i)) + is + piece.line(map.expression(i)));
                }
                return "Write " + Shortened.of(entries.stream().collect(Collectors.joining(", ")));
            }
        }
        return "Take it out and write a property for each value, or keep it as text: " + property + is
                + (Trees.plain(value) instanceof ListLiteralContext ? "'[…]'" : "'{}'");
    }
}
