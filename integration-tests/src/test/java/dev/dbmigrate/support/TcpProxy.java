package dev.dbmigrate.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * A wire that a test can cut: forwards bytes between a client and a server on loopback, and closes both sides when told, or
 * when the client sends something.
 */
public final class TcpProxy implements AutoCloseable {

    /** Which side of a watched message the cut comes on. */
    public enum Cut {
        /** The server never sees the message. */
        BEFORE_SERVER_SEES_IT,
        /** The server gets the message, the client never gets the answer. */
        BEFORE_CLIENT_SEES_THE_ANSWER
    }

    private final ServerSocket listener;
    private final int serverPort;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Set<Socket> silent = ConcurrentHashMap.newKeySet();
    private volatile Predicate<byte[]> watched = bytes -> false;
    private volatile Cut cut = Cut.BEFORE_SERVER_SEES_IT;
    private volatile int cuts;

    public TcpProxy(int serverPort) throws IOException {
        this.serverPort = serverPort;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    public int cuts() {
        return cuts;
    }

    /** Cuts the connection, once, on which the client sends bytes of this kind. */
    public void cutWhen(Predicate<byte[]> message, Cut side) {
        cut = side;
        watched = message;
    }

    /** Cuts everything that is open now. */
    public void cutAll() {
        open.forEach(TcpProxy::close);
        open.clear();
    }

    /** Leaves everything that is open now open, and passes nothing more on it: what is sent gets no answer. */
    public void swallowAll() {
        silent.addAll(open);
    }

    /** Takes no new connection; what is open stays. */
    public void refuseNew() throws IOException {
        listener.close();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
                open.add(client);
                open.add(server);
                boolean[] swallow = {false};
                start(() -> pump(client, server, true, swallow));
                start(() -> pump(server, client, false, swallow));
            } catch (IOException e) {
                // closed, or the server is down: the client sees its connection end
            }
        }
    }

    private void pump(Socket from, Socket to, boolean clientSide, boolean[] swallow) {
        byte[] buffer = new byte[64 * 1024];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            int count;
            while ((count = in.read(buffer)) >= 0) {
                if (silent.contains(from)) {
                    continue;
                }
                if (!clientSide && swallow[0]) {
                    cuts++;
                    return;
                }
                byte[] message = java.util.Arrays.copyOf(buffer, count);
                if (clientSide && watched.test(message)) {
                    watched = bytes -> false;
                    if (cut == Cut.BEFORE_SERVER_SEES_IT) {
                        cuts++;
                        return;
                    }
                    swallow[0] = true;
                }
                out.write(buffer, 0, count);
                out.flush();
            }
        } catch (IOException e) {
            // one side is gone; try-with-resources ends the other
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "tcp-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is gone, which is what was wanted
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cutAll();
    }
}
