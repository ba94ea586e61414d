package dev.dbmigrate.runtime.internal;

import dev.dbmigrate.model.Manifest;
import dev.dbmigrate.model.SemanticVersion;
import dev.dbmigrate.runtime.Configuration;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.Direction;
import dev.dbmigrate.runtime.HealthReport;
import dev.dbmigrate.runtime.Plan;
import dev.dbmigrate.runtime.RepairRequest;
import dev.dbmigrate.runtime.RollbackRequest;
import dev.dbmigrate.runtime.RunListener;
import dev.dbmigrate.runtime.RunResult;
import dev.dbmigrate.runtime.Selection;
import dev.dbmigrate.runtime.StatusReport;
import dev.dbmigrate.runtime.UnlockReport;
import dev.dbmigrate.runtime.ValidationReport;
import dev.dbmigrate.runtime.spi.DatabaseAdapter;
import dev.dbmigrate.runtime.spi.HistoryStore;
import dev.dbmigrate.runtime.spi.LeaseLostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the facade offers, each operation from its first question to its report. */
public final class Operations {

    private final Configuration configuration;
    private final ClassLoader classLoader;
    private final @Nullable List<Manifest> manifests;
    private final RunListener listener;
    private final Redactor redactor;
    private final Iterable<DatabaseAdapter> adapters;
    private final Scheduler scheduler;

    /**
     * Prepares the operations; connects to nothing.
     *
     * @param configuration which databases there are
     * @param classLoader where manifests, adapters and drivers are found
     * @param manifests the manifests, or null for those that the class loader has
     * @param listener who is told what a run does
     */
    public Operations(
            Configuration configuration,
            ClassLoader classLoader,
            @Nullable List<Manifest> manifests,
            RunListener listener) {
        this(
                configuration,
                classLoader,
                manifests,
                listener,
                ServiceLoader.load(DatabaseAdapter.class, classLoader),
                new SystemScheduler());
    }

    /**
     * Prepares the operations with given adapters, time and threads; connects to nothing.
     *
     * @param configuration which databases there are
     * @param classLoader where manifests and drivers are found
     * @param manifests the manifests, or null for those that the class loader has
     * @param listener who is told what a run does
     * @param adapters the database kinds
     * @param scheduler time and threads
     */
    public Operations(
            Configuration configuration,
            ClassLoader classLoader,
            @Nullable List<Manifest> manifests,
            RunListener listener,
            Iterable<DatabaseAdapter> adapters,
            Scheduler scheduler) {
        this.configuration = configuration;
        this.classLoader = classLoader;
        this.manifests = manifests;
        this.redactor = new Redactor(configuration.databases());
        this.listener = new SerialListener(listener);
        this.adapters = adapters;
        this.scheduler = scheduler;
    }

    /** See {@link dev.dbmigrate.runtime.DbMigrate#apply(Selection)}. */
    public RunResult apply(Selection selection) {
        long startedNanos = System.nanoTime();
        return with((migrations, databases) -> {
            Plans.requireKnownDatabases(selection.only(), databases);
            HistoryStore history = databases.history();
            Optional<HistoryStore.Head> head = databases.head();
            if (head.isPresent() && migrations.digest().equals(head.get().appliedDigest())) {
                requireKnown(selection, migrations);
                return new RunResult(List.of(), List.of(), millisSince(startedNanos));
            }
            requireKnown(selection, migrations);
            if (head.isEmpty()) {
                Plans.requireConfigured(
                        new ApplyPlanner(migrations, new HistoryView(List.of())).plan(selection), databases);
                history.initialise();
            }
            return new LeasedRun(migrations, databases, configuration, listener, redactor, scheduler)
                    .run(before -> new ApplyPlanner(migrations, before).plan(selection), Direction.UP, startedNanos);
        });
    }

    /** See {@link dev.dbmigrate.runtime.DbMigrate#rollback}. */
    public RunResult rollback(RollbackRequest request) {
        long startedNanos = System.nanoTime();
        return with((migrations, databases) -> {
            Plans.requireKnownDatabases(request.selection().only(), databases);
            if (databases.head().isEmpty()) {
                new RollbackPlanner(migrations, new HistoryView(List.of())).plan(request);
                return new RunResult(List.of(), List.of(), millisSince(startedNanos));
            }
            return new LeasedRun(migrations, databases, configuration, listener, redactor, scheduler)
                    .run(before -> new RollbackPlanner(migrations, before).plan(request), Direction.DOWN, startedNanos);
        });
    }

    /** See {@link dev.dbmigrate.runtime.DbMigrate#plan}. */
    public Plan plan(Selection selection) {
        return with((migrations, databases) -> {
            Plans.requireKnownDatabases(selection.only(), databases);
            HistoryView history = read(databases);
            List<WorkItem> items = new ApplyPlanner(migrations, history).plan(selection);
            Plans.requireConfigured(items, databases);
            return Plans.describe(items, Validation.warnings(Validation.report(migrations, history), migrations));
        });
    }

