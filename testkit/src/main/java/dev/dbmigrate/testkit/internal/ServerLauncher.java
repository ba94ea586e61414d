package dev.dbmigrate.testkit.internal;

import dev.dbmigrate.testkit.ServerKind;
import java.io.IOException;
import java.util.function.Consumer;

/** Starts one kind of server. Implementations are stateless. */
public sealed interface ServerLauncher permits PostgresLauncher, RedisLauncher, MongoLauncher, Neo4jLauncher {

    /**
     * Starts a server and waits until it answers.
     *
     * @param home where it lives; existing data is used again
     * @param watchdog ends the server if this JVM ends without doing so
     * @param progress takes lines for people
     * @return the server
     * @throws IOException if a file cannot be read or written
     * @throws InterruptedException if the thread is interrupted
     * @throws dev.dbmigrate.testkit.EmbeddedServerException if the server does not start
     */
    RunningServer start(ServerHome home, Watchdog watchdog, Consumer<String> progress)
            throws IOException, InterruptedException;

    /**
     * The launcher of a kind.
     *
     * @param kind the kind
     * @return its launcher
     */
    static ServerLauncher of(ServerKind kind) {
        return switch (kind) {
            case POSTGRES -> new PostgresLauncher();
            case REDIS -> new RedisLauncher();
            case NEO4J -> new Neo4jLauncher();
            case MONGODB -> new MongoLauncher();
        };
    }
}
