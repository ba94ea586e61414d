package dev.dbmigrate.mongodb.internal;

import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoDatabase;
import dev.dbmigrate.mongodb.MongoContext;
import dev.dbmigrate.runtime.Step;
import dev.dbmigrate.runtime.spi.PartRun;
import dev.dbmigrate.runtime.spi.RunMonitor.StepEvent;
import java.util.Optional;
import org.slf4j.Logger;

/**
 * What a migration gets in its transaction. Its steps are names for people only: they stand or fall with the transaction.
 * For use by the thread that runs it.
 */
final class TransactionalContext implements MongoContext {

    private final PartRun run;
    private final MongoDatabase database;
    private final ClientSession transaction;
    private final FirstFailure failure = new FirstFailure();

    TransactionalContext(PartRun run, MongoDatabase database, ClientSession transaction) {
        this.run = run;
        this.database = database;
        this.transaction = transaction;
    }

    @Override
    public MongoDatabase database() {
        return database;
    }

    @Override
    public Optional<ClientSession> session() {
        return Optional.of(transaction);
    }

    @Override
    public void step(String name, Step body) {
        failure.watch(() -> {
            run.monitor().checkMayContinue();
            run.monitor().step(name, StepEvent.STARTED);
            try {
                body.run();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException("step '" + name + "' failed: " + e.getMessage(), e);
            }
            run.monitor().step(name, StepEvent.DONE);
        });
    }

    @Override
    public void idempotentStep(String name, Step body) {
        step(name, body);
    }

    /** Half of a step must not be committed because the migration has caught its failure. */
    void requireNothingFailed() {
        failure.requireNone();
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
