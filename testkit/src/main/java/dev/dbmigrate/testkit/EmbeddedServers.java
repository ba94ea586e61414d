package dev.dbmigrate.testkit;

import dev.dbmigrate.testkit.internal.Directories;
import dev.dbmigrate.testkit.internal.DirectoryLock;
import dev.dbmigrate.testkit.internal.HostControl;
import dev.dbmigrate.testkit.internal.HostLauncher;
import dev.dbmigrate.testkit.internal.HostState;
import dev.dbmigrate.testkit.internal.ProcessIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Real servers for one directory, held by a process of their own that outlives its starter, so that several builds in a
 * row see the same data. Immutable and thread-safe.
 */
public final class EmbeddedServers {

    /** For how long the servers wait for the next use before they stop. */
    public static final Duration DEFAULT_IDLE = Duration.ofMinutes(10);

    private static final Duration LOCK_LIMIT = Duration.ofMinutes(20);

    private final Path directory;
    private final Map<String, String> parameters;

    private EmbeddedServers(Path directory, Map<String, String> parameters) {
        this.directory = directory;
        this.parameters = Map.copyOf(parameters);
    }

    /**
     * Starts the servers that do not run yet; all side by side. Safe when several processes do it at once.
     *
     * @param directory where the servers keep data, logs and state
     * @param kinds which servers are needed
     * @param idle for how long without use they stay; the longest that was asked for counts
     * @param neo4jClassPath a file that holds the class path of {@code org.neo4j:neo4j}, or null to resolve it
     * @param progress takes lines for people
     * @return how to reach them
     * @throws EmbeddedServerException if one does not start; the others stay
     */
    public static EmbeddedServers startOrReuse(
            Path directory,
            Set<ServerKind> kinds,
            Duration idle,
            @Nullable Path neo4jClassPath,
            Consumer<String> progress) {
        Path absolute = directory.toAbsolutePath().normalize();
        DirectoryLock lock = lock(absolute);
        try (lock) {
            HostState host = HostLauncher.runningOrNew(absolute, idle);
            String ids = kinds.stream().map(ServerKind::id).collect(Collectors.joining(","));
            String classPath = neo4jClassPath == null
                    ? ""
                    : " " + HostControl.encode(neo4jClassPath.toAbsolutePath().toString());
            HostControl.send(host, "start " + ids + " " + Math.max(1, idle.toSeconds()) + classPath, progress);
            HostState now = HostState.read(absolute).orElse(host);
            return new EmbeddedServers(absolute, now.parameters());
        } catch (IOException e) {
            throw failed(absolute, e);
        }
    }

    /** As the longer form, resolving Neo4j when needed and saying nothing. */
    public static EmbeddedServers startOrReuse(Path directory, Set<ServerKind> kinds, Duration idle) {
        return startOrReuse(directory, kinds, idle, null, line -> {});
    }

    /** How the running servers are reached: {@code dbmigrate.postgres.url} and so on; holds passwords. */
    public Map<String, String> parameters() {
        return parameters;
    }

    /**
     * Keeps the servers for as long as a process lives, at most an hour after the last call.
     *
     * @param process who uses them
     */
    public void hold(ProcessHandle process) {
        send(directory, "hold " + ProcessIdentity.of(process));
    }

    /**
     * Undoes {@link #hold}; the idle time begins. Nothing happens if no servers run there.
     *
     * @param directory the servers' directory
     * @param process who used them
     */
    public static void release(Path directory, ProcessHandle process) {
        send(directory.toAbsolutePath().normalize(), "release " + ProcessIdentity.of(process));
    }

    private static void send(Path directory, String order) {
        try {
            Optional<HostState> host = HostState.read(directory);
            if (host.isPresent() && host.get().host().isAlive()) {
                HostControl.send(host.get(), order, line -> {});
            }
        } catch (IOException e) {
            throw failed(directory, e);
        }
    }

    /**
     * Stops the servers of a directory; their data stays.
     *
     * @param directory the servers' directory
     * @return whether there was anything to stop
     * @throws EmbeddedServerException if they do not stop
     */
    public static boolean stop(Path directory) {
        Path absolute = directory.toAbsolutePath().normalize();
        if (!Files.isDirectory(absolute)) {
            return false;
        }
        DirectoryLock lock = lock(absolute);
        try (lock) {
            return HostLauncher.stop(absolute);
        } catch (IOException e) {
            throw failed(absolute, e);
        }
    }

    /**
     * Stops the servers of a directory and deletes their data; unpacked binaries stay.
     *
     * @param directory the servers' directory
     * @throws EmbeddedServerException if something cannot be stopped or deleted
     */
    public static void wipe(Path directory) {
        Path absolute = directory.toAbsolutePath().normalize();
        if (!Files.isDirectory(absolute)) {
            return;
        }
        DirectoryLock lock = lock(absolute);
        try (lock) {
            HostLauncher.stop(absolute);
            for (Path entry : entries(absolute)) {
                // only what is ours: the directory may have been given by mistake
                String name = entry.getFileName().toString();
                if (Stream.of(ServerKind.values()).anyMatch(kind -> kind.id().equals(name))) {
                    Directories.delete(entry);
                }
            }
        } catch (IOException e) {
            throw failed(absolute, e);
        }
    }

    private static List<Path> entries(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        }
    }

    private static DirectoryLock lock(Path directory) {
        return DirectoryLock.acquire(directory.resolve("lock"), LOCK_LIMIT);
    }

    private static EmbeddedServerException failed(Path directory, IOException e) {
        return new EmbeddedServerException(
                "the embedded servers in " + directory + " cannot be used: " + e.getMessage() + "; see "
                        + directory.resolve(HostLauncher.LOG),
                new UncheckedIOException(e));
    }
}
