package dev.dbmigrate.runtime.internal;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Time and threads, as the core sees them. All waiting of the core goes through here, so that a simulation can put a
 * deterministic scheduler in its place and run the same code.
 */
public interface Scheduler {

    /** This process's monotonic clock, in nanoseconds; says nothing about any server's. */
    long nanoTime();

    /**
     * Sleeps.
     *
     * @param time how long
     * @throws InterruptedException if the thread is interrupted
     */
    void sleep(Duration time) throws InterruptedException;

    /**
     * Calls a task again and again on a thread of its own, first after one period.
     *
     * @param name the thread's name
     * @param period from one call to the next
     * @param task the task
     * @return ends the calls when it is closed
     */
    Repetition every(String name, Duration period, Runnable task);

    /** Runs tasks side by side and returns when all have ended. */
    void sideBySide(List<Runnable> tasks);

    /**
     * Waits for a result that another of the tasks {@linkplain #sideBySide side by side} gives.
     *
     * @param future the result
     * @return its value
     */
    boolean await(CompletableFuture<Boolean> future);

    /** A task that is called again and again. */
    interface Repetition extends AutoCloseable {
        @Override
        void close();
    }
}
