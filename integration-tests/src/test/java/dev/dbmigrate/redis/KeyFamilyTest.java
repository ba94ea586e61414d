package dev.dbmigrate.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dbmigrate.runtime.spi.LeaseLostException;
import dev.dbmigrate.runtime.spi.Marker;
import dev.dbmigrate.runtime.spi.PartFailedException;
import dev.dbmigrate.runtime.spi.PartFailedException.Effect;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.params.SetParams;

/** The {@code user_state:*} migration of a fitness service, up and down, and what can go wrong on the way. */
@Timeout(60)
class KeyFamilyTest {

    private static final String ID = "006_user_state_v2";
    private static final long FAR = 4_102_444_800_123L;

    private final RedisRig rig = new RedisRig();

    static final class UserStateV2 implements RedisMigration {

        @Override
        public void up(RedisContext db) {
            db.keys("user_state:*").batchSize(50).move("user_state_v2:*", UserStateV2::upgrade);
        }

        @Override
        public void down(RedisContext db) {
            db.keys("user_state_v2:*").batchSize(50).move("user_state:*", UserStateV2::downgrade);
        }

        static String upgrade(String json) {
            JSONObject state = new JSONObject(json);
            state.put("v2_features", new JSONObject(Map.of("enhancedTracking", true, "socialFeatures", false)));
            state.put("schemaVersion", 2);
            return state.toString();
        }

        static String downgrade(String json) {
            JSONObject state = new JSONObject(json);
            state.remove("v2_features");
            state.remove("schemaVersion");
            return state.toString();
        }
    }

