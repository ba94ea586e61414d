package dev.dbmigrate.mongodb.internal;

import com.mongodb.client.MongoClient;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.TargetConfig;
import dev.dbmigrate.runtime.spi.Health;
import dev.dbmigrate.runtime.spi.HistoryStore;
import dev.dbmigrate.runtime.spi.Lease;
import dev.dbmigrate.runtime.spi.Marker;
import dev.dbmigrate.runtime.spi.PartOutcome;
import dev.dbmigrate.runtime.spi.PartRun;
import dev.dbmigrate.runtime.spi.Target;
import dev.dbmigrate.runtime.spi.TargetState;
import dev.dbmigrate.runtime.spi.VersionChange;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One MongoDB database. */
final class MongoTarget implements Target {

    private static final Logger LOG = LoggerFactory.getLogger(MongoTarget.class);

    private final TargetConfig config;
    private final MongoAddress address;
    private final Connections connections;
    private final ServerErrors errors;
    private final TargetRecords records;
    private final MongoHistory history;
    private final CommandGuard guard = new CommandGuard();
    private @Nullable Deployment deployment;
    private volatile @Nullable Lease claimed;
    private volatile @Nullable WriteWatch running;
    private volatile boolean aborted;

    MongoTarget(TargetConfig config, MongoAddress address) {
        this.config = config;
        this.address = address;
        this.connections = new Connections(config, address);
        this.errors = new ServerErrors(config);
        this.records = new TargetRecords(connections);
        this.history = new MongoHistory(connections, errors, this::fence);
    }

    @Override
    public TargetState read() {
        requireUsable();
        return errors.guard("read dbmigrate's records", records::read);
    }

    @Override
    public TargetState claim(Lease lease) {
        requireUsable();
        return errors.guard("prepare dbmigrate's records", () -> {
            if (fence(lease)) {
                records.settle();
                claimed = lease;
            }
            return records.read(history.isHomeOf(lease));
        });
    }

    /**
     * From here on no older owner's transaction can commit, and none of its journal records can be written.
     *
     * @return false if the target belongs to another history, and was left as it is
     */
    private boolean fence(Lease lease) {
        OldSessions old = new OldSessions(connections.recordsClient());
        records.initialise();
        old.endBefore(lease);
        return records.raise(lease, () -> old.endBefore(lease));
    }

    @Override
    public boolean recordsAtomically() {
        return errors.guard("say what it is", this::deployment).transactions();
    }

    @Override
    public PartOutcome run(PartRun run) {
        requireUsable();
        MongoClient client = errors.guard("connect", () -> connections.migrationsClient(run.lease(), guard));
        Journal journal = new Journal(run, records);
        WriteWatch watch = new WriteWatch(run.monitor(), journal::outside);
        running = watch;
        guard.watch(watch);
        try {
            // What becomes of the body's own exceptions is decided inside; this is for reading the journal before it.
            return errors.guard(
                    "read the journal",
                    () -> inTransaction(run)
                            ? new TransactionalRun(
                                            run, connections.database(client), client, watch, journal, records, history)
                                    .execute()
                            : new JournaledRun(run, connections.durable(client), watch, journal).execute());
        } finally {
            guard.watch(null);
            running = null;
        }
    }

    /**
     * A try that was begun without a transaction goes on without one, because its steps are in the journal. One that has no
     * step yet begins anew, in a transaction where that is wanted.
     */
    private boolean inTransaction(PartRun run) {
        Marker unfinished = run.unfinished();
        if (!run.transactional()
                || (unfinished != null && !unfinished.steps().isEmpty())
                || !deployment().transactions()) {
            return false;
        }
        if (unfinished != null) {
            records.forgetEmpty(run.lease(), run.migrationId());
        }
        return true;
    }

    private synchronized Deployment deployment() {
        if (deployment == null) {
            deployment = connections.deployment();
        }
        return deployment;
    }

    @Override
    public void settle(Lease lease, String migrationId, @Nullable Marker marker, VersionChange version) {
        requireUsable();
        errors.guard("record what stands", () -> {
            records.decide(lease, JournalEntry.decided(lease, migrationId, marker, version));
            records.settle();
            return true;
        });
    }

    @Override
    public Health health() {
        requireUsable();
        return new HealthCheck(config, address, connections, errors).examine();
    }

    @Override
    public void abort() {
        aborted = true;
        WriteWatch watch = running;
        if (watch != null) {
            watch.stop(stopped());
        }
        Lease lease = claimed;
        if (lease != null) {
            try {
                new OldSessions(connections.recordsClient()).endOf(lease);
            } catch (RuntimeException e) {
                LOG.debug("the running command could not be ended: {}", ServerErrors.reason(e));
            }
        }
        try {
            connections.closeMigrations();
        } catch (RuntimeException e) {
            LOG.debug("the migrations' connections could not be closed: {}", ServerErrors.reason(e));
        }
    }

    private void requireUsable() {
        if (aborted) {
            throw stopped();
        }
    }

    private DbMigrateException stopped() {
        return new DbMigrateException(
                Diagnostic.INTERRUPTED, "the work on the MongoDB database '" + config.name() + "' was stopped");
    }

    @Override
    public Optional<HistoryStore> history() {
        return Optional.of(history);
    }

    @Override
    public void close() {
        connections.close();
    }
}
