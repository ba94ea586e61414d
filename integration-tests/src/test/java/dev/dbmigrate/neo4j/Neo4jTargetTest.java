package dev.dbmigrate.neo4j;

import static dev.dbmigrate.neo4j.Neo4jFixture.lease;
import static dev.dbmigrate.neo4j.Neo4jFixture.part;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.Secret;
import dev.dbmigrate.runtime.TargetConfig;
import dev.dbmigrate.runtime.spi.Health;
import dev.dbmigrate.runtime.spi.Lease;
import dev.dbmigrate.runtime.spi.LeaseLostException;
import dev.dbmigrate.runtime.spi.Marker;
import dev.dbmigrate.runtime.spi.PartFailedException;
import dev.dbmigrate.runtime.spi.PartFailedException.Effect;
import dev.dbmigrate.runtime.spi.Target;
import dev.dbmigrate.runtime.spi.TargetState;
import dev.dbmigrate.support.TcpProxy;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a target says of itself, how it is claimed, and what it says when it cannot be reached. */
class Neo4jTargetTest {

    private Neo4jFixture neo4j;

    @BeforeEach
    void open() {
        neo4j = new Neo4jFixture();
    }

    @AfterEach
    void close() {
        neo4j.close();
    }

    private TargetConfig at(String url, String password) {
        return new TargetConfig(
                "neo4j", "neo4j", url, neo4j.config.user(), password == null ? null : new Secret(password), Map.of());
    }

    private TargetConfig through(TcpProxy proxy) {
        return new TargetConfig(
                "neo4j",
                "neo4j",
                "bolt://localhost:" + proxy.port(),
                neo4j.config.user(),
                neo4j.config.password(),
                Map.of());
    }

    private static boolean isCommit(byte[] message) {
        for (int i = 0; i + 3 < message.length; i++) {
            // a chunk of two bytes: a structure without fields, COMMIT
            if (message[i] == 0 && message[i + 1] == 2 && (message[i + 2] & 0xff) == 0xb0 && message[i + 3] == 0x12) {
                return true;
            }
        }
        return false;
    }

    @Test
    void anEmptyDatabaseSaysSo() {
        assertThat(neo4j.target().read()).isEqualTo(TargetState.EMPTY);
    }

    @Test
    void aClaimIsIdempotentAndSafeForMany() throws Exception {
        int runners = 5;
        ExecutorService threads = Executors.newFixedThreadPool(runners);
        CountDownLatch go = new CountDownLatch(1);
        List<Future<TargetState>> done = new ArrayList<>();
        for (int i = 0; i < runners; i++) {
            Target own = neo4j.target();
            done.add(threads.submit(() -> {
                go.await();
                return own.claim(lease(1));
            }));
        }
        go.countDown();
        for (Future<TargetState> one : done) {
            assertThat(one.get().token()).isEqualTo(1);
        }
        threads.shutdown();

        assertThat(neo4j.count("(f:__DbMigrateFence)")).isEqualTo(1);
        assertThat(neo4j.target().claim(lease(1)).historyId()).isEqualTo("0badcafe");
    }

    @Test
    void aLowerTokenIsRefused() {
        neo4j.target().claim(lease(3));

        assertThatThrownBy(() -> neo4j.target().claim(lease(2))).isInstanceOf(LeaseLostException.class);
        assertThat(neo4j.target().read().token()).isEqualTo(3);
    }

    @Test
    void aTargetOfAnotherHistoryIsLeftAsItIs() {
        neo4j.target().claim(lease(3));
        Lease other = new Lease("deadbeef", 9, Neo4jFixture.runner("other"), Neo4jFixture.LONG);

        TargetState state = neo4j.target().claim(other);

        assertThat(state.historyId()).isEqualTo("0badcafe");
        assertThat(state.token()).isEqualTo(3);
    }

    @Test
    void versionNodesThatExistTwiceAreNamedAsTheObstacle() {
        neo4j.ask("CREATE (:SchemaVersion {version: '1.2.0'}), (:SchemaVersion {version: '1.2.0'})");

        DbMigrateException failure = catchThrowableOfType(
                DbMigrateException.class, () -> neo4j.target().claim(lease(1)));

        assertThat(failure.diagnostic()).isEqualTo(Diagnostic.VALIDATION_FAILED);
        assertThat(failure).hasMessageContaining(":SchemaVersion(version)").hasMessageContaining("keep one of each");
    }

