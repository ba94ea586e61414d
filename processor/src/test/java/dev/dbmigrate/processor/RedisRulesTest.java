package dev.dbmigrate.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a Redis migration may not send. */
class RedisRulesTest {

    @TempDir
    Path folder;

    private RuleCase redis() {
        return RuleCase.of(folder, "Redis");
    }

    @Test
    void fault8KeysOnALiveServer() {
        assertThat(redis().finds("""
                for (String key : db.client().keys("user_state:*")) { //!DBM-C200
                  System.out.println(key);
                }"""))
                .containsExactly(
                        "[DBM-C200] KEYS looks at every key of the server at once, and no other client is served"
                                + " meanwhile. Write db.keys(\"user_state:*\").forEach(key -> …), which walks with SCAN (at Subject.java:10:19)");
    }

    @Test
    void keysIsSeenHoweverItIsSent() {
        assertThat(redis().findsIn("""
                private static final String ALL = "a:" + "*";
                @Override public void up(RedisContext db) throws Exception {
                  redis.clients.jedis.UnifiedJedis client = db.client();
                  Set<String> found = client.keys(ALL); //!DBM-C200
                  client.sendCommand(Protocol.Command.KEYS, "b:*"); //!DBM-C200
                  client.sendCommand(() -> "KEYS".getBytes(), prefix + "*"); //!DBM-C200
                  client.eval("return redis.call('keys', ARGV[1])", 0, "c:*"); //!DBM-C200
                  client.eval( //!DBM-C200
                      "local all = redis.pcall(\\"KEYS\\", ARGV[1])\\n"
                          + "return #all");
                  client.pipelined().keys("d:*"); //!DBM-C200
                  own(client);
                }
                private static void own(UnifiedJedis jedis) {
                  jedis.keys("e:*"); //!DBM-C200
                }
                @Override public void down(RedisContext db) throws Exception {
                  db.client().keys("f:*"); //!DBM-C200
                }
                """))
                .anySatisfy(text -> assertThat(text).contains("db.keys(\"a:*\").forEach"))
                .anySatisfy(text -> assertThat(text).contains("db.keys(\"b:*\").forEach"))
                .anySatisfy(text -> assertThat(text).contains("db.keys(prefix + \"*\").forEach"));
    }

    @Test
    void theContextsOwnWalkIsNoKeys() {
        redis().finds("""
                db.keys("user_state:*").forEach(key -> System.out.println(key));
                Set<String> names = new HashMap<String, String>().keys();
                client.keys("not known to be a client");
                db.client().hkeys("config:limits");
                db.client().hgetAll("config").keySet();
                db.client().eval("return redis.call('GET', KEYS[1])", List.of("a"), List.of());
                db.client().sendCommand(Protocol.Command.GET, "KEYS");""");
    }

    @Test
    void flushing() {
        assertThat(redis().finds("""
                db.client().flushAll(); //!DBM-C201
                db.client().flushDB(); //!DBM-C201
                db.client().sendCommand(Protocol.Command.FLUSHALL, "ASYNC"); //!DBM-C201
                db.client().eval("redis.call('FLUSHDB')"); //!DBM-C201
                db.client().scriptFlush();"""))
                .contains(
                        "[DBM-C201] FLUSHDB deletes every key of the logical database, those of other applications and"
                                + " dbmigrate's own records too. Write db.keys(\"prefix:*\").delete() (at Subject.java:11:1)");
    }

    @Test
    void deletingMany() {
        assertThat(redis().finds("""
                var found = db.client().scan("0").getResult();
                db.client().del(found.toArray(new String[0])); //!DBM-C202
                for (String key : found) {
                  db.client().del(key); //!DBM-C202
                }
                db.keys("cache:*").forEach(key -> db.client().del(key)); //!DBM-C202"""))
                .contains(
                        "[DBM-C202] DEL frees the memory of each key before the server serves anybody else, and this one"
                                + " stands in a loop. Write unlink(key) in place of del, or db.keys(\"prefix:*\").delete() for the"
                                + " whole walk (at Subject.java:13:3)");
    }

    @Test
    void deletingOneKeyOrByUnlink() {
        redis().finds("""
                db.client().del("config:old");
                db.client().del("a", "b");
                String key = "config:" + name();
                db.client().del(key);
                db.step("old", () -> db.client().del(key));
                db.atomically(tx -> tx.del(key));
                for (String each : names) {
                  db.client().unlink(each);
                  db.client().del("lock");
                }
                db.keys("cache:*").delete();""");
    }

