package dev.dbmigrate.redis;

import dev.dbmigrate.runtime.MigrationContext;
import java.util.function.Consumer;
import redis.clients.jedis.AbstractTransaction;
import redis.clients.jedis.UnifiedJedis;

/** What a Redis migration gets. */
public interface RedisContext extends MigrationContext {

    /**
     * The client on which the migration runs. Writes that are sent through it outside of {@link #step}, {@link
     * #idempotentStep} and {@link #atomically} are journaled together as one part that cannot be resumed: if the process
     * dies or the migration fails after the first of them, the migration is in doubt. Reads are never journaled.
     *
     * <p>{@code KEYS}, {@code FLUSHALL}, {@code FLUSHDB}, {@code SELECT}, subscriptions and commands that administer the
     * server are refused with {@code DBM-R032}.
     */
    UnifiedJedis client();

    /**
     * Runs commands in one {@code MULTI}/{@code EXEC} together with the record that they are done: either both stand or
     * neither does, also after a crash. Nothing is run if the lease is gone.
     *
     * <p>Read what the commands depend on within the function, through {@link #client()}: each key that is read there is
     * watched, and if somebody else writes one of them before the {@code EXEC}, the commands are dropped and the function is
     * called again (at most 100 times), so that no update of a running application is lost. The function may therefore be
     * called more than once. What was read before it was called is not watched. Writes through {@link #client()} are refused
     * within it.
     *
     * <p>Redis undoes nothing when a command of an {@code EXEC} fails (a wrong type, for example): the others stand then,
     * and the migration is in doubt, with a list of what failed and what stands. The record is written by the server only
     * if no command failed.
     *
     * @param commands queues the commands; {@code exec} and {@code discard} are called by the runtime
     */
    default void atomically(Consumer<AbstractTransaction> commands) {
        atomically("MULTI/EXEC", commands);
    }

    /**
     * Like {@link #atomically(Consumer)}, with a name of its own in the journal and in reports.
     *
     * @param name the step's name, never changed once released
     * @param commands queues the commands; {@code exec} and {@code discard} are called by the runtime
     */
    void atomically(String name, Consumer<AbstractTransaction> commands);

    /**
     * All keys that match a pattern, walked over with {@code SCAN}.
     *
     * @param pattern a glob pattern of Redis; to move or rename a family it must have exactly one {@code *}, as in
     *     {@code user_state:*}
     * @return the family; nothing is read yet
     */
    KeyFamily keys(String pattern);
}
