package dev.dbmigrate.processor.lock;

import dev.dbmigrate.model.LockFile;
import java.util.Optional;

/** What {@code dbmigrate.lock} says. */
public final class ReleasedMigrations {

    /** Of a module without a lock file. */
    public static final ReleasedMigrations UNKNOWN = new ReleasedMigrations(Optional.empty());

    private final Optional<LockFile> lock;

    private ReleasedMigrations(Optional<LockFile> lock) {
        this.lock = lock;
    }

    /** What a lock file says. */
    public static ReleasedMigrations of(LockFile lock) {
        return new ReleasedMigrations(Optional.of(lock));
    }

    /** Whether there is a lock file: without one nothing is known of what databases have seen. */
    public boolean isKnown() {
        return lock.isPresent();
    }

    /** Whether a migration may have been applied somewhere. */
    public boolean contains(String id) {
        return lock.isEmpty() || lock.get().find(id).isPresent();
    }

    /** Whether a migration is known to be released. */
    public boolean isReleased(String id) {
        return lock.isPresent() && contains(id);
    }

    /** The lock file itself. */
    public Optional<LockFile> lock() {
        return lock;
    }
}
