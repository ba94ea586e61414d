package dev.dbmigrate.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbmigrate.model.ManifestEntry;
import dev.dbmigrate.postgres.Sql;
import dev.dbmigrate.support.PostgresQueries;
import dev.dbmigrate.support.TestManifest;
import dev.dbmigrate.testkit.ServerKind;
import dev.dbmigrate.testkit.TestDatabases;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Existing databases are adopted: what is taken as applied is never run, and everything after it is. */
class BaselineTest {

    private TestDatabases databases;
    private TargetConfig home;
    private TargetConfig second;

    @BeforeEach
    void openDatabases() throws SQLException {
        databases = TestDatabases.open();
        home = databases.postgres();
        second = databases.fresh(ServerKind.POSTGRES, "reporting");
        // as they were made by hand, long ago
        new PostgresQueries(home).execute("CREATE TABLE users (id int)");
        new PostgresQueries(second).execute("CREATE TABLE facts (id int)");
    }

    @AfterEach
    void closeDatabases() {
        databases.close();
    }

    private static ManifestEntry.Builder onReporting(String id) {
        return ManifestEntry.of(id, "test." + id)
                .description("test " + id)
                .version("1.0.0")
                .part("postgres", "reporting", true)
                .checksum("v1:" + id)
                .source("test/" + id + ".java", 7);
    }

    private DbMigrate migrate() {
        TestManifest manifest = new TestManifest()
                .add(Sql.entry("001_users"), Sql.of("CREATE TABLE users (id int)", "DROP TABLE users"))
                .add(onReporting("002_facts"), Sql.of("CREATE TABLE facts (id int)", "DROP TABLE facts"))
                .add(
                        Sql.entry("003_names").version("1.1.0").dependsOn("001_users"),
                        Sql.of("ALTER TABLE users ADD name text", "ALTER TABLE users DROP name"));
        Configuration configuration = new Configuration(
                List.of(home, second),
                "postgres",
                Configuration.DEFAULT_LEASE_TIME_TO_LIVE,
                Configuration.DEFAULT_LEASE_WAIT,
                "tester");
        return DbMigrate.builder(configuration).manifests(List.of(manifest)).build();
    }

    @Test
    void whatIsAdoptedIsNotRunAndCarriesItsVersionEverywhere() throws SQLException {
        assertThat(migrate().planBaseline(Selection.to("1.0.0")).parts())
                .extracting(part -> part.id())
                .containsExactly("001_users", "002_facts");

        assertThat(migrate().baseline(Selection.to("1.0.0")).parts())
                .extracting(part -> part.id() + " " + part.outcome())
                .containsExactly("001_users BASELINED", "002_facts BASELINED");

        assertThat(migrate().status().migrations())
                .extracting(one -> one.id() + " " + one.state())
                .containsExactly("001_users BASELINE", "002_facts BASELINE", "003_names PENDING");
        assertThat(new PostgresQueries(second).strings("SELECT version FROM schema_versions"))
                .containsExactly("1.0.0");
        assertThat(new PostgresQueries(home).strings("SELECT version FROM schema_versions"))
                .containsExactly("1.0.0");
        assertThat(migrate().apply().parts())
                .extracting(part -> part.id() + " " + part.outcome())
                .containsExactly("003_names APPLIED");
        assertThat(new PostgresQueries(home).strings("SELECT event || ' ' || migration_id FROM migration_events"))
                .containsExactly("BASELINED 001_users", "BASELINED 002_facts", "APPLIED 003_names");
    }

    @Test
    void aSecondBaselineAdoptsOnlyWhatIsMissing() {
        migrate().baseline(Selection.to("001_users"));

        assertThat(migrate().baseline(Selection.to("1.0.0")).parts())
                .extracting(ExecutedPart::id)
                .containsExactly("002_facts");
        assertThat(migrate().baseline(Selection.to("1.0.0")).parts()).isEmpty();
    }

    @Test
    void whatHasBegunIsNotAdopted() {
        assertThatThrownBy(() -> migrate().apply()).hasMessageContaining("001_users");

        // it failed at home, because the table is there: the row says FAILED
        assertThatThrownBy(() -> migrate().baseline(Selection.to("1.0.0")))
                .hasMessageContaining("[DBM-R040]")
                .hasMessageContaining("001_users has been begun on postgres and is FAILED")
                .hasMessageContaining("mvn dbmigrate:repair -Ddbmigrate.migration=001_users");
    }
}
