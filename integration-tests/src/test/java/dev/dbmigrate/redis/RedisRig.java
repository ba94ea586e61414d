package dev.dbmigrate.redis;

import dev.dbmigrate.redis.internal.RedisAdapter;
import dev.dbmigrate.runtime.Direction;
import dev.dbmigrate.runtime.TargetConfig;
import dev.dbmigrate.runtime.spi.HistoryChange;
import dev.dbmigrate.runtime.spi.HistoryRow;
import dev.dbmigrate.runtime.spi.HistoryStore;
import dev.dbmigrate.runtime.spi.Lease;
import dev.dbmigrate.runtime.spi.Marker;
import dev.dbmigrate.runtime.spi.PartOutcome;
import dev.dbmigrate.runtime.spi.PartRun;
import dev.dbmigrate.runtime.spi.Runner;
import dev.dbmigrate.runtime.spi.Target;
import dev.dbmigrate.runtime.spi.TargetState;
import dev.dbmigrate.runtime.spi.VersionChange;
import dev.dbmigrate.testkit.TestDatabases;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import redis.clients.jedis.Jedis;

/** A fresh Redis database with an adapter on it, and a plain client beside it that sees what the adapter has done. */
final class RedisRig implements AutoCloseable {

    static final String HISTORY = "0a1b2c3d";

    private final TestDatabases databases = TestDatabases.open();
    final TargetConfig config = databases.redis();
    final Target target = new RedisAdapter().open(config);
    final Jedis redis = new Jedis(URI.create(config.url()));
    final Recorder recorder = new Recorder();

    static Runner runner(String id) {
        return new Runner(id, "host-" + id, 42, "user-" + id);
    }

    static Lease lease(long token) {
        return lease(HISTORY, token);
    }

    static Lease lease(String history, long token) {
        return new Lease(history, token, runner("r" + token), Duration.ofSeconds(30));
    }

    static HistoryRow row(String id, HistoryRow.State state, long token) {
        return new HistoryRow(
                0, id, "Name of " + id, "redis", "redis", "1.2.0", state, null, "ann", "v1:abc", null, true, 7, token);
    }

    static HistoryChange change(String id, HistoryRow.State state, HistoryChange.Event event, Lease lease) {
        return new HistoryChange(row(id, state, lease.token()), event, lease.owner());
    }

    PartRun part(String id, Direction direction, RedisMigration migration, Lease lease, VersionChange version) {
        Marker.State sameWay = direction == Direction.UP ? Marker.State.RUNNING_UP : Marker.State.RUNNING_DOWN;
        Marker marker = target.read().markers().get(id);
        boolean up = direction == Direction.UP;
        return new PartRun(
                id,
                migration,
                direction,
                true,
                "v1:abc",
                lease,
                System.nanoTime(),
                change(
                        id,
                        up ? HistoryRow.State.APPLIED : HistoryRow.State.ROLLED_BACK,
                        up ? HistoryChange.Event.APPLIED : HistoryChange.Event.ROLLED_BACK,
                        lease),
                version,
                marker != null && marker.state() == sameWay ? marker : null,
                recorder);
    }

    PartOutcome up(String id, RedisMigration migration, Lease lease) {
        return target.run(part(id, Direction.UP, migration, lease, VersionChange.NONE));
    }

    PartOutcome down(String id, RedisMigration migration, Lease lease) {
        return target.run(part(id, Direction.DOWN, migration, lease, VersionChange.NONE));
    }

    TargetState claim(long token) {
        return target.claim(lease(token));
    }

    HistoryStore history() {
        return target.history().orElseThrow();
    }

    List<String> sessionNames() {
        return redis.clientList()
                .lines()
                .flatMap(line -> java.util.Arrays.stream(line.split(" ")))
                .filter(part -> part.startsWith("name="))
                .map(part -> part.substring("name=".length()))
                .toList();
    }

    @Override
    public void close() {
        target.close();
        redis.close();
        databases.close();
    }
}
