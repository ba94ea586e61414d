package dev.dbmigrate.neo4j.internal;

import dev.dbmigrate.neo4j.Neo4jContext;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.Step;
import dev.dbmigrate.runtime.spi.LeaseLostException;
import dev.dbmigrate.runtime.spi.Marker;
import dev.dbmigrate.runtime.spi.PartFailedException;
import dev.dbmigrate.runtime.spi.PartFailedException.Effect;
import dev.dbmigrate.runtime.spi.PartRun;
import dev.dbmigrate.runtime.spi.RunMonitor.StepEvent;
import dev.dbmigrate.runtime.spi.StepJournal;
import dev.dbmigrate.runtime.spi.StepJournal.Outcome;
import dev.dbmigrate.runtime.spi.StepRecord;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Record;
import org.neo4j.driver.Session;
import org.neo4j.driver.exceptions.Neo4jException;
import org.slf4j.Logger;

/** What a migration gets. Sorts its statements into transactions and steps. For use by the thread that runs it. */
final class MigrationWork implements Neo4jContext, ScriptContext {

    private final PartRun run;
    private final Connections connections;
    private final DataTransactions transactions;
    private final Journal journal;
    private final StepJournal steps;
    private final SchemaRun schema;
    private final TargetRecords records;
    private @Nullable NamedStep inside;
    private boolean inDoubt;
    private boolean partlyStands;
    /** The first failure; what comes after it could stand on something that does not. */
    private @Nullable Throwable failed;

    /** The script file that is being run, or empty. */
    private String file = "";

    private @Nullable CypherStatement failedStatement;
    private @Nullable Neo4jException failure;

    MigrationWork(
            PartRun run,
            Connections connections,
            TargetRecords records,
            DataTransactions transactions,
            Journal journal) {
        this.run = run;
        this.connections = connections;
        this.records = records;
        this.transactions = transactions;
        this.journal = journal;
        this.steps = new StepJournal(run, journal);
        this.schema = new SchemaRun(connections, records, run.lease(), run.monitor());
    }

    /** A step that the migration has named; {@code exposed} once something in it stands before it is done. */
    private static final class NamedStep {
        final boolean repeatable;
        boolean exposed;

        NamedStep(boolean repeatable) {
            this.repeatable = repeatable;
        }
    }

    @Override
    public List<Record> run(String cypher) {
        return run(cypher, Map.of());
    }

    @Override
    public void script(String name, String text) {
        file = name;
        run(text);
        file = "";
    }

    @Override
    public List<Record> run(String cypher, Map<String, Object> parameters) {
        List<Record> last = List.of();
        for (CypherStatement statement : CypherText.split(cypher)) {
            run.monitor().checkMayContinue();
            requireNothingFailed();
            try {
                last = run(statement, parameters);
            } catch (Neo4jException e) {
                failedStatement = statement;
                failure = e;
                failed = e;
                throw e;
            } catch (RuntimeException e) {
                failed = e;
                throw e;
            }
        }
        return last;
    }

    /** A migration that catches a failure and goes on must neither do more nor look done. */
    private void requireNothingFailed() {
        Throwable first = failed;
        if (first instanceof PartFailedException
                || first instanceof LeaseLostException
                || first instanceof DbMigrateException) {
            throw (RuntimeException) first;
        }
        if (first != null) {
            throw new DbMigrateException(
                    Diagnostic.MIGRATION_FAILED,
                    "a statement or step failed, and what belongs to it with it; catching the exception does not bring it"
                            + " back: " + ServerErrors.reason(first),
                    first);
        }
    }

    /**
     * Makes sure, when the methods have returned, that the migration is done as a whole.
     *
     * @throws PartFailedException with {@code IN_DOUBT} if the journal has steps that the class has no longer
     */
    void requireWhole() {
        requireNothingFailed();
        Marker unfinished = run.unfinished();
        if (unfinished != null && unfinished.steps().size() > steps.count()) {
            StepRecord lost = unfinished.steps().get(steps.count());
            throw new PartFailedException(
                    Effect.IN_DOUBT,
                    "the journal of the interrupted try has "
                            + unfinished.steps().size() + " steps, and the migration "
                            + "passed " + steps.count() + " now; it came to its end without step " + (lost.index() + 1)
                            + " '" + lost.name() + "': the class was changed in between",
                    null);
        }
    }

    private List<Record> run(CypherStatement statement, Map<String, Object> parameters) {
        return switch (statement.kind()) {
            case READ -> read(statement, parameters);
            case DATA -> data(statement, parameters);
            case SCHEMA -> schema(statement);
            case AUTO_COMMIT -> autoCommit(statement, parameters);
        };
    }

    private List<Record> read(CypherStatement statement, Map<String, Object> parameters) {
        List<Record> found = transactions.run(statement.text(), parameters);
        if (!run.transactional() && inside == null) {
            journal.flush();
        }
        return found;
    }

