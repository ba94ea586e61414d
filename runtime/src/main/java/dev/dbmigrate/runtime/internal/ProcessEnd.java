package dev.dbmigrate.runtime.internal;

import dev.dbmigrate.runtime.RunListener;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C and SIGTERM: the running statement is cancelled, the run records what stands and gives its lease back, and only
 * then the process ends.
 */
final class ProcessEnd implements AutoCloseable {

    private static final long GRACE_SECONDS = 20;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook;
    private volatile boolean finished;

    ProcessEnd(StopSignal stop, RunListener listener) {
        hook = new Thread(() -> stopAndWait(stop, listener), "dbmigrate-stop");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** All is done; a stop from now on interrupts nothing. */
    void finished() {
        finished = true;
    }

    private void stopAndWait(StopSignal stop, RunListener listener) {
        if (finished) {
            return;
        }
        listener.warning("stopping: the running statement is cancelled and the lease released");
        stop.interrupt(
                "the run was stopped by a signal. What was running has been cancelled; mvn dbmigrate:status shows"
                        + " what stands, mvn dbmigrate:apply goes on from there.");
        try {
            if (ended.await(GRACE_SECONDS, TimeUnit.SECONDS)) {
                // said here because the process may end before the caller can show the exception
                listener.warning(
                        "stopped: mvn dbmigrate:status shows what stands, mvn dbmigrate:apply goes on from there");
            } else {
                listener.warning("the run did not end within " + GRACE_SECONDS
                        + " s; its lease expires by itself, and the next apply finds out what stands");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the process is ending already: the hook is running and has just been told
            finished = true;
        }
    }
}
