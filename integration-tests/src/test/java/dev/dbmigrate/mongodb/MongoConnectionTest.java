package dev.dbmigrate.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.Secret;
import dev.dbmigrate.runtime.TargetConfig;
import dev.dbmigrate.runtime.spi.Health;
import dev.dbmigrate.runtime.spi.Target;
import dev.dbmigrate.support.Failures;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Configuration, reachability and health: the messages are read, and searched for secrets. */
@Timeout(120)
class MongoConnectionTest {

    private static final String PASSWORD = "hunter2";

    private static TargetConfig config(String url, Map<String, String> options) {
        return new TargetConfig("mongodb", "mongodb", url, null, null, options);
    }

    private static void assertFails(Diagnostic diagnostic, ThrowingCallable call, String... parts) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        DbMigrateException.class,
                        e -> assertThat(e.diagnostic()).isEqualTo(diagnostic))
                .hasMessageContainingAll(parts)
                .satisfies(e -> assertThat(Failures.everything(e)).doesNotContain(PASSWORD));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mongodb://bob:hunter2@localhost:27017",
                "mongodb://bob:hunter2@localhost:27017/",
                "mongodb://bob:hunter2@localhost:27017/?retryWrites=false",
                "mongodb+srv://bob:hunter2@cluster.example.com/?w=1"
            })
    void aUrlWithoutADatabaseIsRefusedWithItsMend(String url) {
        assertFails(
                Diagnostic.CONFIGURATION,
                () -> MongoFixture.adapter().open(config(url, Map.of())),
                "names no database",
                "dbmigrate.mongodb.database=");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://bob:hunter2@localhost/db",
                "mongodb://bob:hunter2@/db",
                "mongodb://bob:hunter2@localhost:no/db",
                "mongodb://bob:hunt:er2@hunter2@localhost/db",
                "localhost:27017"
            })
    void anUnreadableUrlIsRefusedWithoutRepeatingIt(String url) {
        assertFails(
                Diagnostic.CONFIGURATION,
                () -> MongoFixture.adapter().open(config(url, Map.of())),
                "cannot be read",
                "dbmigrate.mongodb.url",
                "mongodb://host:27017/mydatabase");
    }

    @Test
    void theDatabaseMayBeGivenApartAndIsStrongerThanTheUrls() {
        try (Target target =
                MongoFixture.adapter().open(config("mongodb://localhost:1/other", Map.of("database", "mine")))) {
            assertThat(target.history()).isPresent();
        }
    }

    @Test
    void aServerThatIsNotThereIsNamedAndNoSecretIs() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        TargetConfig config = new TargetConfig(
                "mongodb",
                "mongodb",
                "mongodb://127.0.0.1:" + port + "/db?serverSelectionTimeoutMS=300",
                "bob",
                new Secret(PASSWORD),
                Map.of());
        try (Target target = MongoFixture.adapter().open(config)) {
            assertFails(
                    Diagnostic.UNREACHABLE,
                    target::read,
                    "'mongodb' at mongodb://127.0.0.1:" + port,
                    "cannot be reached",
                    "Connection refused",
                    "dbmigrate.mongodb.url");
            assertFails(
                    Diagnostic.UNREACHABLE, () -> target.history().orElseThrow().head(), "cannot be reached");

            Health health = target.health();

            assertThat(health.reachable()).isFalse();
            assertThat(health.findings())
                    .singleElement()
                    .asString()
                    .contains("DBM-R010")
                    .doesNotContain(PASSWORD);
        }
    }

    @Test
    void healthSaysWhichServerItIsAndWhatItLacks() {
        try (MongoFixture mongo = new MongoFixture()) {
            Health health = mongo.target().health();

            assertThat(health.reachable()).isTrue();
            assertThat(health.server()).matches("MongoDB \\d+\\.\\d+\\.\\d+.*");
            List<String> notes = health.notes();
            assertThat(notes).anyMatch(note -> note.startsWith("deployment: "));
            if (System.getenv("DBMIGRATE_TEST_MONGODB_URL") == null) {
                assertThat(notes).anyMatch(note -> note.contains("mongo-java-server"));
            }
            if (!mongo.hasTransactions()) {
                assertThat(notes).anyMatch(note -> note.startsWith("no transactions: migrations are journaled"));
            }
        }
    }

    @Test
    void theDriverIsNamedForUsersThatHaveNone() {
        assertThat(MongoFixture.adapter().driver().coordinates()).isEqualTo("org.mongodb:mongodb-driver-sync");
        assertThat(MongoFixture.adapter().homeRank()).isEqualTo(20);
    }
}
