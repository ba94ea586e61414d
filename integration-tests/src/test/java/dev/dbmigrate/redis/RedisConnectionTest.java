package dev.dbmigrate.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dbmigrate.documentation.Guide;
import dev.dbmigrate.redis.internal.RedisAdapter;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.Secret;
import dev.dbmigrate.runtime.TargetConfig;
import dev.dbmigrate.runtime.spi.Health;
import dev.dbmigrate.runtime.spi.Marker;
import dev.dbmigrate.runtime.spi.PartFailedException;
import dev.dbmigrate.runtime.spi.PartOutcome;
import dev.dbmigrate.runtime.spi.Target;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RedisConnectionTest {

    private final RedisRig rig = new RedisRig();
    private final URI uri = URI.create(rig.config.url());

    @AfterEach
    void close() {
        rig.close();
    }

    private TargetConfig at(String url) {
        return new TargetConfig("redis", "redis", url, null, null, Map.of());
    }

    /** The same server and credentials by another address. */
    private String url(String host, int port, String path) {
        String userInfo = uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo() + "@";
        return uri.getScheme() + "://" + userInfo + host + ":" + port + path;
    }

    private static DbMigrateException reading(TargetConfig config) {
        try (Target target = new RedisAdapter().open(config)) {
            return catchThrowableOfType(DbMigrateException.class, target::read);
        }
    }

    private static DbMigrateException opening(TargetConfig config) {
        return catchThrowableOfType(
                DbMigrateException.class, () -> new RedisAdapter().open(config).close());
    }

    @Test
    void aServerThatIsDown() throws Exception {
        int port;
        try (java.net.ServerSocket free = new java.net.ServerSocket(0)) {
            port = free.getLocalPort();
        }
        DbMigrateException e = reading(at("redis://:geheim@127.0.0.1:" + port + "/0"));
        assertThat(e.diagnostic()).isEqualTo(Diagnostic.UNREACHABLE);
        assertThat(e)
                .hasMessageContaining("'redis' at redis://127.0.0.1:" + port + "/0")
                .hasMessageContaining("redis-cli -h 127.0.0.1 -p " + port + " ping")
                .hasMessageNotContaining("geheim");
    }

    @Test
    void aWrongPassword() {
        TargetConfig wrong =
                new TargetConfig("redis", "redis", rig.config.url(), "nobody", new Secret("geheim"), Map.of());
        DbMigrateException e = reading(wrong);
        assertThat(e.diagnostic()).isEqualTo(Diagnostic.AUTHENTICATION);
        assertThat(e).hasMessageContaining("DBMIGRATE_REDIS_PASSWORD").hasMessageNotContaining("geheim");
        try (Target target = new RedisAdapter().open(wrong)) {
            Health health = target.health();
            assertThat(health.reachable()).isFalse();
            assertThat(health.findings()).singleElement().asString().contains("DBM-R011");
        }
    }

    /** Makes a user as the guide's section on grants says. */
    private void grant(String user) throws IOException {
        String line = Guide.blocks("redis", "Grants", "").stream()
                .map(String::strip)
                .filter(block -> block.startsWith("ACL SETUSER " + user + " "))
                .findFirst()
                .orElseThrow();
        String[] rules = line.substring(("ACL SETUSER " + user + " ").length()).split(" ");
        rig.redis.aclSetUser(user, rules);
    }

    @Test
    void aMissingRightIsNamed() throws IOException {
        grant("observer");
        TargetConfig observer =
                new TargetConfig("redis", "redis", rig.config.url(), "observer", new Secret("change-me"), Map.of());
        try (Target target = new RedisAdapter().open(observer)) {
            assertThat(target.read().initialised()).isFalse();
            assertThat(target.history().orElseThrow().head()).isEmpty();
            DbMigrateException e =
                    catchThrowableOfType(DbMigrateException.class, () -> target.claim(RedisRig.lease(1)));
            assertThat(e.diagnostic()).isEqualTo(Diagnostic.PERMISSION);
            assertThat(e).hasMessageContaining("docs/guides/redis.md").hasMessageContaining("ACL SETUSER observer");
        } finally {
            rig.redis.aclDelUser("observer");
        }
    }

    @Test
    void healthNamesTheRightsThatAreMissingOrSaysWhyItCannot() {
        rig.redis.aclSetUser(
                "asker", "on", ">geheim", "~*", "+@read", "+@connection", "+select", "+info", "+time", "+acl");
        TargetConfig asker =
                new TargetConfig("redis", "redis", rig.config.url(), "asker", new Secret("geheim"), Map.of());
        try (Target target = new RedisAdapter().open(asker)) {
            Health health = target.health();
            boolean canBeAsked = !String.valueOf(health.server()).startsWith("Redis 6");
            assertThat(canBeAsked ? health.findings() : health.notes())
                    .anySatisfy(
                            line -> assertThat(line).contains("user 'asker'").contains("docs/guides/redis.md"));
        } finally {
            rig.redis.aclDelUser("asker");
        }
    }

    @Test
    void exactlyTheDocumentedRightsAreEnough() throws IOException {
        grant("migrator");
        TargetConfig migrator =
                new TargetConfig("redis", "redis", rig.config.url(), "migrator", new Secret("change-me"), Map.of());
        try (Target target = new RedisAdapter().open(migrator)) {
            var history = target.history().orElseThrow();
            history.initialise();
            var acquired = (dev.dbmigrate.runtime.spi.HistoryStore.LeaseResult.Acquired)
                    history.acquire(RedisRig.runner("a"), java.time.Duration.ofSeconds(30));
            target.claim(acquired.lease());
            rig.redis.set("user_state:1", "{}");
            assertThat(target.run(rig.part(
                            "001_a",
                            dev.dbmigrate.runtime.Direction.UP,
                            db -> {
                                db.atomically(tx -> tx.set("a", "1"));
                                db.keys("user_state:*").move("user_state_v2:*", value -> value);
                            },
                            acquired.lease(),
                            dev.dbmigrate.runtime.spi.VersionChange.NONE)))
                    .isEqualTo(PartOutcome.RECORDED_IN_HISTORY);
            history.release(acquired.lease(), null);
            assertThat(target.health().user()).isEqualTo("migrator");
        } finally {
            rig.redis.aclDelUser("migrator");
        }
    }

    @Test
    void urlsThatCannotBeReadNeverShowAPassword() {
        for (String url : new String[] {
            "postgres://u:geheim@h/0",
            "redis://u:ge heim@h/0",
            "redis://u:ge/heim@h/0",
            "redis://h:6379/geheim",
            "redis://u:12/geheim@h",
            "geheim"
        }) {
            DbMigrateException e = opening(at(url));
            assertThat(e.diagnostic()).as(url).isEqualTo(Diagnostic.CONFIGURATION);
            assertThat(e).hasMessageContaining("redis://host:6379/0").hasMessageNotContaining("heim");
        }
    }

    @Test
    void aLogicalDatabaseThatDoesNotExist() {
        DbMigrateException e = reading(at(url(uri.getHost(), uri.getPort(), "/999999")));
        assertThat(e.diagnostic()).isEqualTo(Diagnostic.CONFIGURATION);
        assertThat(e).hasMessageContaining("no logical database 999999");
    }

    @Test
    void healthSaysWhoAndWhat() {
        Health health = rig.target.health();
        assertThat(health.healthy()).as("%s", health).isTrue();
        assertThat(health.server()).startsWith("Redis ");
        assertThat(health.user()).isEqualTo("default");
        assertThat(rig.redis.dbSize()).isZero();
    }

    @Test
    void aServerThatMayEvictTheJournalIsNotHealthyAndOneWithoutAppendOnlyFileIsNoted() {
        Map<String, String> before = rig.redis.configGet("maxmemory*");
        try {
            rig.redis.configSet("maxmemory", "512mb");
            rig.redis.configSet("maxmemory-policy", "allkeys-lru");
            Health health = rig.target.health();
            assertThat(health.healthy()).isFalse();
            assertThat(health.findings())
                    .singleElement()
                    .asString()
                    .contains("allkeys-lru")
                    .contains("journal")
                    .contains("redis-cli config set maxmemory-policy");
            boolean appendOnly =
                    rig.redis.configGet("appendonly").get("appendonly").equals("yes");
            assertThat(health.notes().stream().anyMatch(note -> note.contains("append-only")))
                    .isEqualTo(!appendOnly);
        } finally {
            rig.redis.configSet("maxmemory", before.get("maxmemory"));
            rig.redis.configSet("maxmemory-policy", before.get("maxmemory-policy"));
        }
    }

    @Test
    void theReplyOfExecIsLostAndTheOutcomeIsReadOnTheServer() throws Exception {
        try (CuttingProxy proxy = new CuttingProxy(uri.getHost(), uri.getPort());
                Target target = new RedisAdapter().open(at(url("127.0.0.1", proxy.port(), uri.getPath())))) {
            target.claim(RedisRig.lease(1));
            PartOutcome outcome = target.run(rig.part(
                    "001_lost_reply",
                    dev.dbmigrate.runtime.Direction.UP,
                    db -> db.atomically(tx -> {
                        proxy.cut = CuttingProxy.Cut.AFTER_EXEC;
                        tx.incr("n");
                    }),
                    RedisRig.lease(1),
                    dev.dbmigrate.runtime.spi.VersionChange.NONE));
            assertThat(proxy.cuts).isEqualTo(1);
            assertThat(outcome).isEqualTo(PartOutcome.MARKED_ON_TARGET);
        }
        assertThat(rig.redis.get("n")).isEqualTo("1");
        assertThat(rig.target.read().markers().get("001_lost_reply").state()).isEqualTo(Marker.State.APPLIED);
    }

    @Test
    void theConnectionIsLostBeforeExecAndNothingWasRun() throws Exception {
        try (CuttingProxy proxy = new CuttingProxy(uri.getHost(), uri.getPort());
                Target target = new RedisAdapter().open(at(url("127.0.0.1", proxy.port(), uri.getPath())))) {
            target.claim(RedisRig.lease(1));
            PartFailedException failure = catchThrowableOfType(
                    PartFailedException.class,
                    () -> target.run(rig.part(
                            "001_lost_request",
                            dev.dbmigrate.runtime.Direction.UP,
                            db -> db.atomically(tx -> {
                                proxy.cut = CuttingProxy.Cut.BEFORE_EXEC;
                                tx.incr("n");
                            }),
                            RedisRig.lease(1),
                            dev.dbmigrate.runtime.spi.VersionChange.NONE)));
            assertThat(proxy.cuts).isEqualTo(1);
            assertThat(failure.effect()).isEqualTo(PartFailedException.Effect.NONE);
        }
        assertThat(rig.redis.exists("n")).isFalse();
        assertThat(rig.target.read().markers()).isEmpty();
    }
}
