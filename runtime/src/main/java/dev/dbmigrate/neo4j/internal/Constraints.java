package dev.dbmigrate.neo4j.internal;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import java.util.List;
import java.util.Map;
import org.neo4j.driver.exceptions.Neo4jException;
import org.neo4j.driver.exceptions.TransientException;

/**
 * Creates dbmigrate's uniqueness constraints before the nodes that they guard. Two runners that do it at once meet in lock
 * conflicts and in «exists already», which {@code IF NOT EXISTS} does not cover; both mean: look again.
 */
final class Constraints {

    private static final int TRIES = 20;
    private static final long PAUSE_MILLIS = 100;

    private final Connections connections;

    Constraints(Connections connections) {
        this.connections = connections;
    }

    void ensure(List<Names.Constraint> constraints) {
        for (Names.Constraint constraint : constraints) {
            ensure(constraint);
        }
    }

    private void ensure(Names.Constraint constraint) {
        for (int tried = 1; ; tried++) {
            try {
                connections.ask(constraint.cypher(), Map.of());
                return;
            } catch (Neo4jException e) {
                if (isDuplicateData(e)) {
                    throw new DbMigrateException(
                            Diagnostic.VALIDATION_FAILED,
                            "dbmigrate needs a uniqueness constraint on :" + constraint.label() + "("
                                    + constraint.property() + "), and the database holds nodes that break it: "
                                    + ServerErrors.reason(e) + ". Find them with MATCH (n:" + constraint.label()
                                    + ") WITH n." + constraint.property()
                                    + " AS value, collect(n) AS nodes WHERE size(nodes) > 1 RETURN value, nodes, and keep one"
                                    + " of each",
                            e);
                }
                if (tried == TRIES || !isRace(e)) {
                    throw e;
                }
                Connections.pause(PAUSE_MILLIS, e);
            }
        }
    }

    private static boolean isDuplicateData(Neo4jException e) {
        String said = String.valueOf(e.getMessage());
        return ServerErrors.code(e).endsWith(".ConstraintCreationFailed")
                && (said.contains("Both Node") || said.contains("have the same"));
    }

    private static boolean isRace(Neo4jException e) {
        String code = ServerErrors.code(e);
        return e instanceof TransientException
                || code.contains("AlreadyExists")
                || code.endsWith(".ConstraintCreationFailed");
    }
}
