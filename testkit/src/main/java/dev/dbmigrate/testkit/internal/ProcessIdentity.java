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
 * @param start when it started, by the kernel's own count where there is one: a time of day moves with the clock
 */
public record ProcessIdentity(long pid, long start) {

    private static final int START_FIELD = 19;

    /** The identity of a process that runs. */
    public static ProcessIdentity of(ProcessHandle process) {
        return new ProcessIdentity(process.pid(), startOf(process));
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
                .filter(handle -> startOf(handle) == start && !isZombie(pid));
    }

    /** Whether it still runs; a zombie does not. */
    public boolean isAlive() {
        return handle().isPresent();
    }

    /** Whether a process has ended and nobody has collected it yet. False where there is no {@code /proc}. */
    static boolean isZombie(long pid) {
        return stat(pid).filter(fields -> fields[0].equals("Z")).isPresent();
    }

    private static long startOf(ProcessHandle process) {
        return stat(process.pid())
                .map(fields -> Long.parseLong(fields[START_FIELD]))
                .orElseGet(() ->
                        process.info().startInstant().map(Instant::toEpochMilli).orElse(0L));
    }

    /** The fields of {@code /proc/PID/stat} from the state on; the name before them may hold anything. */
    private static Optional<String[]> stat(long pid) {
        try {
            String line = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return Optional.of(line.substring(line.lastIndexOf(')') + 2).split(" "));
        } catch (IOException noSuchProcess) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return pid + ":" + start;
    }
}
