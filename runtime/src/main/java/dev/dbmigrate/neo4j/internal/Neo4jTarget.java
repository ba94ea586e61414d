package dev.dbmigrate.neo4j.internal;

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

/** One Neo4j database. */
final class Neo4jTarget implements Target {

    private static final Logger LOG = LoggerFactory.getLogger(Neo4jTarget.class);

    private final TargetConfig config;
    private final Connections connections;
    private final ServerErrors errors;
    private final TargetRecords records;
    private final Neo4jHistory history;
    private volatile @Nullable Lease claimed;
    private volatile boolean aborted;

    Neo4jTarget(TargetConfig config, Neo4jAddress address) {
        this.config = config;
        this.connections = new Connections(address);
        this.errors = new ServerErrors(config);
        this.records = new TargetRecords(connections);
        this.history = new Neo4jHistory(connections, errors, this::fence);
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
            fence(lease);
            return records.read();
        });
    }

    /** From here on no older owner's transaction can commit. */
    private void fence(Lease lease) {
        records.initialise();
        if (records.raise(lease)) {
            claimed = lease;
        }
    }

    @Override
    public PartOutcome run(PartRun run) {
        requireUsable();
        return errors.guard(
                "run a migration",
                () -> new MigrationRun(run, connections, records, history.isHomeOf(run.lease())).execute());
    }

    @Override
    public void settle(Lease lease, String migrationId, @Nullable Marker marker, VersionChange version) {
        requireUsable();
        errors.guard("record what stands", () -> {
            records.settle(lease, migrationId, marker, version);
            return true;
        });
    }

    @Override
    public Health health() {
        requireUsable();
        return new HealthCheck(config, connections, errors).examine();
    }

    @Override
    public void abort() {
        aborted = true;
        try {
            connections.stopMigrations();
        } catch (RuntimeException e) {
            LOG.debug("the migrations' connections could not be closed: {}", ServerErrors.reason(e));
        }
        Lease lease = claimed;
        if (lease != null) {
            try {
                new OldTransactions(connections).endOf(lease);
            } catch (RuntimeException e) {
                // their connections are closed, so the server ends them by itself
                LOG.debug("the running transaction could not be ended: {}", ServerErrors.reason(e));
            }
        }
    }

    private void requireUsable() {
        if (aborted) {
            throw new DbMigrateException(
                    Diagnostic.INTERRUPTED, "the work on the Neo4j database '" + config.name() + "' was stopped");
        }
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
