package dev.dbmigrate.runtime.simulation;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.Direction;
import dev.dbmigrate.runtime.spi.Health;
import dev.dbmigrate.runtime.spi.HistoryChange;
import dev.dbmigrate.runtime.spi.HistoryStore;
import dev.dbmigrate.runtime.spi.Lease;
import dev.dbmigrate.runtime.spi.LeaseLostException;
import dev.dbmigrate.runtime.spi.Marker;
import dev.dbmigrate.runtime.spi.PartFailedException;
import dev.dbmigrate.runtime.spi.PartFailedException.Effect;
import dev.dbmigrate.runtime.spi.PartOutcome;
import dev.dbmigrate.runtime.spi.PartRun;
import dev.dbmigrate.runtime.spi.Target;
import dev.dbmigrate.runtime.spi.TargetState;
import dev.dbmigrate.runtime.spi.VersionChange;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A simulated database, as an adapter with the PostgreSQL adapter's protocol sees it. */
final class SimulatedTarget implements Target {

    private static final int RESOLVE_TRIES = 3;

    private final SimulatedProcess process;
    private final Store store;
    private final SimulatedHistory history;
    private Request.Session session;
    private boolean home;

    SimulatedTarget(SimulatedProcess process, Store store) {
        this.process = process;
        this.store = store;
        this.history = new SimulatedHistory(process, store);
    }

    @Override
    public TargetState read() {
        return TargetState.EMPTY;
    }

    @Override
    public TargetState claim(Lease lease) {
        Request.Session opened = new Request.Session(store.name, lease.token());
        try {
            return (TargetState) process.world.call(process, opened, true, "claims " + store.name, () -> {
                home = store.initialised;
                store.sessions.add(opened);
                long seen = home ? store.token : store.fence;
                if (seen > lease.token()) {
                    throw new LeaseLostException(store.name + " has seen token " + seen);
                }
                store.fence = lease.token();
                SimulatedHistory.endOlder(store, lease.token());
                session = opened;
                return state();
            });
        } catch (ConnectionLost e) {
            throw lost(e);
        }
    }

    private TargetState state() {
        Map<String, Marker> markers = new HashMap<>();
        store.markers.forEach((id, marker) -> markers.put(id, marker.marker(id)));
        return new TargetState(true, SimulatedHistory.ID, store.fence, null, markers);
    }

    @Override
    public PartOutcome run(PartRun run) {
        return run.transactional() ? runAtomically(run) : new SimulatedJournal(this, run).run();
    }

    @Override
    public boolean recordsAtomically() {
        return true;
    }

    private PartOutcome runAtomically(PartRun run) {
        if (run.unfinished() != null && !run.unfinished().steps().isEmpty()) {
            throw new PartFailedException(Effect.IN_DOUBT, "was journaled", null);
        }
        SimulatedMigration migration = (SimulatedMigration) run.migration();
        try {
            for (Statement statement : migration.statements()) {
                run.monitor().checkMayContinue();
                ask("sends " + statement.name(), () -> true);
            }
            run.monitor().checkMayContinue();
        } catch (ConnectionLost e) {
            // without a COMMIT nothing stands
            throw new PartFailedException(Effect.NONE, "the connection was lost", e);
        }
        HistoryChange change;
        try {
            change = success(run);
        } catch (DbMigrateException e) {
            throw new PartFailedException(Effect.NONE, "the history cannot be reached", e);
        }
        try {
            return (PartOutcome) askFenced(run.lease(), "commits " + run.migrationId() + " " + run.direction(), () -> {
                if (home && !store.world.lacks(Mutation.NO_MARKER)) {
                    SimulatedHistory.requireWritable(store, run.lease(), change);
                }
                migration
                        .statements()
                        .forEach(statement -> store.land(
                                run.migrationId(),
                                statement,
                                run.direction(),
                                run.lease().token()));
                return finish(run, change);
            });
        } catch (ConnectionLost e) {
            return resolve(run, e);
        }
    }

    /** The history's change, on the home only; gets its place in the chain now, before it is sent. */
    HistoryChange success(PartRun run) {
        return home ? run.success() : null;
    }

