package dev.dbmigrate.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbmigrate.model.Manifest;
import dev.dbmigrate.postgres.PostgresMigration;
import dev.dbmigrate.postgres.Sql;
import dev.dbmigrate.support.PostgresQueries;
import dev.dbmigrate.support.TcpProxy;
import dev.dbmigrate.support.TestManifest;
import dev.dbmigrate.testkit.TestDatabases;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What users get wrong, and what they read then. */
class BadInputTest {

    private TestDatabases databases;
    private TargetConfig postgres;

    @BeforeEach
    void openDatabase() {
        databases = TestDatabases.open();
        postgres = databases.postgres();
    }

    @AfterEach
    void closeDatabase() {
        databases.close();
    }

    private static TestManifest manifest() {
        return new TestManifest()
                .add(Sql.entry("001_users"), Sql.of("CREATE TABLE users (id int)", "DROP TABLE users"));
    }

    private static DbMigrate migrate(TargetConfig target, Manifest... manifests) {
        return DbMigrate.builder(Configuration.of(List.of(target)))
                .manifests(List.of(manifests))
                .build();
    }

    private TargetConfig with(String url, String user, String password) {
        return new TargetConfig("postgres", "postgres", url, user, new Secret(password), Map.of());
    }

    private String password() {
        return postgres.password() == null ? "" : postgres.password().reveal();
    }

