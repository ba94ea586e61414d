package dev.dbmigrate.runtime.internal;

import dev.dbmigrate.runtime.Configuration;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.RunListener;
import dev.dbmigrate.runtime.spi.HistoryStore;
import dev.dbmigrate.runtime.spi.Lease;
import dev.dbmigrate.runtime.spi.Runner;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ThreadLocalRandom;
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
    private static final int BEATS_PER_LIFE = 3;

    private final HistoryStore history;
    private final Lease lease;
    private final StopSignal stop;
    private final Scheduler scheduler;
    private final Scheduler.Repetition heartbeat;
    private final Scheduler.Repetition watchdog;
    private final Set<String> working = new ConcurrentSkipListSet<>();
    private volatile long renewedNanos;
    private @Nullable String appliedDigest;

    private LeaseKeeper(HistoryStore history, Lease lease, StopSignal stop, Scheduler scheduler, long askedNanos) {
        this.history = history;
        this.lease = lease;
        this.stop = stop;
        this.scheduler = scheduler;
        this.renewedNanos = askedNanos;
        Duration period = lease.timeToLive().dividedBy(BEATS_PER_LIFE);
        this.heartbeat = scheduler.every("dbmigrate-heartbeat", period, this::renew);
        // a heartbeat that hangs in a dead connection cannot see that the lease is gone; another thread can
        this.watchdog = scheduler.every("dbmigrate-watchdog", period, this::stopIfExpired);
    }

    /**
     * Takes the lease, waiting for it if somebody else holds it.
     *
     * @throws DbMigrateException with {@code DBM-R020} if it is not free in time
     */
    static LeaseKeeper acquire(
            HistoryStore history,
            Configuration configuration,
            Runner runner,
            StopSignal stop,
            RunListener listener,
            Scheduler scheduler) {
        long startNanos = scheduler.nanoTime();
        while (true) {
            stop.check();
            long askedNanos = scheduler.nanoTime();
            HistoryStore.LeaseResult result = history.acquire(runner, configuration.leaseTimeToLive());
            if (result instanceof HistoryStore.LeaseResult.Acquired acquired) {
                HistoryStore.Holder previous = acquired.takenOverFrom();
                if (previous != null) {
                    listener.warning("took over the lease of " + describe(previous)
                            + ", which expired without being released; its sessions were ended");
                }
                return new LeaseKeeper(history, acquired.lease(), stop, scheduler, askedNanos);
            }
            HistoryStore.Holder holder = ((HistoryStore.LeaseResult.Held) result).holder();
            Duration waited = Duration.ofNanos(scheduler.nanoTime() - startNanos);
            if (waited.compareTo(configuration.leaseWait()) >= 0) {
                throw new DbMigrateException(
                        Diagnostic.LEASE_HELD,
                        "another runner holds the lease: " + describe(holder) + ". Waited " + waited.toSeconds()
                                + " s. Let it finish, or wait longer with -Ddbmigrate.lease.wait=10m."
                                + " If that process is dead, its lease expires at " + holder.expiresAt() + ".");
            }
            listener.waitingForLease(holder, waited);
            pause(stop, scheduler);
        }
    }

    Lease lease() {
        return lease;
    }

    /** Others who wait for the lease are told what runs, from the next heartbeat on. */
    void begins(String part) {
        working.add(part);
    }

    void ends(String part) {
        working.remove(part);
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
        stopIfExpired();
        stop.check();
    }

    private void stopIfExpired() {
        if (scheduler.nanoTime() - renewedNanos > lease.timeToLive().toNanos()) {
            stop.leaseLost("the lease could not be renewed for "
                    + lease.timeToLive().toSeconds() + " s, so another runner may hold it by now");
        }
    }

    static String describe(HistoryStore.Holder holder) {
        Runner runner = holder.runner();
        return runner.user() + "@" + runner.host() + ", pid " + runner.pid() + ", since " + holder.since()
                + (holder.working() == null ? "" : ", running " + holder.working());
    }

    /**
     * Asks whether the lease is still this runner's, after a failure that a take-over explains too: whoever takes over ends this
     * runner's connections, so the first question may only find out that there is none any more.
     *
     * @throws dev.dbmigrate.runtime.spi.LeaseLostException if it is not; silent if nobody can be asked
     */
    void requireStillHeld() {
        if (!renew()) {
            renew();
        }
        stop.check();
    }

    /** Returns whether there was an answer. */
    private boolean renew() {
        long askedNanos = scheduler.nanoTime();
        try {
            if (history.renew(lease, working.isEmpty() ? null : String.join(", ", working))) {
                renewedNanos = askedNanos;
            } else {
                stop.leaseLost("another runner has taken the lease over");
            }
            return true;
        } catch (RuntimeException e) {
            LOG.debug("could not renew the lease; trying again until it has expired", e);
            return false;
        }
    }

    private static void pause(StopSignal stop, Scheduler scheduler) {
        try {
            scheduler.sleep(Duration.ofMillis(
                    POLL_MILLIS / 2 + ThreadLocalRandom.current().nextLong(POLL_MILLIS)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop.interrupt("interrupted while waiting for the lease; nothing was changed");
        }
    }

    @Override
    public void close() {
        heartbeat.close();
        watchdog.close();
        if (!stop.isLeaseLost()) {
            history.release(lease, appliedDigest);
        }
    }
}
