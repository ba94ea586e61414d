package dev.dbmigrate.testkit.internal;

import dev.dbmigrate.testkit.EmbeddedServerException;
import dev.dbmigrate.testkit.ServerKind;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The servers of one host: started together, stopped together. Thread-safe. */
final class HostedServers {

    private static final System.Logger LOG = System.getLogger(HostedServers.class.getName());

    private final Path directory;
    private final Watchdog watchdog;
    private final Map<ServerKind, RunningServer> running = new EnumMap<>(ServerKind.class);

    HostedServers(Path directory, Watchdog watchdog) {
        this.directory = directory;
        this.watchdog = watchdog;
    }

    /** Starts what does not run, side by side; what did start stays even if another one fails. */
    synchronized void start(Set<ServerKind> kinds, @Nullable Path neo4jClassPath, Consumer<String> progress)
            throws InterruptedException {
        running.values().removeIf(server -> !server.isRunning());
        Map<ServerKind, Future<RunningServer>> starting = new EnumMap<>(ServerKind.class);
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            for (ServerKind kind : kinds) {
                if (!running.containsKey(kind)) {
                    ServerHome home = new ServerHome(
                            kind, directory.resolve(kind.id()), directory.resolve("bin"), neo4jClassPath);
                    starting.put(
                            kind, threads.submit(() -> ServerLauncher.of(kind).start(home, watchdog, progress)));
                }
            }
            collect(starting);
        } finally {
            threads.shutdown();
        }
    }

    private void collect(Map<ServerKind, Future<RunningServer>> starting) throws InterruptedException {
        List<Throwable> failures = new ArrayList<>();
        for (Map.Entry<ServerKind, Future<RunningServer>> entry : starting.entrySet()) {
            try {
                running.put(entry.getKey(), entry.getValue().get());
            } catch (ExecutionException e) {
                failures.add(new EmbeddedServerException(entry.getKey().title() + " did not start: " + reason(e), e));
            }
        }
        if (!failures.isEmpty()) {
            EmbeddedServerException failure = new EmbeddedServerException(
                    String.join(
                            "\n", failures.stream().map(Throwable::getMessage).toList()),
                    failures.get(0));
            failures.stream().skip(1).forEach(failure::addSuppressed);
            throw failure;
        }
    }

    private static String reason(ExecutionException e) {
        Throwable cause = e.getCause();
        return cause instanceof EmbeddedServerException ? String.valueOf(cause.getMessage()) : String.valueOf(cause);
    }

    synchronized Map<ServerKind, ProcessIdentity> identities() {
        Map<ServerKind, ProcessIdentity> identities = new EnumMap<>(ServerKind.class);
        running.forEach((kind, server) -> {
            if (server.isRunning()) {
                identities.put(kind, ProcessIdentity.of(server.process().toHandle()));
            }
        });
        return identities;
    }

    synchronized Map<String, String> parameters() {
        Map<String, String> parameters = new TreeMap<>();
        running.values().forEach(server -> parameters.putAll(server.parameters()));
        return parameters;
    }

    /** Stops all, side by side. */
    synchronized void stop() throws InterruptedException {
        ExecutorService threads = Executors.newCachedThreadPool();
        List<Future<?>> stopping = new ArrayList<>();
        for (RunningServer server : running.values()) {
            stopping.add(threads.submit(() -> {
                server.stop();
                return server;
            }));
        }
        threads.shutdown();
        for (Future<?> one : stopping) {
            try {
                one.get();
            } catch (ExecutionException e) {
                // stop() has ended the server by force before it threw: say so and go on with the others
                LOG.log(Level.WARNING, "a server did not stop in order", e);
            }
        }
        running.clear();
    }
}
