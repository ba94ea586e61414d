package dev.dbmigrate.testkit.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * A process that cannot be taken for another one: a pid alone may have been given to a stranger since it was written
 * down.
 *
 * @param pid the process id
 * @param startMillis when it started, in milliseconds since 1970
 */
public record ProcessIdentity(long pid, long startMillis) {

    /** The identity of a process that runs. */
    public static ProcessIdentity of(ProcessHandle process) {
        return new ProcessIdentity(process.pid(), start(process));
    }

    /**
     * Reads what {@link #toString} wrote.
     *
     * @param text pid and start, parted by a colon
     * @return the identity
     * @throws IllegalArgumentException if the text is none
     */
    public static ProcessIdentity parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("not a process: " + text);
        }
        return new ProcessIdentity(Long.parseLong(text.substring(0, colon)), Long.parseLong(text.substring(colon + 1)));
    }

    /** The process if it still runs and is the same one. */
    public Optional<ProcessHandle> handle() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(handle -> start(handle) == startMillis && !isZombie(pid));
    }

    /** Whether it still runs; a zombie does not. */
    public boolean isAlive() {
        return handle().isPresent();
    }

    /** Whether a process has ended and nobody has collected it yet. False where there is no {@code /proc}. */
    static boolean isZombie(long pid) {
        Path stat = Path.of("/proc", Long.toString(pid), "stat");
        try {
            String line = Files.readString(stat);
            int afterName = line.lastIndexOf(')');
            return afterName > 0 && line.startsWith(" Z", afterName + 1);
        } catch (IOException noSuchProcess) {
            return false;
        }
    }

    private static long start(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    @Override
    public String toString() {
        return pid + ":" + startMillis;
    }
}
