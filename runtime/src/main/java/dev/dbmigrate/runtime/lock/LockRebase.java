package dev.dbmigrate.runtime.lock;

import dev.dbmigrate.model.LockFile;
import dev.dbmigrate.model.MalformedLockFileException;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Mends a lock file after a merge.
 *
 * @param lock what it says now
 * @param written whether anything had to be mended
 */
public record LockRebase(LockFile lock, boolean written) {

    /**
     * Mends a file.
     *
     * @param file the file
     * @return what came of it
     * @throws DbMigrateException with {@code DBM-R045} if there is none, or if the branches contradict each other
     */
    public static LockRebase of(Path file) {
        if (!Files.exists(file)) {
            throw new DbMigrateException(
                    Diagnostic.LOCK_FILE,
                    file + " is not there, so there is nothing to mend. To write it: mvn compile dbmigrate:lock");
        }
        String text = LockText.text(file);
        try {
            return new LockRebase(LockFile.parse(text), false);
        } catch (MalformedLockFileException conflicted) {
            try {
                LockFile mended = LockFile.rebase(text);
                return new LockRebase(mended, LockText.write(file, mended));
            } catch (MalformedLockFileException wrong) {
                throw LockText.malformed(file, wrong);
            }
        }
    }
}
