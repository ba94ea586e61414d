package dev.dbmigrate.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbmigrate.postgres.Sql;
import dev.dbmigrate.support.PostgresQueries;
import dev.dbmigrate.support.TestManifest;
import dev.dbmigrate.testkit.TestDatabases;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What was written into the history by hand is found, and the rows can be made again from the events. */
class HistoryAuditTest {

    private TestDatabases databases;
    private PostgresQueries queries;
    private DbMigrate migrate;

    @BeforeEach
    void migrateUpAndDown() {
        databases = TestDatabases.open();
        TargetConfig postgres = databases.postgres();
        queries = new PostgresQueries(postgres);
        TestManifest manifest = new TestManifest()
                .add(Sql.entry("001_users"), Sql.of("CREATE TABLE users (id int)", "DROP TABLE users"))
                .add(
                        Sql.entry("002_names").dependsOn("001_users").transactional(false),
                        Sql.of("ALTER TABLE users ADD name text", "ALTER TABLE users DROP name"));
        migrate = DbMigrate.builder(Configuration.of(List.of(postgres)))
                .manifests(List.of(manifest))
                .build();
        migrate.apply();
        migrate.rollback(RollbackRequest.last(1));
        migrate.apply();
        assertThat(migrate.validate().findings()).isEmpty();
    }

    @AfterEach
    void closeDatabases() {
        databases.close();
    }

    private List<String> findings() {
        return migrate.validate().findings().stream()
                .map(ValidationReport.Finding::message)
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "applied_by = 'nobody'",
                "checksum = 'v1:other'",
                "message = 'all went well'",
                "happened_at = happened_at - interval '1 hour'",
                "event = 'BASELINED'",
                "host = 'elsewhere'",
                "token = token + 1",
                "version = '9.9.9'"
            })
    void anAlteredEventIsFound(String change) throws SQLException {
        queries.execute("UPDATE migration_events SET " + change + " WHERE id = 2");

        assertThat(findings())
                .anyMatch(message ->
                        message.startsWith("the event 2 (") && message.contains("was altered after it was written"));
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "3", "4"})
    void aRemovedEventIsFound(int number) throws SQLException {
        queries.execute("DELETE FROM migration_events WHERE id = " + number);

        assertThat(findings()).anyMatch(message -> message.contains("were removed, or one was altered"));
    }

    @Test
    void anAlteredRowIsFoundAndWrittenAgain() throws SQLException {
        queries.execute("UPDATE migration_history SET state = 'ROLLED_BACK', success = false WHERE"
                + " migration_id = '001_users'");
        assertThat(findings())
                .anyMatch(message -> message.contains("does not agree with its last event")
                        && message.contains("mvn dbmigrate:rebuild-history"));

        assertThat(migrate.rebuildHistory("somebody tried to run it again")).containsExactly("001_users on postgres");

        assertThat(findings()).isEmpty();
        assertThat(migrate.apply().parts()).isEmpty();
        assertThat(queries.strings("SELECT event || ': ' || message FROM migration_events ORDER BY id DESC LIMIT 1"))
                .allMatch(event -> event.startsWith("REBUILT: rebuilt from event 1 by ")
                        && event.endsWith(": somebody tried to run it again"));
    }

    @Test
    void theWholeHistoryIsWrittenAgainFromItsEvents() throws SQLException {
        List<String> before =
                queries.strings("SELECT migration_id || state || checksum FROM migration_history ORDER BY 1");
        queries.execute("DELETE FROM migration_history");

        assertThat(migrate.rebuildHistory("a restore went wrong")).hasSize(2);

        assertThat(queries.strings("SELECT migration_id || state || checksum FROM migration_history ORDER BY 1"))
                .isEqualTo(before);
        assertThat(findings()).isEmpty();
    }

    @Test
    void alteredEventsRebuildNothing() throws SQLException {
        queries.execute("UPDATE migration_events SET state = 'ROLLED_BACK' WHERE id = 1");

        assertThatThrownBy(() -> migrate.rebuildHistory("why not"))
                .hasMessageContaining("[DBM-R040]")
                .hasMessageContaining("the events themselves were altered");
    }
}
