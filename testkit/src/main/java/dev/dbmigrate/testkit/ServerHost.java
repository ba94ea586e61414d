package dev.dbmigrate.testkit;

import dev.dbmigrate.testkit.internal.HostProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Main class of the process that holds the embedded servers between builds. Started by {@link EmbeddedServers}, not by
 * hand.
 */
public final class ServerHost {

    private ServerHost() {}

    /**
     * Runs until told to stop, until nobody has used the servers for the idle time, or until the directory is deleted.
     *
     * @param arguments the servers' directory, and the idle time in seconds
     * @throws IOException if the directory cannot be written
     * @throws InterruptedException never in practice
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        new HostProcess(Path.of(arguments[0]), Duration.ofSeconds(Long.parseLong(arguments[1]))).run();
        // a thread that still serves a connection must not keep the process alive
        System.exit(0);
    }
}
