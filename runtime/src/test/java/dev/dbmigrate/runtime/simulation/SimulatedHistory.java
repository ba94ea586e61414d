package dev.dbmigrate.runtime.simulation;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.spi.HistoryChange;
import dev.dbmigrate.runtime.spi.HistoryEvent;
import dev.dbmigrate.runtime.spi.HistoryRow;
import dev.dbmigrate.runtime.spi.HistoryStore;
import dev.dbmigrate.runtime.spi.Lease;
import dev.dbmigrate.runtime.spi.LeaseLostException;
import dev.dbmigrate.runtime.spi.Runner;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The history on a simulated home. */
final class SimulatedHistory implements HistoryStore {

    static final String ID = "history";

    private final SimulatedProcess process;
    private final Store store;

    SimulatedHistory(SimulatedProcess process, Store store) {
        this.process = process;
        this.store = store;
    }

    @Override
    public Optional<Head> head() {
        return call(
                "reads the head",
                () -> store.initialised
                        ? Optional.of(new Head(CURRENT_FORMAT, store.appliedDigest, held() ? holder() : null))
                        : Optional.<Head>empty());
    }

    @Override
    public void initialise() {
        call("initialises", () -> {
            store.initialised = true;
            return true;
        });
    }

    @Override
    public LeaseResult acquire(Runner runner, Duration timeToLive) {
        return call("asks for the lease", () -> {
            if (held()) {
                return (LeaseResult) new LeaseResult.Held(holder());
            }
            if (store.owner != null && store.expiresAt > store.world.now()) {
                store.world.violated("two runners at once: the lease was granted while another runner's was alive");
            }
            Holder previous = store.owner == null ? null : holder();
            store.token++;
            store.owner = runner;
            store.acquiredAt = store.world.now();
            store.expiresAt = store.world.now() + timeToLive.toNanos();
            store.appliedDigest = null;
            if (previous != null) {
                endOlder(store, store.token);
            }
            store.world.note("    token " + store.token + " for " + process.number);
            return new LeaseResult.Acquired(new Lease(ID, store.token, runner, timeToLive), previous);
        });
    }

    static void endOlder(Store store, long token) {
        if (store.world.lacks(Mutation.NO_SESSION_END)) {
            return;
        }
        store.sessions.stream().filter(session -> session.token < token).forEach(store.world::endByNewer);
    }

    private boolean held() {
        long clock = store.world.lacks(Mutation.CLIENT_CLOCK) ? process.nanoTime() : store.world.now();
        return store.owner != null && store.expiresAt > clock;
    }

    private Holder holder() {
        return new Holder(store.owner, Instant.EPOCH, Instant.EPOCH, null);
    }

    @Override
    public boolean renew(Lease lease, String working) {
        return call("renews", () -> {
            boolean own = isOwn(lease);
            if (own) {
                store.expiresAt = store.world.now() + lease.timeToLive().toNanos();
            }
            return own;
        });
    }

    @Override
    public boolean expire(Runner holder) {
        throw new AssertionError("no scenario unlocks");
    }

    @Override
    public void release(Lease lease, String appliedDigest) {
        call("releases", () -> {
            if (isOwn(lease)) {
                store.owner = null;
                store.appliedDigest = appliedDigest;
            }
            return true;
        });
    }

    @Override
    public List<HistoryRow> rows() {
        return call("reads the history", () -> {
            List<HistoryRow> rows = new ArrayList<>(store.rows.values());
            rows.sort(Comparator.comparingLong(HistoryRow::order));
            return rows;
        });
    }

    @Override
    public void record(Lease lease, HistoryChange change) {
        call(
                "records " + change.event() + " " + change.row().migrationId() + "@"
                        + change.row().database(),
                () -> {
                    write(store, lease, change);
                    return true;
                });
    }

    /** Refuses before anything of the same transaction takes effect. */
    static void requireWritable(Store store, Lease lease, HistoryChange change) {
        if (store.token != lease.token() && !store.world.lacks(Mutation.NO_TOKEN_CHECK)) {
            throw new LeaseLostException("token " + store.token);
        }
        if (!change.link().previous().equals(lastHash(store)) && !store.world.lacks(Mutation.NO_TOKEN_CHECK)) {
            throw new LeaseLostException("an earlier record has arrived late");
        }
    }

    static void write(Store store, Lease lease, HistoryChange change) {
        requireWritable(store, lease, change);
        HistoryRow row = change.row();
        HistoryChange.Link link = change.link();
        store.events.add(new HistoryEvent(
                store.sequence + 1,
                link.at(),
                change.event(),
                row.migrationId(),
                row.database(),
                row.version(),
                row.checksum(),
                row.appliedBy(),
                change.runner().host(),
                change.runner().pid(),
                lease.token(),
                row.executionMillis(),
                row.errorMessage(),
                row.migrationName(),
                row.kind(),
                row.state(),
                row.rollbackAvailable(),
                link.previous(),
                link.hash()));
        store.rows.put(
                row.migrationId() + "@" + row.database(),
                new HistoryRow(
                        ++store.sequence,
                        row.migrationId(),
                        row.migrationName(),
                        row.database(),
                        row.kind(),
                        row.version(),
                        row.state(),
                        link.at(),
                        row.appliedBy(),
                        row.checksum(),
                        row.errorMessage(),
                        row.rollbackAvailable(),
                        row.executionMillis(),
                        lease.token()));
    }

    private boolean isOwn(Lease lease) {
        return store.token == lease.token()
                && store.owner != null
                && store.owner.id().equals(lease.owner().id());
    }

    @Override
    public Tail tail(Lease lease) {
        return call(
                "reads the end of the chain",
                () -> new Tail(lastHash(store), Instant.ofEpochSecond(0, store.world.now())));
    }

    private static String lastHash(Store store) {
        return store.events.isEmpty()
                ? ""
                : store.events.get(store.events.size() - 1).hash();
    }

    @Override
    public List<HistoryEvent> events(long afterSequence) {
        return call("reads the events", () -> List.copyOf(store.events));
    }

    /** A question to the server. */
    private interface Question<T> {
        T ask();
    }

    @SuppressWarnings("unchecked") // the request gives back what the question gave
    private <T> T call(String what, Question<T> question) {
        try {
            return (T) process.world.call(process, null, true, what, question::ask);
        } catch (ConnectionLost e) {
            throw new DbMigrateException(Diagnostic.CONNECTION_LOST, "the home cannot be reached", e);
        }
    }
}
