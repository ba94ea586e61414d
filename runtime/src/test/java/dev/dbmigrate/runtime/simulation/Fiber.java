package dev.dbmigrate.runtime.simulation;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A thread of a simulated process. Of all fibers of a world exactly one runs at a time. */
final class Fiber {

    private static final ExecutorService THREADS = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "simulation");
        thread.setDaemon(true);
        return thread;
    });
    private static final int SPINS = 50;

    final SimulatedProcess process;
    long wakeAt;

    @Nullable
    BooleanSupplier blockedUntil;

    private volatile boolean mayRun;
    private volatile @Nullable Thread thread;

    Fiber(SimulatedProcess process) {
        this.process = process;
    }

    /** Gives the fiber a thread, which waits for its first turn. */
    void start(Runnable body) {
        THREADS.execute(() -> {
            thread = Thread.currentThread();
            awaitTurn();
            body.run();
        });
    }

    void giveTurn() {
        mayRun = true;
        Thread present = thread;
        if (present != null) {
            LockSupport.unpark(present);
        }
    }

    void awaitTurn() {
        for (int i = 0; i < SPINS && !mayRun; i++) {
            Thread.onSpinWait();
        }
        while (!mayRun) {
            LockSupport.park(this);
        }
        mayRun = false;
    }

    boolean isReady(long now) {
        if (process.crashed) {
            return true;
        }
        BooleanSupplier until = blockedUntil;
        return wakeAt <= now && !process.isFrozen() && (until == null || until.getAsBoolean());
    }
}
