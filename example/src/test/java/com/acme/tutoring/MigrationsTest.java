package com.acme.tutoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbmigrate.runtime.Configuration;
import dev.dbmigrate.runtime.DbMigrate;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.ExecutedPart;
import dev.dbmigrate.runtime.MigrationState;
import dev.dbmigrate.runtime.RollbackRequest;
import dev.dbmigrate.runtime.Selection;
import dev.dbmigrate.runtime.StatusReport;
import dev.dbmigrate.runtime.TargetConfig;
import dev.dbmigrate.testkit.TestDatabases;
import java.net.URI;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** Up, back down to where the service began, and up again, with data that the service wrote in between. */
class MigrationsTest {

    private static final int MIGRATIONS = 20;
    /** Two of them have a part in each of the four databases. */
    private static final int PARTS = MIGRATIONS + 2 * 3;

    private final TestDatabases databases = TestDatabases.open();
    private DbMigrate dbmigrate;
    private List<StoreData> stores;
    private URI redisUri;

    @BeforeEach
    void open() throws SQLException {
        TargetConfig postgres = databases.postgres();
        TargetConfig mongodb = databases.mongodb();
        TargetConfig neo4j = databases.neo4j();
        TargetConfig redis = databases.redis();
        redisUri = URI.create(redis.url());
        dbmigrate = DbMigrate.builder(Configuration.of(List.of(postgres, mongodb, neo4j, redis)))
                .build();
        stores =
                List.of(new PostgresData(postgres), new MongoData(mongodb), new GraphData(neo4j), new RedisData(redis));
    }

    @AfterEach
    void close() {
        stores.forEach(StoreData::close);
        databases.close();
    }

    @Test
    void bringsTheDataThroughUpDownAndUpAgain() {
        dbmigrate.apply(upTo("1.1.0"));
        stores.forEach(StoreData::write);

        dbmigrate.apply();
        stores.forEach(StoreData::expectMigrated);
        expectAllApplied();
        assertThat(dbmigrate.apply().parts()).as("nothing is done twice").isEmpty();

        dbmigrate.rollback(downTo("001_initial_schema"));
        stores.forEach(StoreData::expectOriginal);

        dbmigrate.apply();
        stores.forEach(StoreData::expectMigrated);
        expectAllApplied();
    }

    @Test
    void appliesTheMigrationOverAllDatabasesInItsFixedOrder() {
        List<ExecutedPart> parts = dbmigrate.apply().parts();

        assertThat(parts).hasSize(PARTS).allMatch(part -> part.outcome() == ExecutedPart.Outcome.APPLIED);
        assertThat(parts)
                .filteredOn(part -> part.id().equals("019_language_preference"))
                .extracting(ExecutedPart::database)
                .containsExactly("postgres", "mongodb", "neo4j", "redis");
    }

    @Test
    void refusesToRollBackWhatHasNoWayBack() {
        dbmigrate.apply(upTo("1.0.0"));

        assertThatThrownBy(() -> dbmigrate.rollback(last(1)))
                .isInstanceOfSatisfying(
                        DbMigrateException.class,
                        e -> assertThat(e.diagnostic()).isEqualTo(Diagnostic.IRREVERSIBLE))
                .hasMessageContaining("it would delete every user and everything they have done");
        assertThat(state("001_initial_schema")).containsOnly(MigrationState.APPLIED);
    }

    @Test
    void listsTheValuesThatItCannotReadAndGoesOnOnceTheyAreMended() {
        dbmigrate.apply(upTo("1.2.0"));
        try (Jedis redis = new Jedis(redisUri)) {
            redis.set("user_state:broken", "streak=7");

            assertThatThrownBy(() -> dbmigrate.apply(only("007_user_state_v2")))
                    .isInstanceOf(DbMigrateException.class)
                    .hasMessageContainingAll("007_user_state_v2", "user_state:broken")
                    .hasMessageNotContaining("streak=7");
            assertThat(state("007_user_state_v2")).containsOnly(MigrationState.FAILED);
            assertThat(redis.keys("user_state*"))
                    .containsExactlyInAnyOrder(
                            "user_state:broken", "user_state_v2:1", "user_state_v2:2", "user_state_v2:3");

            redis.set("user_state:broken", "{\"streak\":7}");
            dbmigrate.apply(only("007_user_state_v2"));
            assertThat(state("007_user_state_v2")).containsOnly(MigrationState.APPLIED);
            assertThat(redis.exists("user_state_v2:broken")).isTrue();
        }
    }

    private void expectAllApplied() {
        StatusReport status = dbmigrate.status();
        assertThat(status.migrations()).hasSize(PARTS).allMatch(one -> one.state() == MigrationState.APPLIED);
        assertThat(status.databases())
                .extracting(one -> one.name() + " " + one.currentVersion())
                .containsExactly("postgres 1.6.0", "mongodb 1.6.0", "neo4j 2.0.0", "redis 1.6.0");
        assertThat(dbmigrate.validate().findings()).isEmpty();
    }

    private List<MigrationState> state(String id) {
        return dbmigrate.status().migrations().stream()
                .filter(one -> one.id().equals(id))
                .map(StatusReport.MigrationStatus::state)
                .toList();
    }

    private static Selection upTo(String version) {
        return new Selection(List.of(), version, List.of());
    }

    private static Selection only(String id) {
        return new Selection(List.of(id), null, List.of());
    }

    private static RollbackRequest downTo(String id) {
        return new RollbackRequest(new Selection(List.of(), id, List.of()), 0, false);
    }

    private static RollbackRequest last(int count) {
        return new RollbackRequest(Selection.ALL, count, false);
    }
}
