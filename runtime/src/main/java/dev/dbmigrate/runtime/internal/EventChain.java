package dev.dbmigrate.runtime.internal;

import dev.dbmigrate.runtime.spi.HistoryChange;
import dev.dbmigrate.runtime.spi.HistoryRow;
import dev.dbmigrate.runtime.spi.HistoryStore;
import dev.dbmigrate.runtime.spi.Lease;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The one place where events are appended under a lease: each carries a hash over itself and the one before. Only the owner of
 * the lease writes, so the end of the chain is known here; workers on several databases take turns from the moment in which an
 * event gets its place until it is known to stand. What is not known is read again. Safe for use by several threads.
 */
final class EventChain {

    private final HistoryStore history;
    private final Lease lease;
    private final Scheduler scheduler;
    private @Nullable String last;
    private @Nullable String opened;
    private Instant readAt = Instant.EPOCH;
    private long readNanos;
    private @Nullable Thread turn;
    private CompletableFuture<Boolean> free = new CompletableFuture<>();

    EventChain(HistoryStore history, Lease lease, Scheduler scheduler) {
        this.history = history;
        this.lease = lease;
        this.scheduler = scheduler;
    }

    Lease lease() {
        return lease;
    }

    /**
     * Appends an event and writes its row.
     *
     * @throws dev.dbmigrate.runtime.spi.LeaseLostException if the lease is gone; nothing was written
     */
    void append(HistoryRow row, HistoryChange.Event event) {
        boolean written = false;
        try {
            history.record(lease, open(new HistoryChange(row, event, lease.owner())));
            written = true;
        } finally {
            close(written);
        }
    }

    /** Gives a change its place; nobody else gets one until {@link #close}, which must follow also when this fails. */
    HistoryChange open(HistoryChange change) {
        takeTurn();
        String previous = last;
        if (previous == null) {
            HistoryStore.Tail tail = history.tail(lease);
            previous = tail.hash();
            readAt = tail.now();
            readNanos = scheduler.nanoTime();
        }
        Instant at =
                readAt.plus(Duration.ofNanos(scheduler.nanoTime() - readNanos)).truncatedTo(ChronoUnit.MILLIS);
        HistoryChange own = new HistoryChange(under(change.row()), change.event(), lease.owner());
        String hash = EventHash.of(previous, at, own, lease);
        last = previous;
        opened = hash;
        return new HistoryChange(own.row(), own.event(), own.runner(), new HistoryChange.Link(at, previous, hash));
    }

    /** A row that an earlier run began is written by this one now. */
    private HistoryRow under(HistoryRow row) {
        return new HistoryRow(
                row.order(),
                row.migrationId(),
                row.migrationName(),
                row.database(),
                row.kind(),
                row.version(),
                row.state(),
                row.appliedAt(),
                lease.owner().user(),
                row.checksum(),
                row.errorMessage(),
                row.rollbackAvailable(),
                row.executionMillis(),
                lease.token());
    }

    /**
     * Ends the turn, if this thread has it.
     *
     * @param written whether the event is known to stand; if not, the end of the chain is read again
     */
    void close(boolean written) {
        CompletableFuture<Boolean> waiting;
        synchronized (this) {
            if (turn != Thread.currentThread()) {
                return;
            }
            last = written ? opened : null;
            opened = null;
            turn = null;
            waiting = free;
            free = new CompletableFuture<>();
        }
        waiting.complete(true);
    }

    private void takeTurn() {
        while (true) {
            CompletableFuture<Boolean> until;
            synchronized (this) {
                if (turn == null || turn == Thread.currentThread()) {
                    turn = Thread.currentThread();
                    return;
                }
                until = free;
            }
            scheduler.await(until);
        }
    }
}
