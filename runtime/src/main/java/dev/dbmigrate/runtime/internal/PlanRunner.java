package dev.dbmigrate.runtime.internal;

import dev.dbmigrate.model.ManifestEntry;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Direction;
import dev.dbmigrate.runtime.ExecutedPart;
import dev.dbmigrate.runtime.RunListener;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Carries a plan out: one thread a database, each in the plan's order, each part after what it waits for. The first failure
 * stops what has not begun; what runs ends by itself.
 *
 * <p>No thread can wait for ever: every part waits only for parts that come before it in the plan.
 */
final class PlanRunner {

    private final List<WorkItem> plan;
    private final HistoryView before;
    private final PartRunner runner;
    private final Scheduler scheduler;
    private final RunListener listener;
    private final Map<PartKey, CompletableFuture<Boolean>> ends = new LinkedHashMap<>();
    private final Map<PartKey, ExecutedPart> executed = new LinkedHashMap<>();
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    private final List<Failed> failed = new ArrayList<>();

    private record Failed(WorkItem item, DbMigrateException cause) {}

    PlanRunner(List<WorkItem> plan, HistoryView before, PartRunner runner, RunListener listener, Scheduler scheduler) {
        this.plan = plan;
        this.before = before;
        this.scheduler = scheduler;
        this.runner = runner;
        this.listener = listener;
        for (WorkItem item : plan) {
            ends.put(item.key(), new CompletableFuture<>());
        }
    }

    /** Runs the plan; {@link #failure()} says how it ended. */
    void run() {
        Map<String, Deque<WorkItem>> queues = new LinkedHashMap<>();
        for (WorkItem item : plan) {
            queues.computeIfAbsent(item.part().database(), name -> new ArrayDeque<>())
                    .add(item);
        }
        List<Runnable> tasks = new ArrayList<>();
        queues.values().forEach(queue -> tasks.add(() -> work(queue)));
        if (tasks.size() == 1) {
            tasks.get(0).run();
        } else if (!tasks.isEmpty()) {
            scheduler.sideBySide(tasks);
        }
        undoPartsOfFailed();
    }

    private void undoPartsOfFailed() {
        FailedParts failedParts = new FailedParts(runner, this::note);
        List<DbMigrateException> accounts = new ArrayList<>();
        for (Failed each : failed) {
            accounts.add(
                    each.item().direction() == Direction.UP
                            ? failedParts.account(
                                    each.cause(),
                                    parts(each.item(), ExecutedPart.Outcome.APPLIED),
                                    standing(each.item()))
                            : each.cause());
        }
        if (!accounts.isEmpty() && failure.get() == failed.get(0).cause()) {
            failure.set(FailedParts.unite(accounts));
        }
    }

    /** What ended the run early, or null if all went well. */
    @Nullable
    RuntimeException failure() {
        return failure.get();
    }

    /** What became of each part, in the plan's order. */
    synchronized List<ExecutedPart> executed() {
        List<ExecutedPart> parts = new ArrayList<>();
        for (WorkItem item : plan) {
            ExecutedPart part = executed.get(item.key());
            parts.add(part != null ? part : PartRunner.executed(item, ExecutedPart.Outcome.NOT_RUN, 0, null));
        }
        return parts;
    }

    private void work(Deque<WorkItem> queue) {
        for (WorkItem item : queue) {
            boolean well = false;
            try {
                if (mayBegin(item)) {
                    well = runOne(item);
                }
            } catch (RuntimeException e) {
                fail(e);
            } catch (Error e) {
                fail(new IllegalStateException(e));
                throw e;
            } finally {
                end(item.key()).complete(well);
            }
        }
    }

    private boolean mayBegin(WorkItem item) {
        for (PartKey earlier : item.waitsFor()) {
            if (!scheduler.await(end(earlier))) {
                return false;
            }
        }
        return failure.get() == null;
    }

    private boolean runOne(WorkItem item) {
        listener.partStarted(Plans.describe(item));
        PartRunner.Result result = runner.run(item);
        note(item, result.part());
        DbMigrateException cause = result.failure();
        if (cause == null) {
            return true;
        }
        synchronized (this) {
            failed.add(new Failed(item, cause));
        }
        fail(cause);
        return false;
    }

    /** The parts of the same migration that this run brought to an outcome, in the plan's order. */
    private synchronized List<WorkItem> parts(WorkItem of, ExecutedPart.Outcome outcome) {
        return plan.stream()
                .filter(item -> item.entry().id().equals(of.entry().id()))
                .filter(item -> {
                    ExecutedPart part = executed.get(item.key());
                    return part != null && part.outcome() == outcome;
                })
                .toList();
    }

    /** The databases on which the same migration was applied by an earlier run. */
    private List<String> standing(WorkItem failed) {
        List<WorkItem> recovered = parts(failed, ExecutedPart.Outcome.RECOVERED);
        return failed.entry().parts().stream()
                .map(ManifestEntry.Part::database)
                .filter(database -> before.isApplied(failed.entry(), database)
                        || recovered.stream()
                                .anyMatch(item -> item.part().database().equals(database)))
                .toList();
    }

    private void note(WorkItem item, ExecutedPart part) {
        synchronized (this) {
            executed.put(item.key(), part);
        }
        listener.partFinished(part);
    }

    private void fail(RuntimeException e) {
        RuntimeException first = failure.compareAndExchange(null, e);
        if (first != null && first != e) {
            first.addSuppressed(e);
        }
    }

    private CompletableFuture<Boolean> end(PartKey key) {
        CompletableFuture<Boolean> end = ends.get(key);
        if (end == null) {
            throw new IllegalStateException("the plan waits for " + key + ", which is not part of it");
        }
        return end;
    }
}
