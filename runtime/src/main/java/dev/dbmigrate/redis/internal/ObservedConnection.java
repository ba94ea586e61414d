package dev.dbmigrate.redis.internal;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisSocketFactory;

/**
 * A connection that shows each command to an observer before it is sent. Single commands, pipelines and transactions of
 * Jedis all come through {@link #sendCommand(CommandArguments)}: there is no way around it.
 */
final class ObservedConnection extends Connection {

    /** Sees each command before it is sent, and may throw to prevent it. */
    interface Observer {
        void beforeSend(CommandArguments arguments);
    }

    private final SessionPool pool;
    private long clientId;
    private long idleSince;
    private volatile @Nullable Observer observer;

    ObservedConnection(SessionPool pool, RedisAddress address, String sessionName) {
        super(
                new DefaultJedisSocketFactory(address.hostAndPort(), address.clientConfig(sessionName)),
                address.clientConfig(sessionName));
        this.pool = pool;
    }

    @Override
    public void sendCommand(CommandArguments arguments) {
        // null while the super constructor shakes hands
        Observer current = observer;
        if (current != null) {
            current.beforeSend(arguments);
        }
        super.sendCommand(arguments);
    }

    /** Whether the server answers on this connection; one that has not must not be used again. */
    boolean answersWithin(int millis) {
        int usual = getSoTimeout();
        setSoTimeout(Math.min(millis, usual));
        boolean answers = ping();
        setSoTimeout(usual);
        return answers;
    }

    void observe(@Nullable Observer newObserver) {
        observer = newObserver;
    }

    /** The server's number for this connection, by which its session can be ended from another one. */
    long clientId() {
        return clientId;
    }

    void identified(long id) {
        clientId = id;
    }

    long idleSince() {
        return idleSince;
    }

    void idleFrom(long nanos) {
        idleSince = nanos;
    }

    /** Gives the connection back; it stays open unless it is broken. */
    @Override
    public void close() {
        pool.giveBack(this);
    }

    void closeForGood() {
        observer = null;
        super.close();
    }
}
