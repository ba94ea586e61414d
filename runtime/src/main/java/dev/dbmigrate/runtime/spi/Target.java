package dev.dbmigrate.runtime.spi;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One configured database. Connects when first used. One thread uses it at a time, except for {@link #abort}, and for
 * {@link #history()}, whose store is safe for several.
 *
 * <p>All methods throw {@link dev.dbmigrate.runtime.DbMigrateException} with {@code DBM-R010} when the server cannot be
 * reached, {@code DBM-R011} when it refuses the credentials, {@code DBM-R012} when a right is missing; messages name the
 * database and what to do, and hold no secret.
 */
public interface Target extends AutoCloseable {

    /**
     * What dbmigrate has written on this target. Needs no right to write, and works where nothing has been initialised.
     *
     * @return the state; that of an empty database if there are no records yet
     */
    TargetState read();

    /**
     * Makes this target ready for the owner of a lease: creates dbmigrate's own records where they are missing (safe when
     * two do it at once), raises the fencing token, and ends every session of an older token of the same history, so that
     * no older owner can write from now on.
     *
     * <p>A target that another history has claimed is left as it is: its state is returned, and the core refuses to go on.
     *
     * @param lease the lease; every session opened from now on bears its name
     * @return the state after that
     * @throws LeaseLostException if the target has seen a higher token
     */
    TargetState claim(Lease lease);

    /**
     * Runs one part of a migration, its marker committed with its effect where the database can.
     *
     * @param run what to run
     * @return how it was recorded
     * @throws PartFailedException if it failed or its outcome is not known
     * @throws LeaseLostException if the fencing token is no longer the lease's; nothing was changed
     */
    PartOutcome run(PartRun run);

    /**
     * Whether, with this target as home, the history's row of a transactional part is always written in the part's own
     * transaction, so that the history needs no record before it. Where this is false the core records the start first.
     */
    default boolean recordsAtomically() {
        return false;
    }

    /**
     * Replaces what this target has recorded of a migration, its steps included, in one change that checks the fencing
     * token: a person has decided what stands.
     *
     * @param lease the lease
     * @param migrationId the migration
     * @param marker what is recorded from now on, each of its steps done; or null for nothing at all
     * @param version what becomes of the schema version, written in the same change
     * @throws LeaseLostException if the target has seen a higher token; nothing was changed
     */
    void settle(Lease lease, String migrationId, @Nullable Marker marker, VersionChange version);

    /**
     * Looks whether the server can be reached, which version it has and whether the user may do what is needed.
     *
     * @return the findings; an unreachable server is a finding too, not an exception
     */
    Health health();

    /**
     * Cancels what is running, from any thread, and makes every further use of this target fail; its history store goes on
     * working, so that the outcome can be recorded and the lease released. Used when the lease is gone and when the process
     * is told to stop.
     */
    void abort();

    /** The store for a history whose home this target is, or empty if it cannot be home. The same one on each call. */
    Optional<HistoryStore> history();

    @Override
    void close();
}
