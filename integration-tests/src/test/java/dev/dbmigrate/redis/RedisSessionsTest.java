package dev.dbmigrate.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dbmigrate.redis.internal.RedisAdapter;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.Direction;
import dev.dbmigrate.runtime.Secret;
import dev.dbmigrate.runtime.TargetConfig;
import dev.dbmigrate.runtime.spi.HistoryChange;
import dev.dbmigrate.runtime.spi.HistoryRow;
import dev.dbmigrate.runtime.spi.HistoryStore;
import dev.dbmigrate.runtime.spi.HistoryStore.LeaseResult;
import dev.dbmigrate.runtime.spi.Lease;
import dev.dbmigrate.runtime.spi.PartFailedException;
import dev.dbmigrate.runtime.spi.PartFailedException.Effect;
import dev.dbmigrate.runtime.spi.Target;
import dev.dbmigrate.runtime.spi.VersionChange;
import dev.dbmigrate.support.TcpProxy;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections that cannot be named, cannot be ended, answer no more, or deliver late. */
@Timeout(60)
class RedisSessionsTest {

    private static final String ID = "006_sessions";
    private static final Secret PASSWORD = new Secret("geheim");

    private final RedisRig rig = new RedisRig();

    @AfterEach
    void close() {
        rig.redis.aclDelUser("limited");
        rig.close();
    }

    private Wire limited(String... rights) {
        List<String> rules = new ArrayList<>(List.of("on", ">geheim", "~*", "&*", "+@all"));
        rules.addAll(List.of(rights));
        rig.redis.aclSetUser("limited", rules.toArray(new String[0]));
        return new Wire(rig, "limited", PASSWORD);
    }

    @Test
    void aSessionThatCannotBeNamedIsNotUsed() {
        try (Wire wire = limited("-client", "+client|id", "+client|list", "+client|kill", "+client|info")) {
            assertThatThrownBy(() -> {
                        wire.target.claim(RedisRig.lease(1));
                        wire.target.run(rig.part(
                                ID,
                                Direction.UP,
                                db -> db.client().set("x", "1"),
                                RedisRig.lease(1),
                                VersionChange.NONE));
                    })
                    .isInstanceOfSatisfying(
                            DbMigrateException.class,
                            e -> assertThat(e.diagnostic()).isEqualTo(Diagnostic.PERMISSION))
                    .hasMessageContaining("client|setname");
        }
        assertThat(rig.redis.exists("x")).isFalse();
    }

    /** Without an answer the driver itself waits for a minute, which is longer than this may take. */
    @Test
    @Timeout(45)
    void idleConnectionsThatDoNotAnswerAreGivenUpSoon() throws Exception {
        URI uri = URI.create(rig.config.url());
        try (TcpProxy proxy = new TcpProxy(uri.getPort());
                Target target = new RedisAdapter()
                        .open(new TargetConfig(
                                "redis",
                                "redis",
                                rig.config.url().replace(":" + uri.getPort(), ":" + proxy.port()),
                                rig.config.user(),
                                rig.config.password(),
                                rig.config.options()))) {
            HistoryStore history = target.history().orElseThrow();
            history.initialise();
            // idle for longer than a connection is trusted without being asked
            Thread.sleep(2_500);
            proxy.swallowAll();

            assertThat(history.rows()).isEmpty();
        }
    }

    @Test
    void theOutcomeOfALostExecIsNotReadWhileTheOldSessionMayStillDeliverIt() {
        try (Wire wire = limited("-client", "+client|id", "+client|list", "+client|setname", "+client|info")) {
            wire.target.claim(RedisRig.lease(1));
            PartFailedException failure = catchThrowableOfType(
                    PartFailedException.class,
                    () -> wire.target.run(rig.part(
                            ID,
                            Direction.UP,
                            db -> db.atomically("flags", tx -> {
                                wire.proxy.hold = "$4\r\nEXEC\r\n";
                                tx.incr("n");
                            }),
                            RedisRig.lease(1),
                            VersionChange.NONE)));
            assertThat(wire.proxy.cuts).isEqualTo(1);
            assertThat(failure.effect()).isEqualTo(Effect.UNKNOWN);
            assertThat(failure).hasMessageContaining("client|kill");
        }
    }

