package dev.dbmigrate.runtime.simulation;

import dev.dbmigrate.model.Manifest;
import dev.dbmigrate.model.ManifestEntry;
import dev.dbmigrate.runtime.Configuration;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.Direction;
import dev.dbmigrate.runtime.RepairRequest;
import dev.dbmigrate.runtime.RollbackRequest;
import dev.dbmigrate.runtime.RunListener;
import dev.dbmigrate.runtime.Selection;
import dev.dbmigrate.runtime.TargetConfig;
import dev.dbmigrate.runtime.ValidationReport;
import dev.dbmigrate.runtime.internal.Operations;
import dev.dbmigrate.runtime.spi.HistoryRow;
import dev.dbmigrate.runtime.spi.Marker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Migrations, and what each process does with them; afterwards everything is brought to its end and audited. */
final class Scenario {

    /** What a process does. */
    enum Operation {
        APPLY,
        ROLLBACK_LAST
    }

    private static final int TRIES = 4;
    private static final long HOURS = 3_600_000_000_000L;

    private final String name;
    private final List<ManifestEntry> entries = new ArrayList<>();
    private final List<SimulatedMigration> migrations = new ArrayList<>();
    private final List<List<Operation>> processes = new ArrayList<>();

    Scenario(String name) {
        this.name = name;
    }

    /** Adds a migration; its parts stand on the databases named, in this order. */
    Scenario migration(String id, boolean transactional, List<String> databases, Statement.Kind... kinds) {
        ManifestEntry.Builder entry = ManifestEntry.of(id, "test.T" + id)
                .version("1.0.0")
                .description(id)
                .transactional(transactional);
        databases.forEach(database -> entry.part(SimulatedAdapter.KIND, database, true));
        entries.add(entry.build());
        List<Statement> statements = new ArrayList<>();
        for (Statement.Kind kind : kinds) {
            statements.add(new Statement("s" + statements.size() + " " + kind, kind));
        }
        migrations.add(new SimulatedMigration(statements));
        return this;
    }

    Scenario process(Operation... operations) {
        processes.add(List.of(operations));
        return this;
    }

    /**
     * Runs one schedule.
     *
     * @return how often a person had to decide
     */
    int run(World world) {
        Map<SimulatedProcess, Runnable> bodies = new LinkedHashMap<>();
        for (int i = 0; i < processes.size(); i++) {
            SimulatedProcess process = world.process((i % 2 == 0 ? -3 : 3) * HOURS);
            List<Operation> operations = processes.get(i);
            bodies.put(process, () -> operations.forEach(operation -> attempt(process, operation)));
        }
        world.run(bodies);
        world.calm();
        int doubts = 0;
        for (int i = 0; ; i++) {
            world.passTime(3 * World.LEASE_NANOS);
            SimulatedProcess last = world.process(0);
            boolean[] inDoubt = {false};
            world.run(Map.of(last, () -> inDoubt[0] = finish(last)));
            if (!inDoubt[0]) {
                break;
            }
            doubts++;
            if (i > 10) {
                world.violated("a doubt cannot be settled");
            }
            SimulatedProcess person = world.process(0);
            world.run(Map.of(person, () -> decide(world, person)));
        }
        audit(world);
        return doubts;
    }

    private void attempt(SimulatedProcess process, Operation operation) {
        for (int i = 0; i < TRIES; i++) {
            try {
                switch (operation) {
                    case APPLY -> operations(process).apply(Selection.ALL);
                    case ROLLBACK_LAST -> operations(process).rollback(new RollbackRequest(Selection.ALL, 1, false));
                }
                return;
            } catch (DbMigrateException e) {
                expected(process.world, e);
                if (e.diagnostic() == Diagnostic.IN_DOUBT) {
                    return;
                }
            }
        }
    }

    private boolean finish(SimulatedProcess process) {
        try {
            operations(process).apply(Selection.ALL);
            return false;
        } catch (DbMigrateException e) {
            if (e.diagnostic() != Diagnostic.IN_DOUBT) {
                process.world.violated("the last run cannot finish: " + e);
            }
            process.world.note("in doubt: " + e.getMessage());
            return true;
        }
    }

    private static void expected(World world, DbMigrateException e) {
        world.note("ends with " + e.getMessage());
        if (e.diagnostic() == Diagnostic.INTERNAL) {
            throw new Violation(e);
        }
    }

    /** A person looks at the database and says what stands. */
    private void decide(World world, SimulatedProcess person) {
        for (HistoryRow row : List.copyOf(world.store("home").rows.values())) {
            if (row.state() == HistoryRow.State.IN_DOUBT) {
                operations(person)
                        .repair(new RepairRequest(
                                row.migrationId(),
                                row.database(),
                                decision(world.store(row.database()), row),
                                "looked"));
            }
        }
    }

    private RepairRequest.Decision decision(Store store, HistoryRow row) {
        Store.MarkerState marker = store.markers.get(row.migrationId());
        if (marker == null) {
            throw new Violation("in doubt without a journal: " + row);
        }
        Direction way = marker.state == Marker.State.RUNNING_DOWN ? Direction.DOWN : Direction.UP;
        int last = marker.steps.lastKey();
        Statement interrupted = migration(row.migrationId()).statements().get(last);
        boolean tookPlace = store.effect(row.migrationId(), interrupted) == (way == Direction.UP ? 1 : 0);
        return tookPlace ? RepairRequest.Decision.CONTINUE : RepairRequest.Decision.RETRY;
    }

    private SimulatedMigration migration(String id) {
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).id().equals(id)) {
                return migrations.get(i);
            }
        }
        throw new IllegalArgumentException(id);
    }

    private void audit(World world) {
        SimulatedProcess auditor = world.process(0);
        world.run(Map.of(auditor, () -> {
            ValidationReport report = operations(auditor).validate();
            if (!report.valid()) {
                world.violated("the history does not hold together: " + report.findings());
            }
        }));
        for (ManifestEntry entry : entries) {
            for (ManifestEntry.Part part : entry.parts()) {
                Store store = world.store(part.database());
                for (Statement statement : migration(entry.id()).statements()) {
                    if (store.effect(entry.id(), statement) != 1) {
                        world.violated("lost: " + entry.id() + " " + statement + " on " + part.database() + " stands "
                                + store.effect(entry.id(), statement) + " times, and the history says it is applied");
                    }
                }
            }
        }
    }

    private Operations operations(SimulatedProcess process) {
        List<TargetConfig> databases = List.of(database("home"), database("other"));
        Configuration configuration = new Configuration(
                databases, "home", Duration.ofNanos(World.LEASE_NANOS), Duration.ofSeconds(60), "simulated");
        return new Operations(
                configuration,
                Scenario.class.getClassLoader(),
                List.of(new SimulatedManifest()),
                RunListener.NONE,
                List.of(new SimulatedAdapter(process)),
                process);
    }

    private static TargetConfig database(String name) {
        return new TargetConfig(name, SimulatedAdapter.KIND, "simulated:" + name, null, null, Map.of());
    }

    @Override
    public String toString() {
        return name;
    }

    /** The scenario's manifest. */
    private final class SimulatedManifest implements Manifest {

        @Override
        public int formatVersion() {
            return CURRENT_FORMAT;
        }

        @Override
        public String digest() {
            return "sha256:" + name;
        }

        @Override
        public int size() {
            return entries.size();
        }

        @Override
        public List<ManifestEntry> entries() {
            return List.copyOf(entries);
        }

        @Override
        public Object newInstance(int index) {
            return migrations.get(index);
        }
    }
}
