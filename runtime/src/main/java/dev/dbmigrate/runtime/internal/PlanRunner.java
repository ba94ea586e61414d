package dev.dbmigrate.runtime.internal;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.Direction;
import dev.dbmigrate.runtime.ExecutedPart;
import dev.dbmigrate.runtime.RunListener;
import dev.dbmigrate.runtime.spi.LeaseLostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
    private final PartRunner runner;
    private final RunListener listener;
    private final Map<PartKey, CompletableFuture<Boolean>> ends = new LinkedHashMap<>();
    private final Map<PartKey, ExecutedPart> executed = new LinkedHashMap<>();
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();

    PlanRunner(List<WorkItem> plan, PartRunner runner, RunListener listener) {
        this.plan = plan;
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
        if (queues.size() == 1) {
            queues.values().forEach(this::work);
        } else if (!queues.isEmpty()) {
            workSideBySide(queues);
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

    private void workSideBySide(Map<String, Deque<WorkItem>> queues) {
        ClassLoader contextLoader = Thread.currentThread().getContextClassLoader();
        ExecutorService threads = Executors.newFixedThreadPool(queues.size(), task -> {
            Thread thread = new Thread(task, "dbmigrate-worker");
            thread.setContextClassLoader(contextLoader);
            return thread;
        });
        try {
            List<Future<?>> futures = new ArrayList<>();
            queues.values().forEach(queue -> futures.add(threads.submit(() -> work(queue))));
            for (Future<?> future : futures) {
                awaitUninterruptibly(future);
            }
        } finally {
            threads.shutdown();
        }
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
            if (!awaitUninterruptibly(end(earlier))) {
                return false;
            }
        }
        return failure.get() == null;
    }

    private boolean runOne(WorkItem item) {
        listener.partStarted(Plans.describe(item));
        PartRunner.Result result = runner.run(item);
        note(item, result.part());
        DbMigrateException failed = result.failure();
        if (failed == null) {
            return true;
        }
        fail(item.direction() == Direction.UP ? undoEarlierParts(item, failed) : failed);
        return false;
    }

    /**
     * A migration over several databases counts as one: when a later part fails, the parts that this run applied before it
     * are undone where the code says how, and otherwise the error says exactly what stands.
     */
    private DbMigrateException undoEarlierParts(WorkItem failed, DbMigrateException cause) {
        StringBuilder account = new StringBuilder();
        for (int i = plan.size() - 1; i >= 0; i--) {
            WorkItem item = plan.get(i);
            if (item.entry().id().equals(failed.entry().id()) && wasAppliedNow(item)) {
                account.append('\n').append(undo(item));
            }
        }
        return account.isEmpty()
                ? cause
                : new DbMigrateException(
                        cause.diagnostic(),
                        withoutId(cause) + "\nThe migration's other parts:" + account,
                        cause.getCause());
    }

    private String undo(WorkItem item) {
        String where = "  on " + item.part().database() + ": ";
        if (!item.part().reversible() || item.entry().irreversible() != null) {
            return where
                    + "applied, and stands, because it has no down. It is not run again: the next apply goes on with the"
                    + " failed part.";
        }
        try {
            PartRunner.Result result = runner.undo(item);
            note(item, result.part());
            return result.failure() == null
                    ? where + "was applied, and has been undone."
                    : where + "was applied, and could not be undone: "
                            + result.failure().getMessage();
        } catch (DbMigrateException | LeaseLostException e) {
            return where + "was applied, and could not be undone: " + e.getMessage();
        }
    }

    private static String withoutId(DbMigrateException e) {
        String prefix = "[" + e.diagnostic().id() + "] ";
        String message = String.valueOf(e.getMessage());
        return message.startsWith(prefix) ? message.substring(prefix.length()) : message;
    }

    private synchronized boolean wasAppliedNow(WorkItem item) {
        ExecutedPart part = executed.get(item.key());
        return part != null && part.outcome() == ExecutedPart.Outcome.APPLIED;
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

    private static <T> T awaitUninterruptibly(Future<T> future) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw new DbMigrateException(Diagnostic.INTERNAL, "a worker died", e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