    @Test
    void anExecThatIsDeliveredLateIsNotRun() throws Exception {
        try (Wire wire = new Wire(rig)) {
            wire.target.claim(RedisRig.lease(1));
            PartFailedException failure = catchThrowableOfType(
                    PartFailedException.class,
                    () -> wire.target.run(rig.part(
                            ID,
                            Direction.UP,
                            db -> db.atomically("flags", tx -> {
                                wire.proxy.hold = "$4\r\nEXEC\r\n";
                                tx.incr("n");
                            }),
                            RedisRig.lease(1),
                            VersionChange.NONE)));
            assertThat(failure.effect()).isEqualTo(Effect.NONE);
            wire.proxy.deliver();
        }
        assertThat(rig.redis.exists("n")).isFalse();
        assertThat(rig.target.read().markers()).isEmpty();
    }

    @Test
    void aRecordThatIsSentAgainIsNotWrittenASecondTimeWhenTheFirstIsDeliveredLate() throws Exception {
        try (Wire wire = new Wire(rig)) {
            HistoryStore history = wire.target.history().orElseThrow();
            history.initialise();
            Lease lease = ((LeaseResult.Acquired) history.acquire(RedisRig.runner("a"), Duration.ofMinutes(5))).lease();
            history.record(
                    lease, RedisRig.change("000_z", HistoryRow.State.APPLIED, HistoryChange.Event.APPLIED, lease));
            wire.proxy.hold = "001_late";
            history.record(
                    lease, RedisRig.change("001_late", HistoryRow.State.APPLIED, HistoryChange.Event.APPLIED, lease));
            assertThat(wire.proxy.cuts).isEqualTo(1);
            history.record(
                    lease,
                    RedisRig.change("001_late", HistoryRow.State.ROLLED_BACK, HistoryChange.Event.ROLLED_BACK, lease));
            wire.proxy.deliver();
            assertThat(history.rows())
                    .filteredOn(row -> row.migrationId().equals("001_late"))
                    .singleElement()
                    .extracting(HistoryRow::state)
                    .isEqualTo(HistoryRow.State.ROLLED_BACK);
            assertThat(history.events(0)).hasSize(3);
        }
    }

    @Test
    void aRenewalThatIsNotAnsweredEndsLongBeforeTheLease() {
        try (Wire wire = new Wire(rig)) {
            HistoryStore history = wire.target.history().orElseThrow();
            history.initialise();
            Lease lease = ((LeaseResult.Acquired) history.acquire(RedisRig.runner("a"), Duration.ofSeconds(3))).lease();
            assertThat(history.renew(lease)).isTrue();
            wire.proxy.mute = true;
            // far under the test's limit only if the reply's time is the lease's and not a minute
            assertThatThrownBy(() -> history.renew(lease))
                    .isInstanceOfSatisfying(
                            DbMigrateException.class,
                            e -> assertThat(e.diagnostic()).isEqualTo(Diagnostic.UNREACHABLE));
        }
    }

    @Test
    void anOwnerThatCannotEndItsPredecessorGivesTheLeaseBack() {
        HistoryStore history = rig.history();
        history.initialise();
        Lease old = ((LeaseResult.Acquired) history.acquire(RedisRig.runner("a"), Duration.ofMinutes(5))).lease();
        assertThat(history.renew(old)).isTrue();
        history.release(old, null);
        try (Wire wire = limited("-client", "+client|id", "+client|list", "+client|setname", "+client|info")) {
            assertThatThrownBy(() ->
                            wire.target.history().orElseThrow().acquire(RedisRig.runner("b"), Duration.ofMinutes(5)))
                    .isInstanceOfSatisfying(
                            DbMigrateException.class,
                            e -> assertThat(e.diagnostic()).isEqualTo(Diagnostic.PERMISSION));
        }
        assertThat(history.head().orElseThrow().holder()).isNull();
    }

    @Test
    void aMoveThatTheServerRefusesHalfWayLeavesTheKeyAsItWas() {
        rig.redis.set("user_state:1", "old");
        try (Wire wire = limited("-rename")) {
            wire.target.claim(RedisRig.lease(1));
            assertThatThrownBy(() -> wire.target.run(rig.part(
                            ID,
                            Direction.UP,
                            db -> db.keys("user_state:*").move("user_state_v2:*", value -> value + "+new"),
                            RedisRig.lease(1),
                            VersionChange.NONE)))
                    .isInstanceOf(PartFailedException.class);
        }
        assertThat(rig.redis.get("user_state:1")).isEqualTo("old");
    }
}
