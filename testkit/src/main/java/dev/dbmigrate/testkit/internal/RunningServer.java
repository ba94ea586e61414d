package dev.dbmigrate.testkit.internal;

import dev.dbmigrate.testkit.ServerKind;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A server that runs.
 *
 * @param kind its kind
 * @param version its version, for people
 * @param process its process, a child of this JVM
 * @param parameters how it is reached, by full parameter names
 * @param stopSignal what asks it to shut down at once but in order
 */
public record RunningServer(
        ServerKind kind, String version, Process process, Map<String, String> parameters, StopSignal stopSignal) {

    private static final long PATIENCE_SECONDS = 15;

    /** What asks a server to shut down. */
    @FunctionalInterface
    public interface StopSignal {

        /**
         * Sends it and returns without waiting.
         *
         * @param process the server
         * @throws java.io.IOException if it cannot be sent
         * @throws InterruptedException if the thread is interrupted
         */
        void send(Process process) throws java.io.IOException, InterruptedException;
    }

    /** Whether it runs; one that has just been killed does not, even before Java has noticed. */
    boolean isRunning() {
        return process.isAlive() && !ProcessIdentity.isZombie(process.pid());
    }

    /**
     * Shuts the server down in order, and by force if it does not end within some seconds.
     *
     * @throws java.io.IOException if the signal cannot be sent; the server has then been ended by force
     * @throws InterruptedException if the thread is interrupted
     */
    public void stop() throws java.io.IOException, InterruptedException {
        try {
            if (process.isAlive()) {
                stopSignal.send(process);
                process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
        } finally {
            kill();
        }
    }

    /**
     * Ends the server as {@code kill -9} does, its helper processes too, and waits for its end.
     *
     * @throws InterruptedException if the thread is interrupted
     */
    public void kill() throws InterruptedException {
        var helpers = process.descendants().toList();
        process.destroyForcibly();
        helpers.forEach(ProcessHandle::destroyForcibly);
        process.waitFor();
        for (ProcessHandle helper : helpers) {
            while (helper.isAlive() && !ProcessIdentity.isZombie(helper.pid())) {
                Thread.sleep(10);
            }
        }
    }
}
