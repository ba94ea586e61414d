package dev.dbmigrate.postgres;

import dev.dbmigrate.runtime.Direction;
import dev.dbmigrate.runtime.TargetConfig;
import dev.dbmigrate.runtime.spi.DatabaseAdapter;
import dev.dbmigrate.runtime.spi.HistoryChange;
import dev.dbmigrate.runtime.spi.HistoryRow;
import dev.dbmigrate.runtime.spi.HistoryStore;
import dev.dbmigrate.runtime.spi.Lease;
import dev.dbmigrate.runtime.spi.Marker;
import dev.dbmigrate.runtime.spi.PartRun;
import dev.dbmigrate.runtime.spi.RunMonitor;
import dev.dbmigrate.runtime.spi.Runner;
import dev.dbmigrate.runtime.spi.Target;
import dev.dbmigrate.runtime.spi.VersionChange;
import dev.dbmigrate.support.PostgresQueries;
import dev.dbmigrate.support.TcpProxy;
import dev.dbmigrate.testkit.TestDatabases;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A fresh database, the adapter's targets on it without the core above them, and a client that looks from outside. */
final class PostgresFixture implements AutoCloseable {

    static final Duration LONG = Duration.ofMinutes(1);

    private final TestDatabases databases = TestDatabases.open();
    private final List<Target> targets = new ArrayList<>();
    final TargetConfig config = databases.postgres();
    final PostgresQueries queries = new PostgresQueries(config);

    static DatabaseAdapter adapter() {
        return ServiceLoader.load(DatabaseAdapter.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(adapter -> adapter.kind().equals("postgres"))
                .findFirst()
                .orElseThrow();
    }

    /** A target of its own, as another process would have it. */
    Target target() {
        return target(config);
    }

    Target target(TargetConfig through) {
        Target target = adapter().open(through);
        targets.add(target);
        return target;
    }

    /** The same database behind a wire that the test can cut. */
    TargetConfig behind(TcpProxy proxy) {
        return onPort(config, proxy.port());
    }

    static int port(TargetConfig config) {
        return Integer.parseInt(config.url().replaceAll(".*:(\\d+)/.*", "$1"));
    }

    static TargetConfig onPort(TargetConfig config, int port) {
        return new TargetConfig(
                config.name(),
                config.kind(),
                config.url().replaceFirst(":\\d+/", ":" + port + "/"),
                config.user(),
                config.password(),
                config.options());
    }

    static HistoryStore home(Target target) {
        HistoryStore history = target.history().orElseThrow();
        history.initialise();
        return history;
    }

    static Runner runner(String id) {
        return new Runner(id, "testhost", 42, "tester");
    }

    /** A lease of a history that is kept elsewhere. */
    static Lease lease(long token) {
        return new Lease("0badcafe", token, runner("runner-" + token), LONG);
    }

    /** Takes the lease of a history, which must be free. */
    static Lease acquire(HistoryStore history, String runner, Duration timeToLive) {
        HistoryStore.LeaseResult result = history.acquire(runner(runner), timeToLive);
        return ((HistoryStore.LeaseResult.Acquired) result).lease();
    }

    static PartRun up(Lease lease, String id, boolean transactional, PostgresMigration migration) {
        return up(lease, id, transactional, migration, null);
    }

    static PartRun up(
            Lease lease, String id, boolean transactional, PostgresMigration migration, @Nullable Marker unfinished) {
        HistoryRow row = new HistoryRow(
                0,
                id,
                "name of " + id,
                "postgres",
                "postgres",
                "1.0.0",
                HistoryRow.State.APPLIED,
                null,
                "tester",
                "v1:" + id,
                null,
                true,
                0,
                lease.token());
        return new PartRun(
                id,
                migration,
                Direction.UP,
                transactional,
                "v1:" + id,
                lease,
                System.nanoTime(),
                new HistoryChange(row, HistoryChange.Event.APPLIED, lease.owner()),
                VersionChange.NONE,
                unfinished,
                new QuietMonitor());
    }

    /** Nobody listens, and nothing stops the run. */
    private static final class QuietMonitor implements RunMonitor {

        @Override
        public Logger log() {
            return LoggerFactory.getLogger("migration");
        }

        @Override
        public void progress(long done, long total) {}

        @Override
        public void step(String name, StepEvent event) {}

        @Override
        public void checkMayContinue() {}
    }

    @Override
    public void close() {
        targets.forEach(Target::close);
        databases.close();
    }
}