    @Test
    void aUsersOwnConstraintOnVersionNodesWillDo() {
        neo4j.ask("CREATE CONSTRAINT schema_version_unique FOR (v:SchemaVersion) REQUIRE v.version IS UNIQUE");

        assertThat(neo4j.target().claim(lease(1)).token()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(TcpProxy.Cut.class)
    void aCommitWithoutAnAnswerIsLookedUp(TcpProxy.Cut cut) throws Exception {
        URI uri = URI.create(neo4j.config.url());
        try (TcpProxy proxy = new TcpProxy(uri.getPort())) {
            Target target = neo4j.target(through(proxy));
            target.claim(lease(1));
            Neo4jMigration migration = db -> {
                db.run("CREATE (:Paid)");
                proxy.cutWhen(Neo4jTargetTest::isCommit, cut);
            };

            PartFailedException failure = catchThrowableOfType(
                    PartFailedException.class,
                    () -> target.run(part(lease(1), migration).build()));

            assertThat(proxy.cuts()).isEqualTo(1);
            if (cut == TcpProxy.Cut.BEFORE_SERVER_SEES_IT) {
                assertThat(failure.effect()).isEqualTo(Effect.NONE);
                assertThat(neo4j.count("(p:Paid)")).isZero();
                assertThat(target.read().markers()).isEmpty();
            } else {
                assertThat(failure).isNull();
                assertThat(neo4j.count("(p:Paid)")).isEqualTo(1);
                assertThat(target.read().markers().get("001_test").state()).isEqualTo(Marker.State.APPLIED);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(TcpProxy.Cut.class)
    void aSchemaStatementWithoutAnAnswerIsLookedUpByTheNextTry(TcpProxy.Cut cut) throws Exception {
        URI uri = URI.create(neo4j.config.url());
        try (TcpProxy proxy = new TcpProxy(uri.getPort())) {
            Target target = neo4j.target(through(proxy));
            target.claim(lease(1));
            String create = "CREATE INDEX looked_up FOR (a:A) ON (a.n)";
            boolean[] sent = {false};
            proxy.cutWhen(
                    message -> {
                        String text = new String(message, StandardCharsets.ISO_8859_1);
                        sent[0] |= text.contains(create) && !text.contains("__DbMigrateMarker");
                        return sent[0] && isCommit(message);
                    },
                    cut);
            Neo4jMigration migration = db -> db.run(create);

            PartFailedException failure = catchThrowableOfType(
                    PartFailedException.class,
                    () -> target.run(part(lease(1), migration).build()));
            assertThat(proxy.cuts()).isEqualTo(1);
            assertThat(failure.effect()).isEqualTo(Effect.UNKNOWN);

            Marker marker = target.read().markers().get("001_test");
            target.run(part(lease(1), migration).unfinished(marker).build());
            assertThat(neo4j.indexes()).containsExactly("looked_up");
        }
    }

    @Test
    void aStopEndsTheRunningStatementAndTheHistoryGoesOn() throws Exception {
        Target target = neo4j.target();
        target.history().orElseThrow().initialise();
        target.claim(lease(1));
        CountDownLatch begun = new CountDownLatch(1);
        ExecutorService thread = Executors.newSingleThreadExecutor();
        Future<PartFailedException> failure = thread.submit(() -> catchThrowableOfType(
                PartFailedException.class,
                () -> target.run(part(lease(1), db -> {
                            db.run("CREATE (:Stopped)");
                            begun.countDown();
                            db.run("UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b"
                                    + " WITH a + b AS c WHERE c < 0 CREATE (:Stopped)");
                        })
                        .build())));
        begun.await();
        target.abort();

        assertThat(failure.get().effect()).isEqualTo(Effect.NONE);
        thread.shutdown();
        assertThat(neo4j.count("(s:Stopped)")).isZero();
        assertThat(catchThrowableOfType(DbMigrateException.class, target::read).diagnostic())
                .isEqualTo(Diagnostic.INTERRUPTED);
        assertThat(target.history().orElseThrow().head()).isPresent();
    }

    @Test
    void aHealthyServerIsDescribedAndNotChanged() {
        Health health = neo4j.target().health();

        assertThat(health.healthy()).as("%s", health.findings()).isTrue();
        assertThat(health.server()).startsWith("Neo4j ");
        assertThat(neo4j.count("(n)")).isZero();
        assertThat(neo4j.indexes()).isEmpty();
    }

    @Test
    void aServerThatIsNotThereIsNamed() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Target target = neo4j.target(at("bolt://jo:s3cret-in-url@localhost:" + port, "s3cret"));

        DbMigrateException failure = catchThrowableOfType(DbMigrateException.class, target::read);

        assertThat(failure.diagnostic()).isEqualTo(Diagnostic.UNREACHABLE);
        assertThat(failure)
                .hasMessageContaining("dbmigrate.neo4j.url")
                .hasMessageContaining("localhost:" + port)
                .hasMessageNotContaining("s3cret");
        Health health = target.health();
        assertThat(health.reachable()).isFalse();
        assertThat(health.findings()).singleElement().asString().contains("DBM-R010");
    }

    @Test
    void aWrongPasswordIsNamed() {
        Assumptions.assumeTrue(neo4j.config.password() != null, "this server lets everybody in");
        Target target = neo4j.target(at(neo4j.config.url(), "wrong-s3cret"));

        DbMigrateException failure = catchThrowableOfType(DbMigrateException.class, target::read);

        assertThat(failure.diagnostic()).isEqualTo(Diagnostic.AUTHENTICATION);
        assertThat(failure).hasMessageContaining("dbmigrate.neo4j.password").hasMessageNotContaining("wrong-s3cret");
    }

    @Test
    void aDatabaseThatDoesNotExistIsNamed() {
        TargetConfig config = new TargetConfig(
                "neo4j",
                "neo4j",
                neo4j.config.url(),
                neo4j.config.user(),
                neo4j.config.password(),
                Map.of("database", "nowhere"));

        DbMigrateException failure = catchThrowableOfType(
                DbMigrateException.class, () -> neo4j.target(config).read());

        assertThat(failure.diagnostic()).isEqualTo(Diagnostic.CONFIGURATION);
        assertThat(failure).hasMessageContaining("dbmigrate.neo4j.database");
    }

    @Test
    void anAddressOfAnotherProtocolIsRefusedBeforeAnythingIsSent() {
        DbMigrateException failure = catchThrowableOfType(
                DbMigrateException.class, () -> neo4j.target(at("http://jo:s3cret@localhost:7474", null)));

        assertThat(failure.diagnostic()).isEqualTo(Diagnostic.CONFIGURATION);
        assertThat(failure).hasMessageContaining("neo4j://host:7687").hasMessageNotContaining("s3cret");
    }
}
