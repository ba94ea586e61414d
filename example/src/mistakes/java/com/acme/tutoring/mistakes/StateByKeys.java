package com.acme.tutoring.mistakes;

import dev.dbmigrate.annotations.Migration;
import dev.dbmigrate.redis.RedisContext;
import dev.dbmigrate.redis.RedisMigration;

@Migration(
    id = "007_user_state_v2",
    description = "user_state:* once more",
    version = "2.0.0")
public final class StateByKeys implements RedisMigration {
  @Override public void up(RedisContext db) {
    for (String key : db.client().keys("user_state:*")) {
      db.client().rename(key, key.replace("user_state:", "user_state_v3:"));
    }
  }
  @Override public void down(RedisContext db) {}
}
