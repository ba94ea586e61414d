package dev.dbmigrate.mongodb;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
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
import org.bson.Document;
import org.junit.jupiter.api.Assumptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A fresh database, targets on it, and a client that looks at it from outside. */
final class MongoFixture implements AutoCloseable {

    static final Duration LONG = Duration.ofMinutes(1);

    static {
        adapter(); // makes the driver quiet before its first line
    }

    private final TestDatabases databases = TestDatabases.open();
    final TargetConfig config = databases.mongodb();
    private final MongoClient client = MongoClients.create(config.url());
    final MongoDatabase database = client.getDatabase(databaseName(config));
    private final List<Target> targets = new ArrayList<>();

    static DatabaseAdapter adapter() {
        return ServiceLoader.load(DatabaseAdapter.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(adapter -> adapter.kind().equals("mongodb"))
                .findFirst()
                .orElseThrow();
    }

    private static String databaseName(TargetConfig config) {
        String option = config.options().get("database");
        return option != null ? option : config.url().replaceAll("mongodb://[^/]+/([^?]*).*", "$1");
    }

    /** A target of its own, as another process would have it. */
    Target target() {
        Target target = adapter().open(config);
        targets.add(target);
        return target;
    }

    MongoCollection<Document> collection(String name) {
        return database.getCollection(name);
    }

    boolean hasTransactions() {
        Document hello = database.runCommand(new Document("isMaster", 1));
        return hello.containsKey("setName") || "isdbgrid".equals(hello.get("msg"));
    }

    void needTransactions() {
        Assumptions.assumeTrue(hasTransactions(), "needs a MongoDB replica set: set DBMIGRATE_TEST_MONGODB_URL");
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
                0,
                id,
                "name of " + id,
                "mongodb",
                "mongodb",
                "1.2.0",
                state,
                null,
                "tester",
                "v1:abc",
                null,
                true,
                7,
                1);
        return new HistoryChange(row, event, runner("r"));
    }

    static PartBuilder part(Lease lease, MongoMigration migration) {
        return new PartBuilder(lease, migration);
    }

    /** Parts of a run, with what a test seldom cares about filled in. */
    static final class PartBuilder {
        private final Lease lease;
        private final MongoMigration migration;
        private String id = "001_test";
        private Direction direction = Direction.UP;
        private boolean transactional = true;
        private VersionChange version = VersionChange.NONE;
        private Marker unfinished;
        private RunMonitor monitor = new QuietMonitor();

        private PartBuilder(Lease lease, MongoMigration migration) {
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
        client.close();
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
