package dev.dbmigrate.runtime.internal;

import dev.dbmigrate.runtime.Configuration;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.RunListener;
import dev.dbmigrate.runtime.spi.HistoryStore;
import dev.dbmigrate.runtime.spi.Lease;
import dev.dbmigrate.runtime.spi.Runner;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the lease, keeps it alive while the run goes on, and gives it back.
 *
 * <p>Waiting is polling with jitter, never a lock held by a session: a session that waits in {@code pg_advisory_lock}
 * deadlocks with {@code CREATE INDEX CONCURRENTLY}, and session locks break behind a pooler.
 */
final class LeaseKeeper implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);
    private static final long POLL_MILLIS = 500;

    private final HistoryStore history;
    private final Lease lease;
    private final StopSignal stop;
    private final ScheduledExecutorService heartbeat;
    private final ScheduledFuture<?> beats;
    private volatile long renewedNanos;
    private @Nullable String appliedDigest;

    private LeaseKeeper(HistoryStore history, Lease lease, StopSignal stop, long askedNanos) {
        this.history = history;
        this.lease = lease;
        this.stop = stop;
        this.renewedNanos = askedNanos;
        this.heartbeat = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "dbmigrate-heartbeat");
            thread.setDaemon(true);
            return thread;
        });
        long period = Math.max(1, lease.timeToLive().toMillis() / 3);
        this.beats = heartbeat.scheduleAtFixedRate(this::renew, period, period, TimeUnit.MILLISECONDS);
    }

    /**
     * Takes the lease, waiting for it if somebody else holds it.
     *
     * @throws DbMigrateException with {@code DBM-R020} if it is not free in time
     */
    static LeaseKeeper acquire(
            HistoryStore history, Configuration configuration, Runner runner, StopSignal stop, RunListener listener) {
        long startNanos = System.nanoTime();
        while (true) {
            stop.check();
            long askedNanos = System.nanoTime();
            HistoryStore.LeaseResult result = history.acquire(runner, configuration.leaseTimeToLive());
            if (result instanceof HistoryStore.LeaseResult.Acquired acquired) {
                HistoryStore.Holder previous = acquired.takenOverFrom();
                if (previous != null) {
                    listener.warning("took over the lease of " + describe(previous)
                            + ", which expired without being released; its sessions were ended");
                }
                return new LeaseKeeper(history, acquired.lease(), stop, askedNanos);
            }
            HistoryStore.Holder holder = ((HistoryStore.LeaseResult.Held) result).holder();
            Duration waited = Duration.ofNanos(System.nanoTime() - startNanos);
            if (waited.compareTo(configuration.leaseWait()) >= 0) {
                throw new DbMigrateException(
                        Diagnostic.LEASE_HELD,
                        "another runner holds the lease: " + describe(holder) + ". Waited " + waited.toSeconds()
                                + " s. Let it finish, or wait longer with -Ddbmigrate.lease.wait=10m."
                                + " If that process is dead, its lease expires at " + holder.expiresAt() + ".");
            }
            listener.waitingForLease(holder, waited);
            pause(stop);
        }
    }

    Lease lease() {
        return lease;
    }

    /** What is wholly applied when the lease is given back. */
    void appliedDigest(String digest) {
        appliedDigest = digest;
    }

    /**
     * Stops the run if the lease may have expired: a process that was frozen sees by its own monotonic clock that it slept
     * too long, before it asks the server.
     */
    void checkAlive() {
        if (System.nanoTime() - renewedNanos > lease.timeToLive().toNanos()) {
            stop.leaseLost("the lease could not be renewed for "
                    + lease.timeToLive().toSeconds() + " s, so another runner may hold it by now");
        }
        stop.check();
    }

    static String describe(HistoryStore.Holder holder) {
        Runner runner = holder.runner();
        return runner.user() + "@" + runner.host() + ", pid " + runner.pid() + ", since " + holder.since();
    }

    private void renew() {
        long askedNanos = System.nanoTime();
        try {
            if (history.renew(lease)) {
                renewedNanos = askedNanos;
            } else {
                stop.leaseLost("another runner has taken the lease over");
            }
        } catch (RuntimeException e) {
            LOG.debug("could not renew the lease; trying again until it has expired", e);
            if (System.nanoTime() - renewedNanos > lease.timeToLive().toNanos()) {
                stop.leaseLost("the lease could not be renewed for "
                        + lease.timeToLive().toSeconds() + " s: " + e.getMessage());
            }
        }
    }

    private static void pause(StopSignal stop) {
        try {
            Thread.sleep(POLL_MILLIS / 2 + ThreadLocalRandom.current().nextLong(POLL_MILLIS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop.interrupt("interrupted while waiting for the lease; nothing was changed");
        }
    }

    @Override
    public void close() {
        beats.cancel(true);
        heartbeat.shutdownNow();
        if (!stop.isLeaseLost()) {
            history.release(lease, appliedDigest);
        }
    }
}