    /** See {@link dev.dbmigrate.runtime.DbMigrate#planRollback}. */
    public Plan planRollback(RollbackRequest request) {
        return with((migrations, databases) -> {
            Plans.requireKnownDatabases(request.selection().only(), databases);
            HistoryView history = read(databases);
            return Plans.describe(
                    new RollbackPlanner(migrations, history).plan(request),
                    Validation.warnings(Validation.report(migrations, history), migrations));
        });
    }

    /** See {@link dev.dbmigrate.runtime.DbMigrate#status}. */
    public StatusReport status() {
        return with((migrations, databases) -> StatusReader.read(migrations, databases, redactor));
    }

    /** See {@link dev.dbmigrate.runtime.DbMigrate#validate}. */
    public ValidationReport validate() {
        return with((migrations, databases) -> {
            boolean initialised = databases.head().isPresent();
            HistoryView history =
                    new HistoryView(initialised ? databases.history().rows() : List.of());
            ValidationReport report = Validation.report(migrations, history);
            List<ValidationReport.Finding> findings = new ArrayList<>(report.findings());
            if (initialised) {
                findings.addAll(HistoryAudit.findings(databases.history().events(0), history));
            }
            return new ValidationReport(report.checked(), findings);
        });
    }

    /** See {@link dev.dbmigrate.runtime.DbMigrate#health}. */
    public HealthReport health() {
        return guarded(() -> {
            try (Databases databases = new Databases(configuration, classLoader, adapters)) {
                return HealthReader.read(databases, redactor);
            }
        });
    }

    /** See {@link dev.dbmigrate.runtime.DbMigrate#repair}. */
    public void repair(RepairRequest request) {
        with((migrations, databases) -> {
            new Repair(migrations, databases, configuration, listener, scheduler).run(request);
            return request;
        });
    }

    /** See {@link dev.dbmigrate.runtime.DbMigrate#baseline}. */
    public RunResult baseline(Selection selection) {
        long startedNanos = System.nanoTime();
        return with((migrations, databases) -> {
            requireKnown(selection, migrations);
            Plans.requireKnownDatabases(selection.only(), databases);
            return new Baseline(migrations, databases, configuration, listener, scheduler).run(selection, startedNanos);
        });
    }

    /** See {@link dev.dbmigrate.runtime.DbMigrate#planBaseline}. */
    public Plan planBaseline(Selection selection) {
        return with((migrations, databases) -> {
            requireKnown(selection, migrations);
            Plans.requireKnownDatabases(selection.only(), databases);
            return Plans.describe(Baseline.preview(migrations, read(databases), selection), List.of());
        });
    }

    /** See {@link dev.dbmigrate.runtime.DbMigrate#rebuildHistory}. */
    public List<String> rebuildHistory(String reason) {
        return guarded(() -> {
            try (Databases databases = new Databases(configuration, classLoader, adapters)) {
                return new Rebuild(databases, configuration, listener, scheduler).run(reason);
            }
        });
    }

    /** See {@link dev.dbmigrate.runtime.DbMigrate#unlock}. */
    public UnlockReport unlock(boolean force) {
        return guarded(() -> {
            try (Databases databases = new Databases(configuration, classLoader, adapters)) {
                return new Unlock(databases, configuration, listener, scheduler).run(force);
            }
        });
    }

    private <T> T with(Work<T> work) {
        return guarded(() -> {
            MigrationSet migrations =
                    manifests == null ? MigrationSet.discover(classLoader) : MigrationSet.of(manifests);
            try (Databases databases = new Databases(configuration, classLoader, adapters)) {
                return work.run(migrations, databases);
            }
        });
    }

    private interface Work<T> {
        T run(MigrationSet migrations, Databases databases);
    }

    /** Everything that leaves is a DbMigrateException without secrets. */
    private <T> T guarded(Supplier<T> work) {
        try {
            return work.get();
        } catch (DbMigrateException e) {
            throw redactor.redact(e);
        } catch (LeaseLostException e) {
            throw redactor.redact(LeasedRun.leaseLost(e, null));
        } catch (RuntimeException e) {
            throw redactor.redact(new DbMigrateException(
                    Diagnostic.INTERNAL, "this should not have happened; please report it: " + e, e));
        }
    }

    private static HistoryView read(Databases databases) {
        return new HistoryView(
                databases.head().isEmpty() ? List.of() : databases.history().rows());
    }

    private static void requireKnown(Selection selection, MigrationSet migrations) {
        selection.migrations().forEach(id -> ApplyPlanner.requireKnown(migrations, id));
        String to = selection.to();
        if (to != null && SemanticVersion.tryParse(to).isEmpty()) {
            ApplyPlanner.requireKnown(migrations, to);
        }
    }

    private static long millisSince(long startedNanos) {
        return (System.nanoTime() - startedNanos) / 1_000_000;
    }
}
