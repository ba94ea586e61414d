package dev.dbmigrate.processor.rule.cypher;

import dev.dbmigrate.processor.diagnostic.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.ConstraintIsUniqueContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.CreateConstraintContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.CreateIndexContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.OldCreateIndexContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.PropertyKeyNameContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.SymbolicNameOrStringParameterContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.SymbolicNameStringContext;

/** An index or a constraint without a name, or without IF NOT EXISTS. */
final class SchemaNameRule implements CypherRule {

    @Override
    public void check(
            CypherStatement statement, CypherMigration migration, CypherModule module, List<Finding> findings) {
        ParseTree tree = statement.piece().tree();
        for (CreateConstraintContext each : Trees.all(tree, CreateConstraintContext.class)) {
            if (!each.constraintType().getText().startsWith("ASSERT")) {
                check(statement, "CONSTRAINT", name(each), findings);
            }
        }
        for (CreateIndexContext each : Trees.all(tree, CreateIndexContext.class)) {
            if (Trees.all(each, OldCreateIndexContext.class).isEmpty()) {
                check(statement, "INDEX", name(label(each), properties(each), ""), findings);
            }
        }
    }

    private static void check(CypherStatement statement, String kind, String suggested, List<Finding> findings) {
        Piece piece = statement.piece();
        int word = piece.find(kind, 0).orElse(0);
        int next = word + 1;
        boolean named = !piece.has(next, "FOR") && !piece.has(next, "IF");
        boolean guarded = piece.has(named ? next + 1 : next, "IF", "NOT", "EXISTS") || piece.has(1, "OR", "REPLACE");
        Token at = piece.tokens().get(word);
        String name = named ? piece.tokens().get(next).getText() : suggested;
        int rest = piece.find("FOR", next).orElse(next);
        String mended = Shortened.of(piece.line(piece.start(), at.getStopIndex() + 1) + " " + name + " IF NOT EXISTS "
                + piece.line(piece.tokens().get(rest).getStartIndex(), piece.end()));
        String what = kind.equals("INDEX") ? "an index" : "a constraint";
        if (!named) {
            findings.add(statement.finding(CypherDiagnostic.UNNAMED_SCHEMA, at, what, mended));
        } else if (!guarded) {
            findings.add(statement.finding(CypherDiagnostic.NOT_IF_NOT_EXISTS, at, what + " of this name", mended));
        }
    }

    /** The name of a constraint, or a good one for it. */
    static String name(CreateConstraintContext constraint) {
        SymbolicNameOrStringParameterContext given = constraint.symbolicNameOrStringParameter();
        if (given != null) {
            return given.getText();
        }
        ParseTree pattern = constraint.commandNodePattern() != null
                ? constraint.commandNodePattern()
                : constraint.commandRelPattern();
        List<String> labels = new ArrayList<>();
        Trees.all(pattern, SymbolicNameStringContext.class).forEach(each -> labels.add(Trees.name(each)));
        String ending = constraint.constraintType() instanceof ConstraintIsUniqueContext ? "unique" : "";
        return name(
                labels.isEmpty() ? "" : labels.get(labels.size() - 1), properties(constraint.constraintType()), ending);
    }

    /** {@code user_email_unique}. */
    static String name(String label, List<String> properties, String ending) {
        List<String> parts = new ArrayList<>();
        parts.add(label.replaceAll("([a-z])([A-Z])", "$1_$2"));
        parts.addAll(properties);
        parts.add(ending);
        return String.join("_", parts.stream().filter(part -> !part.isEmpty()).toList())
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9_]", "_");
    }

    private static List<String> properties(ParseTree tree) {
        return Trees.all(tree, PropertyKeyNameContext.class).stream()
                .map(Trees::name)
                .toList();
    }

    /** The first label or type that is named: what stands before it is the index's own name. */
    private static String label(CreateIndexContext index) {
        String text = index.getText();
        int colon = text.indexOf(':');
        int end = colon + 1;
        while (end < text.length() && Character.isJavaIdentifierPart(text.charAt(end))) {
            end++;
        }
        return colon < 0 ? "lookup" : text.substring(colon + 1, end);
    }
}