    @Test
    void aServerThatIsDown() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        assertThatThrownBy(() -> migrate(
                                with("jdbc:postgresql://127.0.0.1:" + free + "/app", "me", "s3cret-word"), manifest())
                        .apply())
                .hasMessageContaining("[DBM-R010] postgres at jdbc:postgresql://127.0.0.1:" + free)
                .hasMessageContaining("Is the server up, and is -Ddbmigrate.postgres.url right?");
    }

    @Test
    void aUrlThatIsNone() {
        assertThatThrownBy(() ->
                        migrate(with("mysql://host/app", "me", "x"), manifest()).apply())
                .hasMessageContaining("[DBM-R001]")
                .hasMessageContaining("write jdbc:postgresql://host:5432/database");
    }

    @Test
    void aDatabaseThatDoesNotExist() {
        String url = postgres.url().replaceAll("/[^/]*$", "/no_such_database");
        assertThatThrownBy(() -> migrate(with(url, postgres.user(), password()), manifest())
                        .apply())
                .hasMessageContaining("[DBM-R010]")
                .hasMessageContaining("database \"no_such_database\" does not exist");
    }

    @Test
    void aWrongPasswordNeverShows() throws SQLException {
        new PostgresQueries(postgres)
                .execute("DROP ROLE IF EXISTS guarded; CREATE ROLE guarded LOGIN PASSWORD 'right-one'");
        String url = postgres.url();
        assertThatThrownBy(() -> migrate(with(url, "no_such_role_at_all", "wr0ng-secret"), manifest())
                        .apply())
                .hasMessageContaining("[DBM-R011]")
                .hasMessageContaining("dbmigrate.postgres.password")
                .satisfies(e -> assertThat(e.toString()).doesNotContain("wr0ng-secret"));
        new PostgresQueries(postgres).execute("DROP ROLE guarded");
    }

    @Test
    void aServerThatIsLostHalfWay() throws Exception {
        int port = Integer.parseInt(postgres.url().replaceAll(".*:(\\d+)/.*", "$1"));
        try (TcpProxy proxy = new TcpProxy(port)) {
            PostgresMigration cut = db -> {
                db.execute("CREATE TABLE lost (id int)");
                proxy.cutAll();
                db.execute("SELECT 1");
            };
            TargetConfig throughProxy = with(
                    postgres.url().replace(":" + port + "/", ":" + proxy.port() + "/"), postgres.user(), password());
            TestManifest manifest = manifest().add(Sql.entry("002_lost"), () -> cut);

            assertThatThrownBy(() -> migrate(throughProxy, manifest).apply())
                    .hasMessageContaining("002_lost (test/002_lost.java:7) failed on postgres")
                    .hasMessageContaining("Nothing of it was changed");
        }
        assertThat(new PostgresQueries(postgres).strings("SELECT to_regclass('lost')::text"))
                .containsExactly((String) null);
        assertThat(migrate(postgres, manifest()).status().migrations().get(0).state())
                .isEqualTo(MigrationState.APPLIED);
    }

    @Test
    void aSqlErrorSaysWhere() {
        TestManifest broken = new TestManifest()
                .add(
                        Sql.entry("001_typo"),
                        Sql.of("CREATE TABLE a (id int);\n\nCREATE TABLE b (\n  id int,\n  nmae txet\n)", ""));

        assertThatThrownBy(() -> migrate(postgres, broken).apply())
                .hasMessageContaining("type \"txet\" does not exist")
                .hasMessageContaining("at line 5, column 8:")
                .hasMessageContaining("    nmae txet\n           ^");
    }

    @Test
    void twoManifestsWithTheSameId() {
        assertThatThrownBy(() -> migrate(postgres, manifest(), manifest()).apply())
                .hasMessageContaining("[DBM-R005] two migrations have the id 001_users");
    }

    @Test
    void aClassThatCannotBeInstantiatedStopsTheRunBeforeItBegins() {
        TestManifest broken = manifest().add(Sql.entry("002_broken"), () -> {
            throw new NoClassDefFoundError("com/acme/Missing");
        });

        assertThatThrownBy(() -> migrate(postgres, broken).apply())
                .hasMessageContaining("[DBM-R006] 002_broken (")
                .hasMessageContaining("cannot be instantiated: java.lang.NoClassDefFoundError: com/acme/Missing");
        assertThat(migrate(postgres, broken).status().migrations())
                .extracting(StatusReport.MigrationStatus::state)
                .containsOnly(MigrationState.PENDING);
        assertThat(migrate(postgres, manifest()).apply().parts()).hasSize(1);
    }

    @Test
    void noManifestAtAll() {
        assertThatThrownBy(() -> DbMigrate.builder(Configuration.of(List.of(postgres)))
                        .classLoader(TestManifest.class.getClassLoader())
                        .build()
                        .apply())
                .hasMessageContaining("[DBM-R004]")
                .hasMessageContaining("annotationProcessorPaths");
    }

    @Test
    void noMigrationsAtAll() {
        assertThat(migrate(postgres, new TestManifest()).apply().parts()).isEmpty();
        assertThat(migrate(postgres, new TestManifest()).status().migrations()).isEmpty();
    }

    @Test
    void noDatabaseAtAll() {
        assertThatThrownBy(() -> DbMigrate.builder(Configuration.of(List.of()))
                        .manifests(List.of(manifest()))
                        .build()
                        .apply())
                .hasMessageContaining("[DBM-R001] no database is configured");
    }

    @Test
    void aDatabaseThatIsNotConfigured() {
        TestManifest redis = new TestManifest()
                .add(
                        dev.dbmigrate.model.ManifestEntry.of("001_config", "test.Config")
                                .part("redis", "redis", true)
                                .source("test/Config.java", 9),
                        Object::new);
        assertThatThrownBy(() -> migrate(postgres, redis).apply())
                .hasMessageContaining("[DBM-R002] 001_config (test/Config.java:9) is for the database 'redis'")
                .hasMessageContaining("-Ddbmigrate.redis.url=");
    }

    @Test
    void aHistoryOfANewerVersion() throws SQLException {
        migrate(postgres, manifest()).apply();
        new PostgresQueries(postgres).execute("UPDATE migration_lock SET format_version = 99, applied_digest = NULL");

        for (Runnable operation : List.<Runnable>of(
                () -> migrate(postgres, manifest()).apply(),
                () -> migrate(postgres, manifest()).status(),
                () -> migrate(postgres, manifest()).rollback(new RollbackRequest(Selection.ALL, 1, false)))) {
            assertThatThrownBy(operation::run)
                    .hasMessageContaining("[DBM-R015] the history was written by a newer dbmigrate (format 99");
        }
    }

    @Test
    void aReadOnlyUserSeesTheStatusAndMayNotApply() throws SQLException {
        migrate(postgres, manifest()).apply();
        String database = new PostgresQueries(postgres)
                .strings("SELECT current_database()::text")
                .get(0);
        String role = "reader_" + database;
        new PostgresQueries(postgres)
                .execute("CREATE ROLE " + role + " LOGIN PASSWORD 'reader-pass';"
                        + "GRANT SELECT ON ALL TABLES IN SCHEMA public TO " + role);
        TargetConfig reader = with(postgres.url(), role, "reader-pass");
        TestManifest more = manifest().add(Sql.entry("002_more"), Sql.of("SELECT 1", "SELECT 1"));

        assertThat(migrate(reader, more).status().migrations())
                .extracting(StatusReport.MigrationStatus::state)
                .containsExactly(MigrationState.APPLIED, MigrationState.PENDING);
        assertThat(migrate(reader, more).plan(Selection.ALL).parts()).hasSize(1);
        assertThat(migrate(reader, more).validate().valid()).isTrue();
        assertThat(migrate(reader, more).health().databases().get(0).findings())
                .satisfiesExactlyInAnyOrder(
                        first -> assertThat(first).contains("GRANT CREATE ON SCHEMA public TO " + role),
                        second -> assertThat(second)
                                .contains("GRANT UPDATE ON public.migration_lock TO " + role)
                                .contains("GRANT INSERT ON public.migration_events TO " + role));
        assertThatThrownBy(() -> migrate(reader, more).apply()).hasMessageContaining("[DBM-R012]");
        new PostgresQueries(postgres).execute("DROP OWNED BY " + role + "; DROP ROLE " + role);
    }
}
