package dev.dbmigrate.runtime.launch;

import dev.dbmigrate.runtime.report.Console;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Tells a person who pressed Ctrl-C what happens now, and lets the run come to its end and report before the process ends.
 * The run itself is stopped by the facade's own shutdown hook.
 */
final class Interruption implements AutoCloseable {

    /** Longer than the facade needs to cancel what is running and to write it down. */
    private static final long PATIENCE_SECONDS = 20;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Console console;
    private final Thread hook;
    private volatile boolean stopping;

    Interruption(Console console) {
        this.console = console;
        this.hook = new Thread(this::stopping, "dbmigrate-stopping");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Whether the process is being stopped. */
    boolean isStopping() {
        return stopping;
    }

    private void stopping() {
        stopping = true;
        console.warn()
                .accept(
                        "Stopped by a signal: what is applied stays applied, what is running is undone where its database can."
                                + " The next apply goes on from there.");
        try {
            if (!ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                console.warn()
                        .accept("The run did not end in " + PATIENCE_SECONDS
                                + " s; run dbmigrate:status to see how everything stands.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        ended.countDown();
        if (!stopping) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException stoppingJustNow) {
                // the process has begun to end: the hook runs and finds the latch open
            }
        }
    }
}
