package dev.dbmigrate.neo4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dbmigrate.model.ManifestEntry;
import dev.dbmigrate.runtime.Configuration;
import dev.dbmigrate.runtime.DbMigrate;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.MigrationState;
import dev.dbmigrate.runtime.RollbackRequest;
import dev.dbmigrate.runtime.Selection;
import dev.dbmigrate.runtime.StatusReport;
import dev.dbmigrate.support.TestManifest;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A team that has nothing but Neo4j: apply, status, rollback with the history in it. */
class Neo4jOperationsTest {

    private Neo4jFixture neo4j;

    @BeforeEach
    void open() {
        neo4j = new Neo4jFixture();
    }

    @AfterEach
    void close() {
        neo4j.close();
    }

    /** Migrations of Cypher only. */
    private record Cypher(String forth, String back) implements Neo4jMigration {

        @Override
        public void up(Neo4jContext db) {
            db.run(forth);
        }

        @Override
        public void down(Neo4jContext db) {
            db.run(back);
        }
    }

    private static ManifestEntry.Builder entry(String id) {
        return ManifestEntry.of(id, "test." + id)
                .description("test " + id)
                .version("1.0.0")
                .part("neo4j", "neo4j", true)
                .checksum("v1:" + id)
                .source("test/" + id + ".java", 7);
    }

    private static TestManifest twoGood() {
        return new TestManifest()
                .add(
                        entry("001_ratings"),
                        () -> new Cypher(
                                "CREATE INDEX product_rating FOR (p:PowerSource) ON (p.rating); CREATE (:PowerSource {rating: 1})",
                                "MATCH (p:PowerSource {rating: 1}) DELETE p; DROP INDEX product_rating"))
                .add(
                        entry("002_users").dependsOn("001_ratings"),
                        () -> new Cypher("CREATE (:User)", "MATCH (u:User) DELETE u"));
    }

    private DbMigrate migrate(TestManifest manifest) {
        return DbMigrate.builder(Configuration.of(List.of(neo4j.config)))
                .manifests(List.of(manifest))
                .build();
    }

    private List<MigrationState> states(TestManifest manifest) {
        return migrate(manifest).status().migrations().stream()
                .map(StatusReport.MigrationStatus::state)
                .toList();
    }

    @Test
    void itIsHomeOfItsOwnHistory() {
        assertThat(migrate(twoGood()).apply().parts()).hasSize(2);
        assertThat(states(twoGood())).containsOnly(MigrationState.APPLIED);
        assertThat(neo4j.count("(v:SchemaVersion {version: '1.0.0'})")).isEqualTo(1);
        assertThat(neo4j.count("(m:__DbMigrateMarker)")).isZero();
        assertThat(migrate(twoGood()).apply().parts()).isEmpty();

        migrate(twoGood()).rollback(new RollbackRequest(Selection.ALL, 2, false));

        assertThat(states(twoGood())).containsOnly(MigrationState.ROLLED_BACK);
        assertThat(neo4j.count("(u:User)")).isZero();
        assertThat(neo4j.indexes()).isEmpty();
        assertThat(neo4j.count("(v:SchemaVersion)")).isZero();

        assertThat(migrate(twoGood()).apply().parts()).hasSize(2);
        assertThat(neo4j.count("(u:User)")).isEqualTo(1);

        assertThat(migrate(twoGood()).validate().findings()).isEmpty();
        neo4j.ask("MATCH (e:__DbMigrateEvent {sequence: 2}) SET e.user = 'somebody else'");
        assertThat(migrate(twoGood()).validate().findings())
                .anyMatch(one -> one.message().contains("event 2 (APPLIED"));
    }

    @Test
    void aFailureNamesTheMigrationTheStatementAndTheWayOn() {
        TestManifest bad = new TestManifest()
                .add(
                        entry("001_bad"),
                        () -> new Cypher("CREATE INDEX a FOR (a:A) ON (a.n);\n-- oops\nCREATE (:A)", ""));

        DbMigrateException failure = catchThrowableOfType(
                DbMigrateException.class, () -> migrate(bad).apply());

        assertThat(failure.diagnostic()).isEqualTo(Diagnostic.MIGRATION_FAILED);
        assertThat(failure)
                .hasMessageContaining("001_bad (test/001_bad.java:7)")
                .hasMessageContaining("statement 2 of 2, line 2, column 1")
                .hasMessageContaining("//, not with --")
                .hasMessageContaining("The steps before it stand");
        assertThat(states(bad)).containsOnly(MigrationState.FAILED);

        TestManifest mended = new TestManifest()
                .add(
                        entry("001_bad"),
                        () -> new Cypher("CREATE INDEX a FOR (a:A) ON (a.n);\n// oops\nCREATE (:A)", ""));
        migrate(mended).apply();
        assertThat(states(mended)).containsOnly(MigrationState.APPLIED);
        assertThat(neo4j.count("(a:A)")).isEqualTo(1);
    }
}
