package dev.dbmigrate.testkit;

import dev.dbmigrate.runtime.TargetConfig;
import dev.dbmigrate.testkit.internal.RunningServer;
import dev.dbmigrate.testkit.internal.ServerHome;
import dev.dbmigrate.testkit.internal.ServerLauncher;
import dev.dbmigrate.testkit.internal.SharedServers;
import dev.dbmigrate.testkit.internal.Signals;
import dev.dbmigrate.testkit.internal.Watchdog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * A private server for tests that do it harm: it can be killed, frozen and started again on the same data and port. It
 * ends with this JVM, however that ends. Not thread-safe.
 */
public final class ThrowawayServer implements AutoCloseable {

    private final ServerHome home;
    private RunningServer running;

    private ThrowawayServer(ServerHome home) {
        this.home = home;
        this.running = launch(home);
    }

    /**
     * Starts a server and waits until it answers.
     *
     * @param kind its kind
     * @param directory where it keeps its data and log; what is there from before is used again
     * @return the server
     * @throws EmbeddedServerException if it does not start
     */
    public static ThrowawayServer start(ServerKind kind, Path directory) {
        Path binaries = SharedServers.directory().resolve("bin");
        return new ThrowawayServer(new ServerHome(kind, directory.resolve(kind.id()), binaries, null));
    }

    /** How it is reached, by full parameter names. */
    public Map<String, String> parameters() {
        return running.parameters();
    }

    /** How it is reached: its maintenance database, its first user. */
    public TargetConfig target() {
        return SharedServers.target(home.kind(), parameters());
    }

    /** The process id of the server, for PostgreSQL the postmaster's. */
    public long pid() {
        return running.process().pid();
    }

    /** Whether its process runs. */
    public boolean isRunning() {
        return running.process().isAlive();
    }

    /**
     * Ends it as {@code kill -9} does, and returns when it has ended.
     *
     * @throws EmbeddedServerException if the thread is interrupted
     */
    public void kill() {
        uninterrupted(running::kill);
    }

    /**
     * Shuts it down in order.
     *
     * @throws EmbeddedServerException if it does not shut down in order; it has then been ended by force
     */
    public void stop() {
        uninterrupted(running::stop);
    }

    /**
     * Stops its processes without ending them: connections stay open and nothing answers.
     *
     * @throws EmbeddedServerException if the signal cannot be sent
     */
    public void freeze() {
        uninterrupted(() -> Signals.send("STOP", running.process()));
    }

    /**
     * Lets a frozen server go on.
     *
     * @throws EmbeddedServerException if the signal cannot be sent
     */
    public void thaw() {
        uninterrupted(() -> Signals.send("CONT", running.process()));
    }

    /**
     * Starts it again on the same data; shuts it down first if it runs.
     *
     * @throws EmbeddedServerException if it does not start
     */
    public void restart() {
        stop();
        running = launch(home);
    }

    /** Ends it by force: its data is of no further use. */
    @Override
    public void close() {
        kill();
    }

    private static RunningServer launch(ServerHome home) {
        try {
            return ServerLauncher.of(home.kind()).start(home, Watchdog.ofThisJvm(), line -> {});
        } catch (IOException e) {
            throw new EmbeddedServerException(home.kind().title() + " did not start: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedServerException(
                    "interrupted while starting " + home.kind().title(), e);
        }
    }

    private interface Action {
        void run() throws IOException, InterruptedException;
    }

    private void uninterrupted(Action action) {
        try {
            action.run();
        } catch (IOException e) {
            throw new EmbeddedServerException(home.kind().title() + " did not obey: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedServerException(
                    "interrupted while waiting for " + home.kind().title(), e);
        }
    }
}
