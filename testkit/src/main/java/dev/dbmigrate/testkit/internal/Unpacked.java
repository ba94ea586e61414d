package dev.dbmigrate.testkit.internal;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** Unpacks an archive once, however many processes ask for it. */
final class Unpacked {

    static final Duration LIMIT = Duration.ofMinutes(3);

    private Unpacked() {}

    /** Opens an archive. */
    @FunctionalInterface
    interface Source {
        InputStream open() throws IOException, InterruptedException;
    }

    /** The directory that holds the archive's files; whole or absent, never half. */
    static Path tarXz(Path directory, Source archive) throws IOException, InterruptedException {
        DirectoryLock lock = DirectoryLock.acquire(directory.resolveSibling(directory.getFileName() + ".lock"), LIMIT);
        try (lock) {
            if (Files.isDirectory(directory)) {
                return directory;
            }
            Path temporary = directory.resolveSibling(directory.getFileName() + ".new");
            Directories.delete(temporary);
            try (TarArchiveInputStream tar =
                    new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive.open())))) {
                unpack(tar, temporary);
            }
            Files.move(temporary, directory, StandardCopyOption.ATOMIC_MOVE);
            return directory;
        }
    }

    private static void unpack(TarArchiveInputStream tar, Path directory) throws IOException {
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            Path file = directory.resolve(entry.getName()).normalize();
            if (!file.startsWith(directory)) {
                throw new IOException("the archive reaches outside its directory: " + entry.getName());
            }
            if (entry.isDirectory()) {
                Files.createDirectories(file);
                continue;
            }
            Files.createDirectories(file.getParent());
            if (entry.isSymbolicLink()) {
                Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
            } else if (entry.isLink()) {
                Files.createLink(file, directory.resolve(entry.getLinkName()));
            } else {
                Files.copy(tar, file);
                if ((entry.getMode() & 0100) != 0 && !file.toFile().setExecutable(true, false)) {
                    throw new IOException(file + " cannot be made executable");
                }
            }
        }
    }
}
