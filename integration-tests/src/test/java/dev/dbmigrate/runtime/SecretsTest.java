package dev.dbmigrate.runtime;

import static dev.dbmigrate.support.Failures.everything;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.dbmigrate.model.ManifestEntry;
import dev.dbmigrate.postgres.PostgresMigration;
import dev.dbmigrate.postgres.Sql;
import dev.dbmigrate.support.TestManifest;
import dev.dbmigrate.testkit.ServerKind;
import dev.dbmigrate.testkit.TestDatabases;
import java.net.URI;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever goes wrong: no password in a message, in a cause, in what was suppressed, or in a report. */
class SecretsTest {

    private static final String SECRET = "hunter2-s3cret";

    private static TargetConfig url(String kind, String url) {
        return new TargetConfig(kind, kind, url, null, null, Map.of());
    }

    private static TargetConfig wrongPassword(ServerKind kind) {
        TargetConfig server = TestDatabases.server(kind);
        return new TargetConfig(
                server.kind(),
                server.kind(),
                server.url(),
                "nobody_" + server.kind(),
                new Secret(SECRET),
                server.options());
    }

    /** The server's own address with a user and a password in the URL. */
    private static String withUserInfo(ServerKind kind, String userInfo) {
        URI uri = URI.create(TestDatabases.server(kind).url());
        return uri.getScheme() + "://" + userInfo + "@" + uri.getHost() + ":" + uri.getPort() + "/0";
    }

    static Stream<TargetConfig> wrong() {
        return Stream.of(
                wrongPassword(ServerKind.POSTGRES),
                wrongPassword(ServerKind.REDIS),
                wrongPassword(ServerKind.NEO4J),
                wrongPassword(ServerKind.MONGODB),
                url("postgres", "jdbc:postgresql://me:" + SECRET + "@127.0.0.1:1/app"),
                url("postgres", "jdbc:postgresql://127.0.0.1:1/app?user=me&password=" + SECRET),
                url("postgres", "jdbc:postgresql://127.0.0.1:port/app?user=me&password=" + SECRET),
                url("postgres", "mysql://me:" + SECRET + "@127.0.0.1:1/app"),
                url("redis", withUserInfo(ServerKind.REDIS, "me:" + SECRET)),
                url("redis", "redis://me:" + SECRET + "@127.0.0.1:1/0"),
                url("redis", "redis://me:" + SECRET + "@127.0.0.1:port/0"),
                url("redis", "redis://me:" + SECRET + "@127.0.0.1:1/zero"),
                url("redis", "redis://me:a@" + SECRET + "@127.0.0.1:1/0"),
                url("redis", "redis://me:%zz" + SECRET + "@127.0.0.1:1/0"),
                url("redis", "redis://me:a b" + SECRET + "@127.0.0.1:1/0"),
                url("neo4j", "bolt://me:" + SECRET + "@127.0.0.1:1"),
                url("neo4j", "bolt://me:" + SECRET + "@127.0.0.1:port"),
                url("neo4j", "bolt://me:%zz" + SECRET + "@127.0.0.1:1"),
                url("mongodb", "mongodb://me:" + SECRET + "@127.0.0.1:1/app?serverSelectionTimeoutMS=500"),
                url("mongodb", "mongodb://me:a@" + SECRET + "@127.0.0.1:1/app"),
                url("mongodb", "mongodb://me:a/" + SECRET + "@127.0.0.1:1/app"),
                url("mongodb", "mongodb://me:%zz" + SECRET + "@127.0.0.1:1/app"),
                url("mongodb", "mongodb://me:" + SECRET + "@127.0.0.1:port/app"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void aWrongPasswordOrUrlNeverShows(TargetConfig target) {
        TestManifest manifest = new TestManifest()
                .add(
                        ManifestEntry.of("001_a", "test.A")
                                .part(target.kind(), target.kind(), true)
                                .source("test/A.java", 7),
                        Object::new);

        Throwable failure = catchThrowable(() -> DbMigrate.builder(Configuration.of(List.of(target)))
                .manifests(List.of(manifest))
                .build()
                .apply());

        assertThat(failure).isInstanceOf(DbMigrateException.class);
        assertThat(everything(failure)).doesNotContain(SECRET).contains("DBM-R0");
        assertThat(healthOf(target)).doesNotContain(SECRET);
    }

    private static String healthOf(TargetConfig target) {
        try {
            return DbMigrate.builder(Configuration.of(List.of(target)))
                    .build()
                    .health()
                    .toString();
        } catch (DbMigrateException e) {
            return everything(e);
        }
    }

    @Test
    void whatAMigrationThrowsIsShownWithoutThePassword() {
        try (TestDatabases databases = TestDatabases.open()) {
            TargetConfig fresh = databases.postgres();
            // a second database whose password a migration has got hold of
            TargetConfig other = new TargetConfig(
                    "orders", "postgres", "jdbc:postgresql://127.0.0.1:1/x", "me", new Secret(SECRET), Map.of());
            PostgresMigration leaky = db -> {
                SQLException first = new SQLException("no access with " + SECRET, "28P01", 7);
                first.setNextException(new SQLException("and again with " + SECRET));
                first.addSuppressed(new IllegalStateException("closing " + SECRET));
                throw new IllegalStateException("cannot copy", new java.io.IOException("because of " + SECRET, first));
            };

            Throwable failure = catchThrowable(() -> DbMigrate.builder(Configuration.of(List.of(fresh, other)))
                    .manifests(List.of(new TestManifest().add(Sql.entry("001_leaky"), () -> leaky)))
                    .build()
                    .apply());

            assertThat(everything(failure))
                    .doesNotContain(SECRET)
                    .contains("[DBM-R030]")
                    .contains("java.io.IOException: because of ***")
                    .contains("java.sql.SQLException: no access with ***")
                    .contains("java.lang.IllegalStateException: closing ***")
                    .contains("SecretsTest.java:");
            Throwable root = failure;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            assertThat(root).isInstanceOfSatisfying(SQLException.class, sql -> {
                assertThat(sql.getSQLState()).isEqualTo("28P01");
                assertThat(sql.getErrorCode()).isEqualTo(7);
                assertThat(sql.getNextException().getMessage()).isEqualTo("and again with ***");
            });
        }
    }
}
