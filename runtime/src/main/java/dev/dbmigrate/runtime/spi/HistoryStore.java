package dev.dbmigrate.runtime.spi;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The history and its lease on the home database. Safe for use by several threads. Each method is one round trip where the
 * store allows it. All times are the server's own.
 */
public interface HistoryStore {

    /** The format of the records that this version of dbmigrate writes and reads. */
    int CURRENT_FORMAT = 1;

    /**
     * The first and, when there is nothing to do, the only question of a run: needs no right to write.
     *
     * @return the head, or empty if the history has not been initialised
     */
    Optional<Head> head();

    /** Creates the history's records where they are missing; idempotent, and safe when several do it at once. */
    void initialise();

    /**
     * Takes the lease if it is free or expired, in one conditional change that also raises the fencing token and forgets
     * the digest. When it was taken over from an owner that never released it, that owner's sessions on the home database
     * are ended before this returns.
     *
     * @param runner who asks
     * @param timeToLive how long the lease lives without being renewed
     * @return the lease, or who holds it
     */
    LeaseResult acquire(Runner runner, Duration timeToLive);

    /**
     * Prolongs a lease by its time to live. Uses a connection of its own, so that it works while a migration runs.
     *
     * @param lease the lease
     * @param working what its owner runs now, for others to read, or null
     * @return false if it belongs to somebody else now
     */
    boolean renew(Lease lease, @Nullable String working);

    /**
     * Prolongs a lease while nothing is run.
     *
     * @param lease the lease
     * @return false if it belongs to somebody else now
     */
    default boolean renew(Lease lease) {
        return renew(lease, null);
    }

    /**
     * Gives a lease back; does nothing if it belongs to somebody else now.
     *
     * @param lease the lease
     * @param appliedDigest the digest of the manifest that is wholly applied now, or null if something is left to do
     */
    void release(Lease lease, @Nullable String appliedDigest);

    /**
     * Makes a lease expire now, by the server's clock, if it still belongs to this runner, and under an owner's id that the
     * runner cannot renew. Whoever takes it next ends that runner's sessions.
     *
     * @param holder whom a person knows to be dead
     * @return false if somebody else holds it, or nobody
     */
    boolean expire(Runner holder);

    /** What is added to an owner's id when its lease is made to expire. */
    String EXPIRED = " (expired by unlock)";

    /** All rows, in the order in which they were written; empty if the history has not been initialised. */
    List<HistoryRow> rows();

    /**
     * Writes a row and its event in one transaction that checks the fencing token, and that the event before is the one that
     * the link names: a record whose answer was lost may arrive after another one has taken its place.
     *
     * @param lease the lease
     * @param change what to write
     * @throws LeaseLostException if the token is no longer the lease's, or another event has taken the place; nothing was
     *     written
     */
    void record(Lease lease, HistoryChange change);

    /**
     * The end of the chain of events.
     *
     * @param lease the lease of who asks
     * @return the last event's hash, and the server's time
     */
    Tail tail(Lease lease);

    /**
     * The end of the chain of events.
     *
     * @param hash the last event's hash, empty if there is none
     * @param now the server's time
     */
    record Tail(String hash, Instant now) {}

    /**
     * The audit.
     *
     * @param afterSequence only events with a higher number; 0 for all
     * @return the events, in order
     */
    List<HistoryEvent> events(long afterSequence);

    /**
     * What stands at the head of a history.
     *
     * @param formatVersion the format in which it is written
     * @param appliedDigest the digest of the manifest that is wholly applied, or null
     * @param holder who holds the lease, or null if nobody does or it has expired
     */
    record Head(
            int formatVersion,
            @Nullable String appliedDigest,
            @Nullable Holder holder) {}

    /**
     * Who holds the lease.
     *
     * @param runner the runner
     * @param since when it was taken
     * @param expiresAt when it expires unless it is renewed
     * @param working what it ran when it renewed the lease last, or null
     */
    record Holder(
            Runner runner,
            Instant since,
            Instant expiresAt,
            @Nullable String working) {}

    /** What came of asking for the lease. */
    sealed interface LeaseResult {

        /**
         * The lease was free or expired and is the asker's now.
         *
         * @param lease the lease
         * @param takenOverFrom who held it and never released it, or null if it was free
         */
        record Acquired(Lease lease, @Nullable Holder takenOverFrom) implements LeaseResult {}

        /**
         * Somebody else holds it.
         *
         * @param holder who
         */
        record Held(Holder holder) implements LeaseResult {}
    }
}
