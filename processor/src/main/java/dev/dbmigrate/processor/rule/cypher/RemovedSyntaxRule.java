package dev.dbmigrate.processor.rule.cypher;

import dev.dbmigrate.processor.diagnostic.Finding;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.tree.ParseTree;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.CallClauseContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.CreateConstraintContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.DropConstraintContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.DropIndexContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.FunctionInvocationContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.OldCreateIndexContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.PeriodicCommitQueryHintFailureContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.PropertyContext;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser.StatementContext;

/** What the grammar still reads, only so that the server can refuse it: forms of Neo4j 4 and before. */
final class RemovedSyntaxRule implements CypherRule {

    private static final String NAMED = "DROP %s <name> IF EXISTS, with the name that SHOW %sS tells";

    private static final Map<String, String> PROCEDURES = Map.of(
            "db.indexes", "SHOW INDEXES",
            "db.indexDetails", "SHOW INDEXES",
            "db.constraints", "SHOW CONSTRAINTS",
            "db.createIndex", "CREATE INDEX … IF NOT EXISTS FOR (n:Label) ON (n.property)",
            "db.createUniquePropertyConstraint", "CREATE CONSTRAINT … FOR (n:Label) REQUIRE n.property IS UNIQUE",
            "db.createNodeKey", "CREATE CONSTRAINT … FOR (n:Label) REQUIRE n.property IS NODE KEY",
            "db.index.fulltext.createNodeIndex",
                    "CREATE FULLTEXT INDEX … IF NOT EXISTS FOR (n:Label) ON EACH [n.property]",
            "db.index.fulltext.createRelationshipIndex",
                    "CREATE FULLTEXT INDEX … IF NOT EXISTS FOR ()-[r:TYPE]-() ON EACH [r.property]",
            "db.index.fulltext.drop", "DROP INDEX … IF EXISTS");

    @Override
    public void check(
            CypherStatement statement, CypherMigration migration, CypherModule module, List<Finding> findings) {
        Piece piece = statement.piece();
        StatementContext tree = piece.tree();
        if (tree == null) {
            return;
        }
        if (tree.command() == null) {
            query(statement, tree, findings);
            return;
        }
        for (CreateConstraintContext each : Trees.all(tree, CreateConstraintContext.class)) {
            if (each.constraintType().getText().startsWith("ASSERT")) {
                findings.add(statement.finding(
                        CypherDiagnostic.REMOVED_SYNTAX, each, "ON … ASSERT", constraint(piece, each)));
            }
        }
        for (OldCreateIndexContext each : Trees.all(tree, OldCreateIndexContext.class)) {
            findings.add(statement.finding(
                    CypherDiagnostic.REMOVED_SYNTAX, each, "CREATE INDEX ON :Label(property)", index(each)));
        }
        for (DropConstraintContext each : Trees.all(tree, DropConstraintContext.class)) {
            if (each.propertyList() != null) {
                findings.add(statement.finding(
                        CypherDiagnostic.REMOVED_SYNTAX,
                        each,
                        "DROP CONSTRAINT ON … ASSERT",
                        NAMED.formatted("CONSTRAINT", "CONSTRAINT")));
            }
        }
        for (DropIndexContext each : Trees.all(tree, DropIndexContext.class)) {
            if (each.labelType() != null) {
                findings.add(statement.finding(
                        CypherDiagnostic.REMOVED_SYNTAX,
                        each,
                        "DROP INDEX ON :Label(property)",
                        "DROP INDEX <name> IF EXISTS, with the name that SHOW INDEXES tells"));
            }
        }
        if (piece.has(0, "CREATE", "BTREE")) {
            findings.add(statement.finding(
                    CypherDiagnostic.REMOVED_SYNTAX,
                    piece.tokens().get(1),
                    "BTREE indexes",
                    "CREATE RANGE INDEX, or CREATE TEXT INDEX for CONTAINS and ENDS WITH"));
        }
    }

    private static void query(CypherStatement statement, StatementContext tree, List<Finding> findings) {
        for (PeriodicCommitQueryHintFailureContext each :
                Trees.all(tree, PeriodicCommitQueryHintFailureContext.class)) {
            findings.add(statement.finding(
                    CypherDiagnostic.REMOVED_SYNTAX,
                    each,
                    "USING PERIODIC COMMIT",
                    "LOAD CSV … AS row CALL { WITH row … } IN TRANSACTIONS OF 1000 ROWS"));
        }
        for (FunctionInvocationContext each : Trees.all(tree, FunctionInvocationContext.class)) {
            if (Trees.name(each.functionName()).equalsIgnoreCase("exists") && isProperty(each)) {
                String property = statement.piece().line(each.functionArgument(0));
                findings.add(statement.finding(
                        CypherDiagnostic.REMOVED_SYNTAX, each, "exists(" + property + ")", property + " IS NOT NULL"));
            }
        }
        for (CallClauseContext each : Trees.all(tree, CallClauseContext.class)) {
            String procedure = each.procedureName().getText();
            String instead = PROCEDURES.get(procedure);
            if (instead != null) {
                findings.add(statement.finding(CypherDiagnostic.REMOVED_SYNTAX, each, "CALL " + procedure, instead));
            }
        }
    }

    private static boolean isProperty(FunctionInvocationContext call) {
        if (call.functionArgument().size() != 1) {
            return false;
        }
        ParseTree argument = Trees.plain(call.functionArgument(0));
        int children = argument.getChildCount();
        return children > 1
                && !Trees.all(argument.getChild(children - 1), PropertyContext.class)
                        .isEmpty()
                && argument.getText().endsWith(argument.getChild(children - 1).getText())
                && !argument.getText().contains("(");
    }

    private static String constraint(Piece piece, CreateConstraintContext old) {
        String pattern =
                piece.line(old.commandNodePattern() != null ? old.commandNodePattern() : old.commandRelPattern());
        String condition = piece.line(old.constraintType())
                .replaceFirst("^(?i)ASSERT ?", "")
                .replaceFirst("^(?i)exists ?\\((.*)\\)$", "$1 IS NOT NULL");
        String name = SchemaNameRule.name(old);
        return Shortened.of("CREATE CONSTRAINT " + name + " IF NOT EXISTS FOR " + pattern + " REQUIRE " + condition);
    }

    private static String index(OldCreateIndexContext old) {
        List<String> properties = old.nonEmptyNameList().symbolicNameString().stream()
                .map(Trees::name)
                .toList();
        String label = Trees.name(old.labelType().symbolicNameString());
        return Shortened.of("CREATE INDEX " + SchemaNameRule.name(label, properties, "") + " IF NOT EXISTS FOR (n:"
                + label + ") ON ("
                + properties.stream().map(each -> "n." + each).collect(Collectors.joining(", ")) + ")");
    }
}