    @Test
    void fault7MovedKeysKeepTheirTimeToLiveBothWays() {
        assertThat(redis().findsIn("""
                @Override public void up(RedisContext db) throws Exception {
                  db.keys("user_state:*").forEach(key -> {
                    String data = db.client().get(key);
                    db.client().set(key.replace("user_state:", "user_state_v2:"), data, //!DBM-C203
                        SetParams.setParams().ex(3600));
                  });
                }
                @Override public void down(RedisContext db) throws Exception {
                  UnifiedJedis r = db.client();
                  db.keys("user_state_v2:*").forEach(key -> {
                    String old = key.replace("user_state_v2:", "user_state:");
                    r.set(old, r.get(key)); //!DBM-C203
                    r.del(key); //!DBM-C202
                  });
                }
                """))
                .contains(
                        "[DBM-C203] set writes keys anew that this method reads, and gives each a new time to live in place"
                                + " of what was left of its own. Write db.keys(\"old:*\").move(\"new:*\", value -> …) or"
                                + " db.keys(\"old:*\").rewrite(value -> …), which keep the moment of expiry of each key; for the same key also"
                                + " SetParams.setParams().keepTtl() (at Subject.java:12:5)")
                .anySatisfy(text -> assertThat(text)
                        .contains("set writes keys anew that this method reads, and without"
                                + " KEEPTTL they never expire any more"));
    }

    @Test
    void rewritingInALoop() {
        redis().finds("""
                for (String key : db.client().scan("0").getResult()) {
                  db.client().setex(key, 60, upgrade(db.client().get(key))); //!DBM-C203
                  SetParams hour = SetParams.setParams().px(3600000);
                  db.client().set(key, "x", hour); //!DBM-C203
                }""");
    }

    @Test
    void aTimeToLiveThatIsKept() {
        redis().findsIn("""
                private static final SetParams KEEP = SetParams.setParams().keepTtl();
                @Override public void up(RedisContext db) throws Exception {
                  for (String key : db.client().scan("0").getResult()) {
                    db.client().set(key, upgrade(db.client().get(key)), KEEP);
                    db.client().set(key, upgrade(db.client().get(key)), new SetParams().keepttl());
                    db.client().set(key + ":new", "x", SetParams.setParams().px(db.client().pttl(key)));
                    db.client().set(key + ":once", "x", SetParams.setParams().nx().ex(60));
                    db.client().hset(key, "field", "value");
                  }
                  seed(db);
                  copy(db);
                }
                private void seed(RedisContext db) {
                  for (String flag : List.of("a", "b")) {
                    db.client().set("flag:" + flag, "on");
                  }
                }
                private void copy(RedisContext db) {
                  for (String key : names) {
                    long left = db.client().pttl(key);
                    db.client().set("new:" + key, db.client().get(key));
                    db.client().pexpire("new:" + key, left);
                  }
                }
                """);
    }

    @Test
    void aCopyInPlaceOfRename() {
        assertThat(redis().finds("""
                db.client().set("config:new", db.client().get("config:old")); //!DBM-C204
                String value = db.client().get("a");
                db.client().set("b", value); //!DBM-C204"""))
                .contains(
                        "[DBM-C204] SET of what GET has read loses the time to live of \"config:old\", and what the application"
                                + " writes in between. Write db.client().renamenx(\"config:old\", \"config:new\") (at Subject.java:10:1)");
    }

    @Test
    void readingAndWritingThatIsNoCopy() {
        redis().finds("""
                db.client().set("config:a", upgrade(db.client().get("config:a")));
                db.client().set("config:b", "1");
                db.client().rename("c", "d");
                settings.set("a", settings.get("b"));""");
    }

    @Test
    void aReplacementThatIsNotAtomic() {
        assertThat(redis().finds("""
                db.client().del("config:features");
                db.client().hset("config:features", "beta", "true"); //!DBM-C205
                db.client().unlink("a", "b");
                db.client().set("b", "1"); //!DBM-C205"""))
                .containsExactly(
                        "[DBM-C205] between DEL and hset of \"config:features\" the application finds no key, and after a crash"
                                + " neither the old nor the new value. Write db.atomically(tx -> { tx.del(\"config:features\");"
                                + " tx.hset(\"config:features\", \"beta\", \"true\"); }) (at Subject.java:11:1)",
                        "[DBM-C205] between DEL and set of \"b\" the application finds no key, and after a crash neither the old"
                                + " nor the new value. Write set alone, without the deletion: it replaces the value (at"
                                + " Subject.java:13:1)");
    }

    @Test
    void aReplacementInOneTransaction() {
        redis().findsIn("""
                @Override public void up(RedisContext db) throws Exception {
                  db.atomically(tx -> { tx.del("a"); tx.hset("a", "b", "c"); });
                  db.client().hset("d", "b", "c");
                  db.client().del("d");
                  db.client().del("e");
                }
                @Override public void down(RedisContext db) throws Exception {
                  db.client().hset("e", "b", "c");
                }
                """);
    }
}
