package dev.dbmigrate.neo4j;

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
import dev.dbmigrate.testkit.TestDatabases;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.UUID;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.Record;
import org.neo4j.driver.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A fresh database, targets on it, and a client that looks at it from outside. */
final class Neo4jFixture implements AutoCloseable {

    static final Duration LONG = Duration.ofMinutes(1);

    private final TestDatabases databases = TestDatabases.open();
    final TargetConfig config = databases.neo4j();
    private final Driver driver = GraphDatabase.driver(
            config.url(),
            config.password() == null
                    ? AuthTokens.none()
                    : AuthTokens.basic(config.user(), config.password().reveal()));
    private final List<Target> targets = new ArrayList<>();

    static DatabaseAdapter adapter() {
        return ServiceLoader.load(DatabaseAdapter.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(adapter -> adapter.kind().equals("neo4j"))
                .findFirst()
                .orElseThrow();
    }

    /** A target of its own, as another process would have it. */
    Target target() {
        Target target = adapter().open(config);
        targets.add(target);
        return target;
    }

    /** A target that reaches the same database in another way. */
    Target target(TargetConfig other) {
        Target target = adapter().open(other);
        targets.add(target);
        return target;
    }

    /** Looks from outside. */
    List<Record> ask(String cypher) {
        try (Session session = driver.session()) {
            return session.run(cypher).list();
        }
    }

    long count(String pattern) {
        return ask("MATCH " + pattern + " RETURN count(*) AS n").get(0).get("n").asLong();
    }

    List<String> indexes() {
        return ask("SHOW INDEXES YIELD name WHERE NOT name STARTS WITH 'dbmigrate' AND NOT name STARTS WITH 'index_'"
                        + " RETURN name ORDER BY name")
                .stream()
                .map(row -> row.get("name").asString())
                .toList();
    }

    static Runner runner(String id) {
        return new Runner(id, "testhost", 42, "tester");
    }

    static Lease lease(long token) {
        return new Lease("0badcafe", token, runner("runner-" + token), LONG);
    }

    /** Takes the lease of a history, which must be free. */
    static Lease acquire(HistoryStore history, String runner, Duration timeToLive) {
        HistoryStore.LeaseResult result = history.acquire(runner(runner), timeToLive);
        return ((HistoryStore.LeaseResult.Acquired) result).lease();
    }

    static HistoryChange change(String id, HistoryRow.State state, HistoryChange.Event event) {
        HistoryRow row = new HistoryRow(
                0, id, "name of " + id, "neo4j", "neo4j", "1.2.0", state, null, "tester", "v1:abc", null, true, 7, 1);
        return new HistoryChange(row, event, runner("r"));
    }

    static PartBuilder part(Lease lease, Neo4jMigration migration) {
        return new PartBuilder(lease, migration);
    }

    /** Parts of a run, with what a test seldom cares about filled in. */
    static final class PartBuilder {
        private final Lease lease;
        private final Neo4jMigration migration;
        private String id = "001_test";
        private Direction direction = Direction.UP;
        private boolean transactional = true;
        private VersionChange version = VersionChange.NONE;
        private Marker unfinished;
        private RunMonitor monitor = new QuietMonitor();

        private PartBuilder(Lease lease, Neo4jMigration migration) {
            this.lease = lease;
            this.migration = migration;
        }

        PartBuilder id(String value) {
            id = value;
            return this;
        }

        PartBuilder down() {
            direction = Direction.DOWN;
            return this;
        }

        PartBuilder notTransactional() {
            transactional = false;
            return this;
        }

        PartBuilder version(VersionChange value) {
            version = value;
            return this;
        }

        PartBuilder unfinished(Marker value) {
            unfinished = value;
            return this;
        }

        PartBuilder monitor(RunMonitor value) {
            monitor = value;
            return this;
        }

        PartRun build() {
            HistoryChange success = direction == Direction.UP
                    ? change(id, HistoryRow.State.APPLIED, HistoryChange.Event.APPLIED)
                    : change(id, HistoryRow.State.ROLLED_BACK, HistoryChange.Event.ROLLED_BACK);
            return new PartRun(
                    id,
                    migration,
                    direction,
                    transactional,
                    "v1:abc",
                    lease,
                    System.nanoTime(),
                    success,
                    version,
                    unfinished,
                    monitor);
        }
    }

    static String uniqueId() {
        return "001_" + UUID.randomUUID().toString().replace("-", "");
    }

    @Override
    public void close() {
        targets.forEach(Target::close);
        driver.close();
        databases.close();
    }

    /** Lets everything go on. */
    static class QuietMonitor implements RunMonitor {

        final List<String> steps = new ArrayList<>();

        @Override
        public Logger log() {
            return LoggerFactory.getLogger("test");
        }

        @Override
        public void progress(long done, long total) {
            // nobody looks
        }

        @Override
        public void step(String name, StepEvent event) {
            steps.add(event + " " + name);
        }

        @Override
        public void checkMayContinue() {
            // it may
        }
    }
}