    @BeforeEach
    void claim() {
        rig.claim(1);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private PartFailedException failing(RedisMigration migration) {
        return catchThrowableOfType(PartFailedException.class, () -> rig.up(ID, migration, RedisRig.lease(1)));
    }

    /** Every second one expires, at a moment exact to the millisecond. */
    private Map<String, String> seed(int count) {
        for (int i = 0; i < count; i++) {
            String value = new JSONObject().put("user", i).toString();
            rig.redis.set(
                    "user_state:" + i, value, i % 2 == 0 ? SetParams.setParams().pxAt(FAR + i) : SetParams.setParams());
        }
        return snapshot("user_state:");
    }

    /** Values and moments of expiry by the part of the key after the prefix. */
    private Map<String, String> snapshot(String prefix) {
        Map<String, String> all = new TreeMap<>();
        long offset = Long.parseLong(rig.redis.time().get(0)) * 1000;
        for (String key : rig.redis.keys(prefix + "*")) {
            long ttl = rig.redis.pttl(key);
            // to a minute: PTTL counts down while the test looks; the exact moment is compared in another test
            String expiry = ttl < 0 ? "never" : Long.toString((ttl + offset + 30_000) / 60_000 / 10);
            all.put(key.substring(prefix.length()), rig.redis.get(key) + " " + expiry);
        }
        return all;
    }

    @Test
    void upAndDownKeepValuesAndTimesToLive() {
        Map<String, String> before = seed(230);

        rig.up(ID, new UserStateV2(), RedisRig.lease(1));

        assertThat(snapshot("user_state:")).isEmpty();
        assertThat(rig.redis.keys("user_state_v2:*")).hasSize(230);
        JSONObject state = new JSONObject(rig.redis.get("user_state_v2:7"));
        assertThat(state.getInt("schemaVersion")).isEqualTo(2);
        assertThat(state.getJSONObject("v2_features").getBoolean("enhancedTracking"))
                .isTrue();
        assertThat(rig.redis.pttl("user_state_v2:7")).isEqualTo(-1);
        assertThat(rig.redis.pttl("user_state_v2:8")).isPositive();
        assertThat(rig.recorder.done).isEqualTo(rig.recorder.total);

        rig.down(ID, new UserStateV2(), RedisRig.lease(1));

        assertThat(snapshot("user_state:")).isEqualTo(before);
        assertThat(rig.redis.keys("user_state_v2:*")).isEmpty();
    }

    @Test
    void theMomentOfExpiryStaysExactToTheMillisecond() {
        rig.redis.set("user_state:1", "{}", SetParams.setParams().pxAt(FAR));
        rig.up(ID, new UserStateV2(), RedisRig.lease(1));
        // PEXPIRETIME came with Redis 7; DUMP carries no expiry, so older servers are asked through their clock in a
        // script
        Object moment = rig.redis.eval(
                "local t = redis.call('TIME') local now = t[1] * 1000 + math.floor(t[2] / 1000)"
                        + " return redis.call('PTTL', KEYS[1]) + now",
                1,
                "user_state_v2:1");
        assertThat((Long) moment).isBetween(FAR - 1, FAR + 1);
    }

    @Test
    void valuesThatCannotBeReadAreCountedListedAndFailTheMigrationAfterTheRest() {
        seed(20);
        rig.redis.set("user_state:broken", "not json: 4111-1111");
        rig.redis.set("user_state:binary".getBytes(StandardCharsets.UTF_8), new byte[] {(byte) 0xff, (byte) 0xfe});
        rig.redis.hset("user_state:hash", "a", "b");

        PartFailedException failure = failing(new UserStateV2());

        assertThat(failure.effect()).isEqualTo(Effect.STEPS_DONE);
        assertThat(failure)
                .hasMessageContaining("20 keys were changed, 3 were left as they are (3 unreadable")
                .hasMessageContaining("user_state:broken: the transformation threw JSONException")
                .hasMessageContaining("user_state:binary: is not text in UTF-8")
                .hasMessageContaining("user_state:hash: is not a string")
                .hasMessageContaining("reportOnly()")
                .hasMessageNotContaining("4111");
        assertThat(rig.redis.get("user_state:broken")).isEqualTo("not json: 4111-1111");

        rig.redis.del("user_state:broken", "user_state:binary", "user_state:hash");
        rig.up(ID, new UserStateV2(), RedisRig.lease(1));
        assertThat(rig.redis.keys("user_state_v2:*")).hasSize(20);
        assertThat(rig.target.read().markers().get(ID).state()).isEqualTo(Marker.State.APPLIED);
    }

    @Test
    void keysThatCannotBeChangedCanBeReportedOnly() {
        seed(3);
        rig.redis.set("user_state:broken", "no");
        AtomicReference<KeyFamily.Outcome> outcome = new AtomicReference<>();

        rig.up(
                ID,
                db -> outcome.set(db.keys("user_state:*").reportOnly().move("user_state_v2:*", UserStateV2::upgrade)),
                RedisRig.lease(1));

        assertThat(outcome.get().changed()).isEqualTo(3);
        assertThat(outcome.get().unreadable()).isEqualTo(1);
        assertThat(rig.recorder.lines).anyMatch(line -> line.startsWith("WARN") && line.contains("user_state:broken"));
    }

    @Test
    void anExistingNewKeyIsNeverOverwritten() {
        rig.redis.set("user_state:1", "{\"user\":1}");
        rig.redis.set("user_state_v2:1", "{\"newer\":true}");
        rig.redis.set("user_state:2", "{}");
        rig.redis.set("user_state_v2:2", UserStateV2.upgrade("{}"));
        rig.redis.set("user_state:3", "{}");
        rig.redis.rpush("user_state_v2:3", "a list");

        PartFailedException failure = failing(new UserStateV2());

        assertThat(failure)
                .hasMessageContaining("1 keys were changed, 2 were left")
                .hasMessageContaining("user_state_v2:1 exists already with another value")
                .hasMessageContaining("user_state_v2:3 exists already");
        assertThat(rig.redis.get("user_state:1")).isEqualTo("{\"user\":1}");
        assertThat(rig.redis.get("user_state_v2:1")).isEqualTo("{\"newer\":true}");
        assertThat(rig.redis.exists("user_state:2")).isFalse();
    }

    @Test
    void anInterruptedWalkGoesOnAndNeitherLosesNorDoublesAKey() {
        Map<String, String> before = seed(300);
        AtomicInteger seen = new AtomicInteger();
        RedisMigration dying = db -> db.keys("user_state:*").batchSize(20).move("user_state_v2:*", json -> {
            if (seen.incrementAndGet() > 130) {
                throw new OutOfMemoryErrorOfTheTest();
            }
            return UserStateV2.upgrade(json);
        });

        org.assertj.core.api.Assertions.assertThatThrownBy(() -> rig.up(ID, dying, RedisRig.lease(1)))
                .isInstanceOf(OutOfMemoryErrorOfTheTest.class);

        int moved = rig.redis.keys("user_state_v2:*").size();
        assertThat(moved).isBetween(1, 299);
        assertThat(rig.redis.keys("user_state:*")).hasSize(300 - moved);
        Marker marker = rig.claim(2).markers().get(ID);
        assertThat(marker.state()).isEqualTo(Marker.State.RUNNING_UP);
        assertThat(marker.steps()).hasSize(1);

        rig.up(ID, new UserStateV2(), RedisRig.lease(2));
        assertThat(rig.redis.keys("user_state_v2:*")).hasSize(300);
        rig.down(ID, new UserStateV2(), RedisRig.lease(2));
        assertThat(snapshot("user_state:")).isEqualTo(before);
    }

    /** Like a process that ends in the middle: no line of dbmigrate's runs after it. */
    static final class OutOfMemoryErrorOfTheTest extends VirtualMachineError {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void aKeyThatTheApplicationWritesMeanwhileIsReadAgain() {
        rig.redis.set("user_state:1", "{\"n\":1}");
        AtomicInteger calls = new AtomicInteger();

        rig.up(
                ID,
                db -> db.keys("user_state:*").move("user_state_v2:*", json -> {
                    if (calls.incrementAndGet() == 1) {
                        rig.redis.set("user_state:1", "{\"n\":2}");
                    }
                    return json;
                }),
                RedisRig.lease(1));

        assertThat(rig.redis.get("user_state_v2:1")).isEqualTo("{\"n\":2}");
        assertThat(calls).hasValue(2);
    }

    @Test
    void aWalkOfAnOldOwnerChangesNothing() {
        rig.redis.set("user_state:1", "{}");
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> rig.up(
                        ID,
                        db -> db.keys("user_state:*").move("user_state_v2:*", json -> {
                            rig.redis.hset("dbmigrate:fence", "token", "2");
                            return json;
                        }),
                        RedisRig.lease(1)))
                .isInstanceOf(LeaseLostException.class);
        assertThat(rig.redis.exists("user_state:1")).isTrue();
    }

    @Test
    void familiesOfAnyTypeAreRenamedWithTheirTimeToLive() {
        rig.redis.hset("cache:h", "a", "b");
        rig.redis.rpush("cache:l", "x");
        rig.redis.zadd("cache:z", 1, "m");
        rig.redis.pexpireAt("cache:l", FAR);

        rig.up(ID, db -> db.keys("cache:*").rename("cache2:*"), RedisRig.lease(1));

        assertThat(rig.redis.hget("cache2:h", "a")).isEqualTo("b");
        assertThat(rig.redis.pttl("cache2:l")).isPositive();
        assertThat(rig.redis.pttl("cache2:z")).isEqualTo(-1);
        assertThat(rig.redis.keys("cache:*")).isEmpty();
    }

    @Test
    void valuesAreRewrittenInPlaceAndFamiliesDeleted() {
        rig.redis.set("a:1", "one", SetParams.setParams().pxAt(FAR));
        rig.redis.set("a:2", "TWO");
        rig.redis.set("b:1", "x");
        Map<String, KeyFamily.Outcome> outcomes = new HashMap<>();

        rig.up(
                ID,
                db -> {
                    outcomes.put("rewrite", db.keys("a:*").rewrite(value -> value.toUpperCase(java.util.Locale.ROOT)));
                    outcomes.put("delete", db.keys("b:*").delete());
                },
                RedisRig.lease(1));

        assertThat(rig.redis.get("a:1")).isEqualTo("ONE");
        assertThat(rig.redis.pttl("a:1")).isPositive();
        assertThat(outcomes.get("rewrite").changed()).isEqualTo(1);
        assertThat(outcomes.get("rewrite").unchanged()).isEqualTo(1);
        assertThat(outcomes.get("delete").changed()).isEqualTo(1);
        assertThat(rig.redis.exists("b:1")).isFalse();
    }

    @Test
    void aWalkSeesEachKeyOnceAndNeverDbmigratesOwn() {
        seed(120);
        rig.up(
                ID,
                db -> {
                    AtomicInteger walked = new AtomicInteger();
                    db.keys("*").batchSize(7).forEach(key -> {
                        assertThat(key).startsWith("user_state:");
                        walked.incrementAndGet();
                    });
                    assertThat(walked).hasValue(120);
                    assertThat(db.keys("user_state:*").batchSize(7).count()).isEqualTo(120);
                },
                RedisRig.lease(1));
    }

    @Test
    void patternsThatWouldGoRoundInCirclesAreRefused() {
        assertThat(failing(db -> db.keys("a:*").rename("a:v2:*"))).hasMessageContaining("match the old pattern");
        assertThat(failing(db -> db.keys("a:*:b:*").rename("c:*"))).hasMessageContaining("exactly one *");
        assertThat(failing(db -> db.keys("a:?").rename("c:*"))).hasMessageContaining("exactly one *");
    }
}
