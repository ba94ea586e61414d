package dev.dbmigrate.mongodb;

import dev.dbmigrate.annotations.DatabaseKind;

/** A migration of MongoDB. Its class carries {@link dev.dbmigrate.annotations.Migration}. */
@DatabaseKind(value = "mongodb", order = 20)
public interface MongoMigration {

    /**
     * Changes the database.
     *
     * @param db the database
     * @throws Exception if it failed; nothing of an atomic migration stands then
     */
    void up(MongoContext db) throws Exception;

    /**
     * Undoes {@link #up}. A migration is reversible exactly when it overrides this method.
     *
     * @param db the database
     * @throws Exception if it failed; nothing of an atomic migration stands then
     */
    default void down(MongoContext db) throws Exception {
        throw new IllegalStateException(getClass().getName() + " does not override down(MongoContext)");
    }

    /**
     * Checks the result of {@link #up}, before it counts: in the same transaction where there is one.
     *
     * @param db the database
     * @throws Exception if something is not as it must be; the migration fails with it
     */
    default void verify(MongoContext db) throws Exception {}
}
