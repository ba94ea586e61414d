package dev.dbmigrate.testkit.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A small shell process that ends this JVM's servers when this JVM ends in whatever way, {@code kill -9} included: it
 * reads from a pipe that the kernel closes with us, so it neither polls nor can mistake another process for us.
 * Thread-safe.
 */
public final class Watchdog implements AutoCloseable {

    private static @Nullable Watchdog shared;

    private final Writer orders;

    private Watchdog(Process process) {
        this.orders = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
    }

    /** The one that servers of this JVM share; it ends with the JVM. */
    public static synchronized Watchdog ofThisJvm() throws IOException {
        if (shared == null) {
            shared = start();
        }
        return shared;
    }

    /**
     * Starts one.
     *
     * @return the watchdog
     * @throws IOException if there is no {@code sh}
     */
    public static Watchdog start() throws IOException {
        String script;
        try (InputStream in = Watchdog.class.getResourceAsStream("watchdog.sh")) {
            if (in == null) {
                throw new IOException("watchdog.sh is missing from the testkit's jar");
            }
            script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        List<String> command = new ArrayList<>(ownSession());
        command.addAll(List.of("sh", "-c", script));
        return new Watchdog(new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /** What starts a process in a session of its own, so that neither Ctrl-C nor a killed process group reaches it. */
    static List<String> ownSession() {
        for (String place : List.of("/usr/bin/setsid", "/bin/setsid")) {
            if (Files.isExecutable(Path.of(place))) {
                return List.of(place);
            }
        }
        return List.of();
    }

    /**
     * Watches a server until it ends.
     *
     * @param server the server's process
     * @throws IOException if the watchdog itself has been killed
     */
    void watch(Process server) throws IOException {
        order("+" + server.pid());
        CompletableFuture<Void> unused = server.onExit().thenRun(() -> forget(server.pid()));
    }

    private void forget(long pid) {
        try {
            order("-" + pid);
        } catch (IOException watchdogHasEnded) {
            // nothing is lost: the server to be forgotten has ended, and so has the one who was to forget it
            return;
        }
    }

    private synchronized void order(String order) throws IOException {
        orders.write(order + "\n");
        orders.flush();
    }

    /** Ends the watchdog and, as it then believes this JVM dead, what still runs of the servers. */
    @Override
    public synchronized void close() throws IOException {
        orders.close();
    }
}