    private List<Record> data(CypherStatement statement, Map<String, Object> parameters) {
        NamedStep step = inside;
        if (step != null) {
            List<Record> result = transactions.run(statement.text(), parameters);
            if (!run.transactional()) {
                expose(step);
            }
            return result;
        }
        StepRecord record = steps.atomicStep(statement.label());
        if (record == null) {
            run.monitor().step(statement.label(), StepEvent.SKIPPED);
            return List.of();
        }
        List<Record> result = transactions.run(statement.text(), parameters);
        journal.inTransaction(record);
        if (!run.transactional()) {
            journal.flush();
            run.monitor().step(statement.label(), StepEvent.DONE);
        }
        return result;
    }

    /** What the step has done so far is committed before the step is done. */
    private void expose(NamedStep step) {
        if (transactions.isOpen()) {
            transactions.commit();
            step.exposed = true;
        }
    }

    private List<Record> schema(CypherStatement statement) {
        NamedStep step = inside;
        if (step != null) {
            expose(step);
            schema.execute(statement.text(), step.repeatable);
            step.exposed = true;
            return List.of();
        }
        journal.flush();
        boolean[] again = {false};
        steps.step(
                statement.label(),
                () -> {
                    again[0] = true;
                    return schema.outcome(statement.text());
                },
                () -> schema.execute(statement.text(), again[0]));
        return List.of();
    }

    private List<Record> autoCommit(CypherStatement statement, Map<String, Object> parameters) {
        NamedStep step = inside;
        if (step != null) {
            expose(step);
            boolean before = step.exposed;
            step.exposed = true;
            try {
                return send(statement, parameters);
            } catch (Neo4jException e) {
                step.exposed = before || !refusedAtOnce(e);
                throw e;
            }
        }
        journal.flush();
        List<List<Record>> result = new java.util.ArrayList<>();
        steps.step(statement.label(), () -> Outcome.UNKNOWN, () -> {
            try {
                result.add(send(statement, parameters));
            } catch (Neo4jException e) {
                inDoubt = !refusedAtOnce(e);
                throw e;
            }
        });
        return result.isEmpty() ? List.of() : result.get(0);
    }

    /** The statement commits by itself, so the fence cannot be locked in its transactions: it is looked at just before. */
    private List<Record> send(CypherStatement statement, Map<String, Object> parameters) {
        records.requireCurrent(run.lease());
        run.monitor().checkMayContinue();
        try (Session session = connections.migrationsSession()) {
            return session.run(statement.text(), parameters, Connections.named(run.lease()))
                    .list();
        }
    }

    /** Whether the server refused a statement before it did anything of it. */
    private static boolean refusedAtOnce(Neo4jException e) {
        String code = ServerErrors.code(e);
        return code.endsWith(".SyntaxError")
                || code.endsWith(".SemanticError")
                || code.endsWith(".ParameterMissing")
                || code.endsWith(".ProcedureNotFound")
                || code.startsWith("Neo.ClientError.Security.");
    }

    @Override
    public Driver driver() {
        requireNothingFailed();
        NamedStep step = inside;
        if (step == null) {
            journal.flush();
            journal.goOutside();
            inDoubt = true;
        } else {
            expose(step);
            step.exposed = true;
        }
        return connections.migrations();
    }

    @Override
    public void step(String name, Step body) {
        named(name, new NamedStep(false), Outcome.UNKNOWN, body);
    }

    @Override
    public void idempotentStep(String name, Step body) {
        named(name, new NamedStep(true), Outcome.REPEAT, body);
    }

    private void named(String name, NamedStep step, Outcome interrupted, Step body) {
        if (inside != null) {
            throw new IllegalStateException("step '" + name + "' begins inside another step: give it a place after it");
        }
        requireNothingFailed();
        try {
            journal.flush();
            steps.step(name, () -> interrupted, () -> enter(step, body));
        } catch (RuntimeException e) {
            failed = failed == null ? e : failed;
            throw e;
        }
    }

    private void enter(NamedStep step, Step body) throws Exception {
        inside = step;
        boolean ended = false;
        try {
            body.run();
            ended = true;
        } finally {
            inside = null;
            if (!ended && step.exposed) {
                inDoubt = inDoubt || !step.repeatable;
                partlyStands = true;
            }
        }
    }

    /** Whether something stands that no record tells of. */
    boolean isInDoubt() {
        return inDoubt;
    }

    /** Whether a step that may be repeated was left half-way. */
    boolean partlyStands() {
        return partlyStands;
    }

    /** What went wrong, for people. */
    String describe(Throwable problem) {
        CypherStatement statement = failedStatement;
        Neo4jException known = failure;
        String own = ServerErrors.reason(problem);
        if (statement == null || known == null) {
            return own;
        }
        String told = StatementErrors.describe(file, statement, known);
        if (problem == known) {
            return told;
        }
        for (Throwable cause = problem.getCause(); cause != null; cause = cause.getCause()) {
            if (cause == known) {
                return own + "\n" + told;
            }
        }
        return own;
    }

    @Override
    public Logger log() {
        return run.monitor().log();
    }

    @Override
    public void progress(long done, long total) {
        run.monitor().progress(done, total);
    }
}
