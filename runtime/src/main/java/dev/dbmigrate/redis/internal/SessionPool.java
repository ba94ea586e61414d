package dev.dbmigrate.redis.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.providers.ConnectionProvider;

/**
 * The connections of one session name. Each bears the name from its handshake on, so that a later owner of the lease can
 * end them all. Safe for use by several threads; {@link #abort()} may come from any.
 */
final class SessionPool implements ConnectionProvider {

    private static final long TRUST_IDLE_NANOS = 2_000_000_000L;

    /** A server that is there answers PING at once, unless it is busy with a script: then another connection is opened. */
    private static final int PING_MILLIS = 3_000;

    private final RedisAddress address;
    private final String sessionName;
    private final Consumer<Connection> onOpen;
    private final Object lock = new Object();
    private final Deque<ObservedConnection> idle = new ArrayDeque<>();
    private final Set<ObservedConnection> all = new HashSet<>();
    private volatile ObservedConnection.@Nullable Observer observer;
    private boolean aborted;

    /**
     * Creates a pool; connects to nothing.
     *
     * @param onOpen called with each new connection after its handshake, before anybody else gets it
     */
    SessionPool(RedisAddress address, String sessionName, Consumer<Connection> onOpen) {
        this.address = address;
        this.sessionName = sessionName;
        this.onOpen = onOpen;
    }

    String sessionName() {
        return sessionName;
    }

    /** From now on each connection handed out shows its commands to the observer. */
    void observe(ObservedConnection.@Nullable Observer newObserver) {
        observer = newObserver;
    }

    @Override
    public ObservedConnection getConnection() {
        ObservedConnection connection = unobserved();
        connection.observe(observer);
        return connection;
    }

    @Override
    public ObservedConnection getConnection(CommandArguments arguments) {
        return getConnection();
    }

    /** A connection for dbmigrate's own commands, which nobody observes. */
    ObservedConnection unobserved() {
        while (true) {
            ObservedConnection connection;
            synchronized (lock) {
                refuseIfAborted();
                connection = idle.pollFirst();
            }
            if (connection == null) {
                return open();
            }
            if (alive(connection)) {
                return connection;
            }
            discard(connection);
        }
    }

    private ObservedConnection open() {
        ObservedConnection connection = new ObservedConnection(this, address, sessionName);
        try {
            identify(connection);
            onOpen.accept(connection);
        } catch (RuntimeException e) {
            connection.closeForGood();
            throw e;
        }
        synchronized (lock) {
            if (!aborted) {
                all.add(connection);
                return connection;
            }
        }
        connection.closeForGood();
        throw aborted();
    }

    /** The driver does not look at the reply of CLIENT SETNAME; a session without its name could not be ended. */
    private void identify(ObservedConnection connection) {
        Object reply = connection.executeCommand(new CommandArguments(Command.CLIENT).add("INFO"));
        String info = reply instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : String.valueOf(reply);
        if (!sessionName.equals(Session.READ) && !sessionName.equals(Session.field(info, "name"))) {
            throw RedisFailures.unnamed(address, sessionName);
        }
        connection.identified(Long.parseLong(Session.field(info, "id")));
    }

    /** A connection that the server closed while it was idle must not look like one that was lost with a command on it. */
    private static boolean alive(ObservedConnection connection) {
        if (System.nanoTime() - connection.idleSince() < TRUST_IDLE_NANOS) {
            return true;
        }
        try {
            return connection.answersWithin(PING_MILLIS);
        } catch (JedisException e) {
            return false;
        }
    }

    void giveBack(ObservedConnection connection) {
        connection.observe(null);
        synchronized (lock) {
            if (!aborted && !connection.isBroken() && all.contains(connection)) {
                connection.idleFrom(System.nanoTime());
                idle.addFirst(connection);
                return;
            }
        }
        discard(connection);
    }

    /** Closes a connection whose state is not known. */
    void discard(ObservedConnection connection) {
        synchronized (lock) {
            all.remove(connection);
            idle.remove(connection);
            // what ended this one (a new owner, a restart) has probably ended the others too: they are asked before use
            idle.forEach(other -> other.idleFrom(System.nanoTime() - TRUST_IDLE_NANOS));
        }
        connection.closeForGood();
    }

    /** Cuts all connections, also those in use, and lets no new ones be made. */
    void abort() {
        Set<ObservedConnection> open;
        synchronized (lock) {
            aborted = true;
            open = new HashSet<>(all);
            all.clear();
            idle.clear();
        }
        for (ObservedConnection connection : open) {
            try {
                connection.forceDisconnect();
            } catch (IOException | RuntimeException e) {
                // the others must be cut all the same
                connection.setBroken();
            }
        }
    }

    @Override
    public void close() {
        abort();
    }

    private void refuseIfAborted() {
        if (aborted) {
            throw aborted();
        }
    }

    private JedisConnectionException aborted() {
        return new JedisConnectionException("the session '" + sessionName + "' was ended by dbmigrate itself");
    }
}