    /** Writes, at one instant, what says that the part is done. */
    PartOutcome finish(PartRun run, HistoryChange change) {
        if (home) {
            store.markers.remove(run.migrationId());
            if (!store.world.lacks(Mutation.NO_MARKER)) {
                SimulatedHistory.write(store, run.lease(), change);
            }
            return store.world.lacks(Mutation.NO_MARKER)
                    ? PartOutcome.MARKED_ON_TARGET
                    : PartOutcome.RECORDED_IN_HISTORY;
        }
        store.markers.remove(run.migrationId());
        if (run.direction() == Direction.UP && !store.world.lacks(Mutation.NO_MARKER)) {
            store.markers.put(
                    run.migrationId(),
                    new Store.MarkerState(Marker.State.APPLIED, run.lease().token()));
        }
        return PartOutcome.MARKED_ON_TARGET;
    }

    private PartOutcome resolve(PartRun run, ConnectionLost cause) {
        for (int attempt = 0; attempt < RESOLVE_TRIES; attempt++) {
            try {
                boolean committed = (Boolean)
                        process.world.call(process, null, true, "looks what became of " + run.migrationId(), () -> {
                            if (!store.world.lacks(Mutation.READ_BEFORE_END)) {
                                store.world.end(session);
                            }
                            return isCommitted(run);
                        });
                if (committed) {
                    return home ? PartOutcome.RECORDED_IN_HISTORY : PartOutcome.MARKED_ON_TARGET;
                }
                throw new PartFailedException(Effect.NONE, "the connection was lost before the COMMIT", cause);
            } catch (ConnectionLost e) {
                cause.addSuppressed(e);
            }
        }
        throw new PartFailedException(Effect.UNKNOWN, "the connection was lost in the COMMIT", cause);
    }

    private boolean isCommitted(PartRun run) {
        if (home) {
            var row = store.rows.get(run.migrationId() + "@" + store.name);
            return row != null
                    && row.state() == run.onSuccess().row().state()
                    && row.token() == run.lease().token();
        }
        Store.MarkerState marker = store.markers.get(run.migrationId());
        return run.direction() == Direction.UP
                ? marker != null
                        && marker.state == Marker.State.APPLIED
                        && marker.token == run.lease().token()
                : marker == null;
    }

    private void checkFence(Lease lease) {
        long token = home ? store.token : store.fence;
        if (token != lease.token() && !store.world.lacks(Mutation.NO_FENCE)) {
            throw new LeaseLostException(store.name + " has seen token " + token);
        }
    }

    Object ask(String what, Request.Work work) {
        return send(false, what, work);
    }

    /** A request that checks the fencing token at the instant in which it takes effect. */
    Object askFenced(Lease lease, String what, Request.Work work) {
        return send(true, what, () -> {
            checkFence(lease);
            return work.run();
        });
    }

    private Object send(boolean fenced, String what, Request.Work work) {
        if (session.ended || (session.endedByNewer && !fenced)) {
            throw new ConnectionLost();
        }
        return process.world.call(process, session, fenced, what, work);
    }

    Store store() {
        return store;
    }

    @Override
    public void settle(Lease lease, String migrationId, Marker marker, VersionChange version) {
        try {
            askFenced(lease, "settles " + migrationId, () -> {
                store.markers.remove(migrationId);
                if (marker != null) {
                    Store.MarkerState state = new Store.MarkerState(marker.state(), lease.token());
                    marker.steps().forEach(step -> state.steps.put(step.index(), step));
                    store.markers.put(migrationId, state);
                }
                return true;
            });
        } catch (ConnectionLost e) {
            throw lost(e);
        }
    }

    private static DbMigrateException lost(ConnectionLost e) {
        return new DbMigrateException(Diagnostic.CONNECTION_LOST, "the database cannot be reached", e);
    }

    @Override
    public Health health() {
        throw new AssertionError("nobody asks for a simulated database's health");
    }

    @Override
    public void abort() {
        if (session != null) {
            store.world.end(session);
        }
    }

    @Override
    public Optional<HistoryStore> history() {
        return Optional.of(history);
    }

    @Override
    public void close() {
        // a process that closes its connection ends its session; one that was killed leaves it to the server
        if (session != null && !process.crashed) {
            store.world.end(session);
        }
    }
}
