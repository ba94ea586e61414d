package dev.dbmigrate.testkit.internal;

import dev.dbmigrate.testkit.ServerKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The host: takes orders, watches over use, and stops the servers when nobody needs them. */
public final class HostProcess {

    private static final System.Logger LOG = System.getLogger(HostProcess.class.getName());

    private final Path directory;
    private final Usage usage;
    private final String token = randomToken();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Watchdog watchdog;
    private final HostedServers servers;
    private final ServerSocket control;

    /**
     * Makes a host, which does nothing yet.
     *
     * @param directory the servers' directory
     * @param idle after how long without use it ends
     * @throws IOException if no port or no shell is to be had
     */
    public HostProcess(Path directory, Duration idle) throws IOException {
        this.directory = directory.toAbsolutePath().normalize();
        this.usage = new Usage(idle);
        this.watchdog = Watchdog.start();
        this.servers = new HostedServers(this.directory, watchdog);
        this.control = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    /**
     * Runs until the host is no longer needed.
     *
     * @throws IOException if the state cannot be written
     * @throws InterruptedException if the thread is interrupted
     */
    public void run() throws IOException, InterruptedException {
        writeState();
        Thread listener = new Thread(this::listen, "control");
        listener.setDaemon(true);
        listener.start();
        while (!stopped.await(1, TimeUnit.SECONDS)) {
            if (usage.isIdle() || !stateIsOurs()) {
                shutDown();
            }
        }
    }

    private void listen() {
        while (!control.isClosed()) {
            try {
                Socket socket = control.accept();
                Thread thread = new Thread(() -> serve(socket), "order");
                thread.setDaemon(true);
                thread.start();
            } catch (SocketException closed) {
                return;
            } catch (IOException e) {
                LOG.log(Level.WARNING, "an order could not be taken", e);
            }
        }
    }

    private void serve(Socket socket) {
        try (socket;
                BufferedReader reader =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                Writer writer = new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8)) {
            String[] order = Objects.requireNonNullElse(reader.readLine(), "").split(" ");
            if (!order[0].equals(token) || order.length < 2) {
                reply(writer, "error " + HostControl.encode("this is another host of embedded servers"));
                return;
            }
            try {
                obey(order, line -> reply(writer, "." + HostControl.encode(line)));
                reply(writer, "ok");
            } catch (IOException | RuntimeException e) {
                LOG.log(Level.ERROR, "an order failed", e);
                reply(writer, "error " + HostControl.encode(String.valueOf(e.getMessage())));
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "a caller went away", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void obey(String[] order, Consumer<String> progress) throws IOException, InterruptedException {
        usage.touch();
        switch (order[1]) {
            case "start" -> start(order, progress);
            case "hold" -> usage.hold(ProcessIdentity.parse(order[2]));
            case "release" -> usage.release(ProcessIdentity.parse(order[2]));
            case "stop" -> shutDown();
            default -> {
                // "touch": that it came is all there is to it
            }
        }
        usage.touch();
    }

    private void start(String[] order, Consumer<String> progress) throws IOException, InterruptedException {
        usage.atLeast(Duration.ofSeconds(Long.parseLong(order[3])));
        Path neo4jClassPath = order.length > 4 ? Path.of(HostControl.decode(order[4])) : null;
        try {
            servers.start(ServerKind.list(order[2]), neo4jClassPath, progress);
        } finally {
            writeState();
        }
    }

    private static void reply(Writer writer, String line) {
        // several servers report at once
        synchronized (writer) {
            try {
                writer.write(line + "\n");
                writer.flush();
            } catch (IOException callerIsGone) {
                LOG.log(Level.WARNING, "a caller did not wait for: " + HostControl.decode(line), callerIsGone);
            }
        }
    }

    private synchronized void shutDown() throws IOException, InterruptedException {
        if (stopped.getCount() == 0) {
            return;
        }
        control.close();
        servers.stop();
        if (stateIsOurs()) {
            Files.deleteIfExists(directory.resolve(HostState.FILE));
        }
        watchdog.close();
        stopped.countDown();
    }

    private boolean stateIsOurs() throws IOException {
        Optional<HostState> state = HostState.read(directory);
        return state.isPresent() && state.get().token().equals(token);
    }

    private synchronized void writeState() throws IOException {
        new HostState(
                        ProcessIdentity.of(ProcessHandle.current()),
                        control.getLocalPort(),
                        token,
                        servers.identities(),
                        servers.parameters())
                .write(directory);
    }

    private static String randomToken() {
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
