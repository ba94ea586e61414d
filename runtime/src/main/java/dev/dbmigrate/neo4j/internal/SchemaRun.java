package dev.dbmigrate.neo4j.internal;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.spi.Lease;
import dev.dbmigrate.runtime.spi.PartFailedException;
import dev.dbmigrate.runtime.spi.PartFailedException.Effect;
import dev.dbmigrate.runtime.spi.RunMonitor;
import dev.dbmigrate.runtime.spi.StepJournal.Outcome;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.neo4j.driver.Record;
import org.neo4j.driver.Session;
import org.neo4j.driver.Transaction;
import org.neo4j.driver.exceptions.Neo4jException;

/**
 * Runs one schema statement in a transaction of its own and waits until what it made is usable. Its outcome can always be
 * read back, so it can be run again after an interruption.
 */
final class SchemaRun {

    private static final long PAUSE_MILLIS = 100;

    private final Connections connections;
    private final TargetRecords records;
    private final Lease lease;
    private final RunMonitor monitor;

    SchemaRun(Connections connections, TargetRecords records, Lease lease, RunMonitor monitor) {
        this.connections = connections;
        this.records = records;
        this.lease = lease;
        this.monitor = monitor;
    }

    /** What became of a statement that was interrupted. */
    Outcome outcome(String cypher) {
        SchemaStatement statement = SchemaStatement.of(cypher);
        return statement.drops() && statement.name() != null && !exists(statement) ? Outcome.DONE : Outcome.REPEAT;
    }

    private boolean exists(SchemaStatement statement) {
        String name = String.valueOf(statement.name());
        return !connections
                .ask(statement.show() + " YIELD name WHERE name = $name RETURN name", Map.of("name", name))
                .isEmpty();
    }

    /**
     * Runs a statement.
     *
     * @param again whether an earlier try was interrupted in it, so that «exists already» means that it is done
     */
    void execute(String cypher, boolean again) {
        SchemaStatement statement = SchemaStatement.of(cypher);
        Set<String> before = indexes();
        try {
            send(cypher);
        } catch (Neo4jException e) {
            boolean done = again && ServerErrors.code(e).endsWith(".EquivalentSchemaRuleAlreadyExists");
            if (!done) {
                dropRemains(statement, before, e);
                throw e;
            }
        }
        if (!statement.drops()) {
            Set<String> made = indexes();
            made.removeAll(again ? Set.of() : before);
            if (statement.name() != null) {
                made.removeIf(name -> again && !name.equals(statement.name()));
            }
            awaitOnline(made, statement);
        }
    }

    /**
     * The transaction is open, under the lease's name, before the token is compared: a new owner that raises the token
     * earlier is noticed here, one that raises it later ends this transaction.
     */
    private void send(String cypher) {
        try {
            sendInTransaction(cypher);
        } catch (Neo4jException | IllegalStateException e) {
            if (e instanceof Neo4jException answer && !ServerErrors.connectionLost(answer)) {
                throw e;
            }
            // the journal goes on saying that it runs, so that the next try looks what became of it
            throw new PartFailedException(
                    Effect.UNKNOWN, "no answer came to: " + cypher.strip() + "\n" + ServerErrors.reason(e), e);
        }
    }

    private void sendInTransaction(String cypher) {
        try (Session session = connections.migrationsSession();
                Transaction transaction = session.beginTransaction(Connections.named(lease))) {
            transaction.run("RETURN 1").consume();
            records.requireCurrent(lease);
            monitor.checkMayContinue();
            transaction.run(cypher).consume();
            transaction.commit();
        }
    }

    private Set<String> indexes() {
        Set<String> names = new HashSet<>();
        connections
                .ask("SHOW INDEXES YIELD name RETURN name", Map.of())
                .forEach(row -> names.add(row.get("name").asString()));
        return names;
    }

    private void awaitOnline(Set<String> made, SchemaStatement statement) {
        while (true) {
            List<Record> rows = connections.ask("""
                    SHOW INDEXES YIELD name, state, populationPercent, failureMessage
                    WHERE name IN $names AND state <> 'ONLINE'
                    RETURN name, state, populationPercent AS percent, failureMessage AS failure""", Map.of("names", List.copyOf(made)));
            if (rows.isEmpty()) {
                return;
            }
            for (Record row : rows) {
                if (row.get("state").asString().equals("FAILED")) {
                    throw failed(row, statement);
                }
            }
            monitor.progress(Math.round(rows.get(0).get("percent").asDouble(0)), 100);
            monitor.checkMayContinue();
            Connections.pause(
                    PAUSE_MILLIS,
                    new Neo4jException("interrupted while the index '"
                            + rows.get(0).get("name").asString() + "' was built"));
        }
    }

    private DbMigrateException failed(Record row, SchemaStatement statement) {
        String name = row.get("name").asString();
        String kind = statement.constraint() ? "CONSTRAINT" : "INDEX";
        connections.ask("DROP " + kind + " `" + name.replace("`", "``") + "` IF EXISTS", Map.of());
        return new DbMigrateException(
                Diagnostic.MIGRATION_FAILED,
                "the server could not build the index '" + name + "', and it was dropped again: "
                        + row.get("failure").asString("no reason given"));
    }

    /** A constraint that the data break can leave the index behind that was built for it. */
    private void dropRemains(SchemaStatement statement, Set<String> before, Neo4jException e) {
        String name = statement.name();
        if (!statement.constraint() || statement.drops() || name == null || before.contains(name)) {
            return;
        }
        try {
            if (indexes().contains(name)) {
                connections.ask("DROP INDEX `" + name.replace("`", "``") + "` IF EXISTS", Map.of());
            }
        } catch (Neo4jException other) {
            e.addSuppressed(other);
        }
    }
}
