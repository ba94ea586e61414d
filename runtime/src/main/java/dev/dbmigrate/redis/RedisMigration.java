package dev.dbmigrate.redis;

import dev.dbmigrate.annotations.DatabaseKind;

/** A migration of Redis. Its class carries {@link dev.dbmigrate.annotations.Migration}. */
@DatabaseKind(value = "redis", order = 40)
public interface RedisMigration {

    /**
     * Changes the database.
     *
     * @param db the database
     * @throws Exception if it failed; nothing of an atomic migration stands then
     */
    void up(RedisContext db) throws Exception;

    /**
     * Undoes {@link #up}. A migration is reversible exactly when it overrides this method.
     *
     * @param db the database
     * @throws Exception if it failed; nothing of an atomic migration stands then
     */
    default void down(RedisContext db) throws Exception {
        throw new IllegalStateException(getClass().getName() + " does not override down(RedisContext)");
    }

    /**
     * Checks the result of {@link #up}, before it counts: in the same transaction where there is one.
     *
     * @param db the database
     * @throws Exception if something is not as it must be; the migration fails with it
     */
    default void verify(RedisContext db) throws Exception {}
}
