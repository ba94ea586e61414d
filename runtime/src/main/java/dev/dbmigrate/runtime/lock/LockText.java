package dev.dbmigrate.runtime.lock;

import dev.dbmigrate.model.LockFile;
import dev.dbmigrate.model.MalformedLockFileException;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Collectors;

/** The lock file on disk. */
public final class LockText {

    private LockText() {}

    /**
     * Reads it.
     *
     * @param file the file
     * @return what it says; nothing is released if it is not there
     * @throws DbMigrateException with {@code DBM-R045} if a line is wrong
     */
    public static LockFile read(Path file) {
        if (!Files.exists(file)) {
            return LockFile.EMPTY;
        }
        try {
            return LockFile.parse(text(file));
        } catch (MalformedLockFileException wrong) {
            throw malformed(file, wrong);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new DbMigrateException(Diagnostic.LOCK_FILE, "cannot read " + file + ": " + e, e);
        }
    }

    static DbMigrateException malformed(Path file, MalformedLockFileException wrong) {
        return new DbMigrateException(
                Diagnostic.LOCK_FILE,
                wrong.faults().stream()
                        .map(fault -> file + ":" + fault.line() + ": " + fault.message())
                        .collect(Collectors.joining("\n")),
                wrong);
    }

    /**
     * Writes it; a reader sees the old text or the new one, never half of it.
     *
     * @return whether the text is another one now
     * @throws DbMigrateException with {@code DBM-R045} if that is not possible
     */
    public static boolean write(Path file, LockFile lock) {
        String text = lock.format();
        if (Files.exists(file) && text(file).equals(text)) {
            return false;
        }
        Path absolute = file.toAbsolutePath();
        Path beside = absolute.resolveSibling("dbmigrate.lock.tmp");
        try {
            if (absolute.getParent() != null) {
                Files.createDirectories(absolute.getParent());
            }
            try {
                Files.writeString(beside, text, StandardCharsets.UTF_8);
                Files.move(beside, absolute, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(beside);
            }
            return true;
        } catch (IOException e) {
            throw new DbMigrateException(Diagnostic.LOCK_FILE, "cannot write " + file + ": " + e, e);
        }
    }
}
