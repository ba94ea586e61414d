package dev.dbmigrate.testkit.internal;

import dev.dbmigrate.testkit.EmbeddedServerException;
import dev.dbmigrate.testkit.ServerHost;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the host of a directory, starts one, or ends what a killed one left. The caller holds the directory's lock. */
public final class HostLauncher {

    /** The host's log in the servers' directory. */
    public static final String LOG = "host.log";

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration END_LIMIT = Duration.ofSeconds(30);
    private static final Duration WATCHDOG_PATIENCE = Duration.ofSeconds(6);

    private HostLauncher() {}

    /**
     * The directory's host, started if it does not run.
     *
     * @param directory the servers' directory
     * @param idle the idle time of a new host
     * @return the host
     * @throws IOException if files cannot be read or written
     */
    public static HostState runningOrNew(Path directory, Duration idle) throws IOException {
        Optional<HostState> state = HostState.read(directory);
        if (state.isPresent()) {
            if (answers(state.get())) {
                return state.get();
            }
            endRemains(directory, state.get());
        }
        return start(directory, idle);
    }

    /**
     * Stops the directory's host, or what is left of a killed one.
     *
     * @param directory the servers' directory
     * @return whether there was anything to stop
     * @throws IOException if files cannot be read or written
     */
    public static boolean stop(Path directory) throws IOException {
        Optional<HostState> state = HostState.read(directory);
        if (state.isEmpty()) {
            return false;
        }
        if (answers(state.get())) {
            HostControl.send(state.get(), "stop", line -> {});
            awaitEnd(state.get().host(), END_LIMIT);
        }
        endRemains(directory, state.get());
        return true;
    }

    private static boolean answers(HostState state) {
        if (!state.host().isAlive()) {
            return false;
        }
        try {
            HostControl.send(state, "touch", line -> {});
            return true;
        } catch (IOException | EmbeddedServerException stoppingOrFrozen) {
            return false;
        }
    }

    /** A killed host's watchdog needs some seconds; whatever remains after that is ended by force. */
    private static void endRemains(Path directory, HostState state) throws IOException {
        // a host that is just stopping by itself may finish; a frozen one is ended
        if (!awaitEnd(state.host(), WATCHDOG_PATIENCE)) {
            force(state.host());
        }
        for (ProcessIdentity server : state.servers().values()) {
            if (!awaitEnd(server, WATCHDOG_PATIENCE)) {
                force(server);
            }
        }
        Files.deleteIfExists(directory.resolve(HostState.FILE));
    }

    private static void force(ProcessIdentity process) {
        process.handle().ifPresent(ProcessHandle::destroyForcibly);
        if (!awaitEnd(process, END_LIMIT)) {
            throw new EmbeddedServerException(
                    "process " + process.pid() + " of an earlier run does not end; end it: kill -9 " + process.pid());
        }
    }

    private static HostState start(Path directory, Duration idle) throws IOException {
        if (File.separatorChar == '\\') {
            throw new EmbeddedServerException(
                    "the embedded servers run on Linux and macOS only; give the URLs of servers"
                            + " instead, for example -Ddbmigrate.postgres.url=jdbc:postgresql://HOST/DATABASE");
        }
        File log = directory.resolve(LOG).toFile();
        List<String> command = new ArrayList<>(Watchdog.ownSession());
        if (command.isEmpty()) {
            command.addAll(List.of("sh", "-c", "trap '' INT HUP; exec \"$@\"", "sh"));
        }
        command.addAll(List.of(
                ChildJvm.java(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                ChildJvm.classPath()));
        for (String property : List.of("maven.repo.local", "user.home", PostgresBinaries.VERSION_PROPERTY)) {
            String value = System.getProperty(property);
            if (value != null) {
                command.add("-D" + property + "=" + value);
            }
        }
        command.addAll(List.of(
                ServerHost.class.getName(), directory.toString(), Long.toString(Math.max(1, idle.toSeconds()))));
        Process process = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
        return awaitStart(directory, process);
    }

    private static HostState awaitStart(Path directory, Process process) throws IOException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (System.nanoTime() - deadline < 0) {
            Optional<HostState> state = HostState.read(directory);
            if (state.isPresent() && state.get().host().pid() == process.pid()) {
                return state.get();
            }
            if (!process.isAlive()) {
                break;
            }
            pause();
        }
        process.destroyForcibly();
        throw new EmbeddedServerException(
                "the host of the embedded servers did not start; its log is " + directory.resolve(LOG));
    }

    private static boolean awaitEnd(ProcessIdentity process, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (process.isAlive()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            pause();
        }
        return true;
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedServerException("interrupted while waiting for the embedded servers", e);
        }
    }
}
