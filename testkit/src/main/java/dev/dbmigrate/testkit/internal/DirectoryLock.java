package dev.dbmigrate.testkit.internal;

import dev.dbmigrate.testkit.EmbeddedServerException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A lock between processes, and between threads and class loaders of one, held until closed. */
public final class DirectoryLock implements AutoCloseable {

    private static final long POLL_MILLIS = 50;

    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Waits for the lock.
     *
     * @param file the lock's file; made if absent, never deleted
     * @param limit how long to wait
     * @return the lock
     * @throws EmbeddedServerException if another process holds it for longer than the limit, or if the file cannot be
     *     opened
     */
    public static DirectoryLock acquire(Path file, Duration limit) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            DirectoryLock lock = new DirectoryLock(channel);
            if (lock.wait(limit)) {
                return lock;
            }
            channel.close();
            throw new EmbeddedServerException("another process has held " + file + " for " + limit.toSeconds()
                    + " s; end that process or choose another directory");
        } catch (IOException e) {
            throw new EmbeddedServerException("the lock " + file + " cannot be taken: " + e.getMessage(), e);
        }
    }

    private boolean wait(Duration limit) throws IOException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (tryLock(channel) == null) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                channel.close();
                Thread.currentThread().interrupt();
                throw new EmbeddedServerException("interrupted while waiting for a lock", e);
            }
        }
        return true;
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldInThisJvm) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("a lock could not be let go", e);
        }
    }
}
