package dev.dbmigrate.processor.rule.cypher;

import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.rule.MigrationCode;
import dev.dbmigrate.processor.rule.Statement;
import dev.dbmigrate.processor.rule.Statements;
import dev.dbmigrate.processor.source.Argument;
import dev.dbmigrate.processor.source.Call;
import dev.dbmigrate.processor.source.Spot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the Cypher texts of a migration, and says of each what cannot be read. */
final class MigrationTexts {

    /** The driver's types whose {@code run} takes one statement. */
    private static final Set<String> DRIVER_TYPES =
            Set.of("Driver", "Session", "Transaction", "TransactionContext", "QueryRunner", "SimpleQueryRunner");

    private final MigrationCode migration;
    private final List<Finding> findings;
    private final List<String> steps = new ArrayList<>();
    private final Map<Spot, Call> calls = new HashMap<>();
    private boolean known = true;

    private MigrationTexts(MigrationCode migration, List<Finding> findings) {
        this.migration = migration;
        this.findings = findings;
    }

    static CypherMigration read(MigrationCode migration, List<Finding> findings) {
        return new MigrationTexts(migration, findings).read();
    }

    private CypherMigration read() {
        migration.code().calls().forEach(this::call);
        List<CypherStatement> statements = new ArrayList<>();
        for (Statement holder : migration.statements()) {
            Call call = calls.get(holder.spot());
            if (holder.kind().equals(CypherRules.KIND) && (call == null || isNeo4j(call))) {
                statements.addAll(read(holder, call));
            }
        }
        return CypherMigration.of(statements, known);
    }

    private void call(Call call) {
        if (call.name().equals("idempotentStep") && call.arguments().size() > 1) {
            steps.add(call.arguments().get(1).source());
        }
        Argument text = Statements.kind(call, migration.migration())
                .filter(CypherRules.KIND::equals)
                .flatMap(kind -> Statements.text(call, migration.migration()))
                .orElse(null);
        if (text != null) {
            calls.put(text.spot(), call);
            known &= text.text() != null || !isNeo4j(call);
        }
    }

    /** A method of the same name on something else sends no Cypher. */
    private static boolean isNeo4j(Call call) {
        return call.rootType().equals("Neo4jContext") || isDriver(call);
    }

    private static boolean isDriver(Call call) {
        return call.isOn("driver") || call.rootType().isEmpty() || DRIVER_TYPES.contains(call.rootType());
    }

    private List<CypherStatement> read(Statement holder, @Nullable Call call) {
        String text = holder.text().value();
        List<CypherStatement> statements = statements(holder, call, CypherReader.read(text));
        List<Finding> comments = SqlComments.check(statements);
        if (!comments.isEmpty()) {
            findings.addAll(comments);
            // so that what stands between the comments is read too; the places stay the same
            statements = statements(holder, call, CypherReader.read(SqlComments.asCypher(text, statements)));
        }
        statements.forEach(statement -> SyntaxRule.check(statement).ifPresent(findings::add));
        if (call != null && isDriver(call) && statements.size() > 1) {
            findings.add(statements
                    .get(1)
                    .finding(
                            CypherDiagnostic.SEVERAL_STATEMENTS,
                            statements.get(1).piece().start(),
                            statements.size()));
        }
        return statements;
    }

    private List<CypherStatement> statements(Statement holder, @Nullable Call call, List<Piece> pieces) {
        boolean repeatable = !migration.migration().transactional() || (call != null && isInStep(call));
        return pieces.stream()
                .map(piece -> new CypherStatement(migration, holder, piece, repeatable))
                .toList();
    }

    private boolean isInStep(Call call) {
        String source = call.arguments().get(0).source();
        return steps.stream().anyMatch(step -> step.contains(source));
    }
}
