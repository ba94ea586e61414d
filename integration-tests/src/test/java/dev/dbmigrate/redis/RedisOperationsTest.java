package dev.dbmigrate.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbmigrate.model.ManifestEntry;
import dev.dbmigrate.runtime.Configuration;
import dev.dbmigrate.runtime.DbMigrate;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.ExecutedPart;
import dev.dbmigrate.runtime.RollbackRequest;
import dev.dbmigrate.runtime.Selection;
import dev.dbmigrate.support.TestManifest;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The operations, end to end, where Redis is the only database and so the home of the history. */
@Timeout(60)
class RedisOperationsTest {

    private final RedisRig rig = new RedisRig();
    private final AtomicBoolean broken = new AtomicBoolean();

    @AfterEach
    void close() {
        rig.close();
    }

    private static ManifestEntry.Builder entry(String id, String version) {
        return ManifestEntry.of(id, "test." + id)
                .description("test " + id)
                .version(version)
                .part("redis", "redis", true)
                .checksum("v1:" + id)
                .source("test/" + id + ".java", 7);
    }

    private DbMigrate migrate() {
        return DbMigrate.builder(Configuration.of(List.of(rig.config)))
                .manifests(List.of(new TestManifest()
                        .add(entry("001_feature_flags", "1.0.0"), Flags::new)
                        .add(entry("002_user_state_v2", "1.1.0"), () -> new States(broken))))
                .build();
    }

    static final class Flags implements RedisMigration {
        @Override
        public void up(RedisContext db) {
            db.atomically(tx -> tx.hset("config:features", "new_feature_enabled", "true"));
        }

        @Override
        public void down(RedisContext db) {
            db.atomically(tx -> tx.hdel("config:features", "new_feature_enabled"));
        }
    }

    record States(AtomicBoolean broken) implements RedisMigration {
        @Override
        public void up(RedisContext db) {
            db.keys("user_state:*").rename("user_state_v2:*");
            if (broken.get()) {
                db.client().set("half", "done");
                throw new IllegalStateException("no luck");
            }
        }

        @Override
        public void down(RedisContext db) {
            db.keys("user_state_v2:*").rename("user_state:*");
        }
    }

    @Test
    void appliesShowsAndRollsBack() {
        rig.redis.set("user_state:1", "{}");

        assertThat(migrate().apply().parts())
                .extracting(ExecutedPart::id)
                .containsExactly("001_feature_flags", "002_user_state_v2");
        assertThat(rig.redis.get("user_state_v2:1")).isEqualTo("{}");
        assertThat(rig.redis.hget("app:metadata", "schema_version")).isEqualTo("1.1.0");
        assertThat(migrate().apply().parts()).isEmpty();
        assertThat(migrate().status().databases())
                .singleElement()
                .satisfies(database -> assertThat(database.currentVersion()).isEqualTo("1.1.0"));

        assertThat(migrate().validate().findings()).isEmpty();
        migrate().rollback(new RollbackRequest(Selection.ALL, 1, false));
        assertThat(migrate().validate().findings()).isEmpty();

        assertThat(rig.redis.get("user_state:1")).isEqualTo("{}");
        assertThat(rig.redis.hget("app:metadata", "schema_version")).isEqualTo("1.0.0");
        assertThat(rig.redis.hget("dbmigrate:history", "owner_id")).isNull();
        assertThat(migrate().health().healthy()).isTrue();
    }

    @Test
    void aMigrationInDoubtStopsEverythingUntilSomebodyDecides() {
        broken.set(true);
        assertThatThrownBy(() -> migrate().apply())
                .isInstanceOf(DbMigrateException.class)
                .hasMessageContaining("DBM-R031")
                .hasMessageContaining("SET half");
        broken.set(false);
        assertThatThrownBy(() -> migrate().apply())
                .isInstanceOf(DbMigrateException.class)
                .hasMessageContaining("DBM-R031");
        assertThat(rig.history().rows()).hasSize(2);
    }
}
