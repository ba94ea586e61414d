package dev.dbmigrate.processor.rule.cypher;

import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.source.Half;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.antlr.v4.runtime.tree.ParseTree;
import org.jspecify.annotations.Nullable;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.ClauseContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.CreateClauseContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.DeleteClauseContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.NodePatternContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.PatternContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.RelationshipPatternContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.StatementContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.WhereClauseContext;

/**
 * CREATE where MERGE is meant: of a relationship that says nothing but that it is there, between nodes that are there; and of
 * anything in what may be run again after a crash.
 */
final class CreateTwiceRule implements CypherRule {

    private static final String BETWEEN =
            "where it stands already: from another source, or because an older tool ran this before";
    private static final String REPEATED =
            "when this is run again after a crash, which may happen since it does not commit together with its record";

    @Override
    public void check(
            CypherStatement statement, CypherMigration migration, CypherModule module, List<Finding> findings) {
        StatementContext tree = statement.piece().tree();
        if (tree == null || statement.half() == Half.VERIFY || isGuarded(tree)) {
            return;
        }
        Query.visit(tree, (clause, scope, batched) -> {
            CreateClauseContext create = clause.createClause();
            if (create != null) {
                for (PatternContext pattern : create.patternList().pattern()) {
                    Finding finding = check(statement, pattern, scope, batched || statement.repeatable(), module);
                    if (finding != null) {
                        findings.add(finding);
                        return;
                    }
                }
            }
        });
    }

    /** What is deleted, or asked for, is not found again by the second run. */
    private static boolean isGuarded(ParseTree tree) {
        if (!Trees.all(tree, DeleteClauseContext.class).isEmpty()) {
            return true;
        }
        for (WhereClauseContext where : Trees.all(tree, WhereClauseContext.class)) {
            String condition = " " + where.getText().toUpperCase(Locale.ROOT);
            if (condition.contains("NOT")
                    || condition.contains("ISNULL")
                    || condition.contains("EXISTS")
                    || condition.contains("COUNT{")) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Finding check(
            CypherStatement statement, PatternContext pattern, Scope scope, boolean repeatable, CypherModule module) {
        List<RelationshipPatternContext> relationships = Trees.all(pattern, RelationshipPatternContext.class);
        List<NodePatternContext> created = new ArrayList<>();
        boolean allMatched = true;
        for (NodePatternContext node : Trees.all(pattern, NodePatternContext.class)) {
            Variable known = scope.find(Trees.variable(node)).orElse(null);
            if (known == null) {
                created.add(node);
            }
            allMatched &= known != null && known.match() != null;
        }
        String text = statement.piece().line(pattern);
        if (!relationships.isEmpty() && allMatched) {
            boolean bare = relationships.stream().allMatch(each -> each.properties() == null);
            return bare || repeatable
                    ? statement.finding(
                            CypherDiagnostic.CREATE_TWICE,
                            pattern.getParent().getParent() instanceof ClauseContext clause ? clause : pattern,
                            Shortened.of(text),
                            repeatable ? REPEATED : BETWEEN,
                            Shortened.of("MERGE " + withoutProperties(statement.piece(), pattern)))
                    : null;
        }
        boolean doubles =
                repeatable && !created.isEmpty() && created.stream().noneMatch(node -> isUnique(node, module));
        return doubles
                ? statement.finding(
                        CypherDiagnostic.CREATE_TWICE,
                        pattern,
                        Shortened.of(text),
                        REPEATED,
                        Shortened.of("MERGE " + text) + " under a uniqueness constraint")
                : null;
    }

    private static boolean isUnique(NodePatternContext node, CypherModule module) {
        Set<String> labels = Trees.labels(node.labelExpression());
        return module.covers(labels, Trees.keys(node.properties()));
    }

    /** With a property in it, MERGE would compare the property too; ON CREATE SET sets it. */
    private static String withoutProperties(Piece piece, PatternContext pattern) {
        String text = piece.line(pattern);
        for (RelationshipPatternContext each : Trees.all(pattern, RelationshipPatternContext.class)) {
            if (each.properties() != null) {
                text = text.replace(" " + piece.line(each.properties()), "");
                text += " ON CREATE SET …";
            }
        }
        return text;
    }
}
