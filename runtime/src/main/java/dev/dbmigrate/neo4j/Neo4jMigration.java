package dev.dbmigrate.neo4j;

import dev.dbmigrate.annotations.DatabaseKind;

/** A migration of Neo4j. Its class carries {@link dev.dbmigrate.annotations.Migration}. */
@DatabaseKind(value = "neo4j", order = 30)
public interface Neo4jMigration {

    /**
     * Changes the database.
     *
     * @param db the database
     * @throws Exception if it failed; nothing of an atomic migration stands then
     */
    void up(Neo4jContext db) throws Exception;

    /**
     * Undoes {@link #up}. A migration is reversible exactly when it overrides this method.
     *
     * @param db the database
     * @throws Exception if it failed; nothing of an atomic migration stands then
     */
    default void down(Neo4jContext db) throws Exception {
        throw new IllegalStateException(getClass().getName() + " does not override down(Neo4jContext)");
    }

    /**
     * Checks the result of {@link #up}, before it counts: in the same transaction where there is one.
     *
     * @param db the database
     * @throws Exception if something is not as it must be; the migration fails with it
     */
    default void verify(Neo4jContext db) throws Exception {}
}
