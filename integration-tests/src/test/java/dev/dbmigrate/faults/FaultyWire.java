package dev.dbmigrate.faults;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The wire between runners and one server, which breaks as told: at any instant, or when a message comes by. A message may
 * be lost, its answer may be, or it may arrive late, when its sender is long gone.
 */
final class FaultyWire implements AutoCloseable {

    /** What becomes of the message that a trap waits for. */
    enum Fate {
        /** It is lost, and the connection with it. */
        LOST,
        /** It arrives; its answer is lost, and the connection with it. */
        ANSWER_LOST,
        /** Its sender's connection is cut; it arrives when {@link #deliver} says so. */
        LATE,
        /** It arrives like any other. */
        ARRIVES
    }

    /**
     * Waits for a message.
     *
     * @param commits whether only for one that commits
     * @param skip how many to let pass before
     * @param fate what becomes of it
     * @param sprung is run before that
     */
    record Trap(boolean commits, AtomicInteger skip, Fate fate, Runnable sprung) {}

    private static final class Link {
        private final Socket client;
        private final Socket server;
        private final Predicate<byte[]> commits;
        private volatile boolean silent;
        private volatile boolean answerLost;
        private volatile boolean late;

        Link(Socket client, Socket server, Predicate<byte[]> commits) {
            this.client = client;
            this.server = server;
            this.commits = commits;
        }
    }

    private final ServerSocket listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    private final int serverPort;
    private final Supplier<Predicate<byte[]>> commits;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private Trap trap;
    private volatile boolean silent;
    private volatile Link lateLink;
    private volatile byte[] lateMessage = {};

    /**
     * Lays the wire.
     *
     * @param commits makes, for each connection, what is shown all its messages in order and says which ones commit
     */
    FaultyWire(int serverPort, Supplier<Predicate<byte[]>> commits) throws IOException {
        this.commits = commits;
        this.serverPort = serverPort;
        start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    synchronized void arm(Trap next) {
        trap = next;
    }

    /** Returns when no trap can spring any more. */
    synchronized void disarm() {
        trap = null;
    }

    /** Cuts everything that is open. */
    int cutAll() {
        int cut = 0;
        for (Link link : links) {
            if (!link.late) {
                close(link);
                cut++;
            }
        }
        return cut;
    }

    /** Nothing passes any more, and nobody is told; when the time is over, all that was open is cut. */
    void silence(long millis) {
        silent = true;
        links.forEach(link -> link.silent = true);
        start(() -> {
            try {
                Thread.sleep(millis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            silent = false;
            links.stream().filter(link -> link.silent && !link.late).forEach(this::close);
        });
    }

    /** Whether a message is still to arrive. */
    boolean hasLate() {
        return lateLink != null;
    }

    /** Delivers the message that is late, and reads what the server makes of it. */
    void deliver() throws IOException {
        Link link = lateLink;
        if (link == null) {
            return;
        }
        lateLink = null;
        try (Socket server = link.server) {
            server.setSoTimeout(20_000);
            server.getOutputStream().write(lateMessage);
            server.getOutputStream().flush();
            server.shutdownOutput();
            InputStream in = server.getInputStream();
            byte[] buffer = new byte[4096];
            while (in.read(buffer) >= 0) {
                continue;
            }
        } catch (IOException e) {
            // the server has ended this session: the message came too late
        } finally {
            links.remove(link);
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                start(() -> connect(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void connect(Socket client) {
        try {
            client.setTcpNoDelay(true);
            Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
            server.setTcpNoDelay(true);
            Link link = new Link(client, server, commits.get());
            link.silent = silent;
            links.add(link);
            start(() -> answers(link));
            requests(link);
        } catch (IOException e) {
            // the server is down: the client sees its connection end
            closeQuietly(client);
        }
    }

    private void requests(Link link) {
        byte[] buffer = new byte[1 << 16];
        try {
            InputStream in = link.client.getInputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                if (link.silent) {
                    continue;
                }
                byte[] message = Arrays.copyOf(buffer, count);
                Fate fate = fate(link.commits.test(message));
                if (fate == Fate.LATE) {
                    link.late = true;
                    lateMessage = message;
                    lateLink = link;
                    closeQuietly(link.client);
                    return;
                }
                if (fate == Fate.LOST) {
                    return;
                }
                link.answerLost = link.answerLost || fate == Fate.ANSWER_LOST;
                link.server.getOutputStream().write(message);
                link.server.getOutputStream().flush();
            }
        } catch (IOException e) {
            // one side is gone, and with it the connection
        } finally {
            if (!link.late) {
                close(link);
            }
        }
    }

    private synchronized Fate fate(boolean commit) {
        Trap armed = trap;
        if (armed == null || (armed.commits() && !commit) || armed.skip().getAndDecrement() != 0) {
            return Fate.ARRIVES;
        }
        trap = null;
        armed.sprung().run();
        return armed.fate();
    }

    private void answers(Link link) {
        byte[] buffer = new byte[1 << 16];
        try {
            InputStream in = link.server.getInputStream();
            for (int count = in.read(buffer); count >= 0 && !link.answerLost; count = in.read(buffer)) {
                if (!link.silent && !link.late) {
                    link.client.getOutputStream().write(buffer, 0, count);
                    link.client.getOutputStream().flush();
                }
            }
        } catch (IOException e) {
            // one side is gone, and with it the connection
        } finally {
            if (!link.late) {
                close(link);
            }
        }
    }

    private void close(Link link) {
        links.remove(link);
        closeQuietly(link.client);
        closeQuietly(link.server);
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is gone, which is what was wanted
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "faulty-wire");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        links.forEach(this::close);
    }
}
