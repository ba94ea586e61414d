package dev.dbmigrate.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A proxy on the loopback that loses things: it cuts a connection when a request holds EXEC (before or after the server has
 * got it), keeps a request back that is delivered when its sender has long given up, or swallows all replies.
 */
final class CuttingProxy implements AutoCloseable {

    enum Cut {
        NEVER,
        BEFORE_EXEC,
        AFTER_EXEC
    }

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final String host;
    private final int port;
    volatile Cut cut = Cut.NEVER;
    volatile int cuts;
    /** A request that holds this text is kept back once, and its sender's connection cut. */
    volatile String hold = "";
    /** Replies go nowhere from now on. */
    volatile boolean mute;

    private volatile Socket heldUpstream;
    private volatile byte[] held = {};

    CuttingProxy(String host, int port) throws IOException {
        this.host = host;
        this.port = port;
        start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                Socket upstream = new Socket(host, port);
                sockets.add(client);
                sockets.add(upstream);
                start(() -> requests(client, upstream));
                start(() -> replies(upstream, client));
            }
        } catch (IOException e) {
            // the server socket was closed: the test is over
        }
    }

    private void requests(Socket client, Socket upstream) {
        byte[] buffer = new byte[1 << 16];
        try {
            InputStream in = client.getInputStream();
            OutputStream out = upstream.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                String text = new String(buffer, 0, n, StandardCharsets.ISO_8859_1);
                if (!hold.isEmpty() && text.contains(hold)) {
                    hold = "";
                    held = java.util.Arrays.copyOf(buffer, n);
                    heldUpstream = upstream;
                    cuts++;
                    client.close();
                    return;
                }
                boolean exec = text.contains("$4\r\nEXEC\r\n");
                if (exec && cut != Cut.NEVER) {
                    cuts++;
                    if (cut == Cut.AFTER_EXEC) {
                        // the reply goes nowhere: the way back is closed first
                        client.shutdownOutput();
                        out.write(buffer, 0, n);
                        out.flush();
                        upstream.shutdownOutput();
                        while (upstream.getInputStream().read() >= 0) {
                            // until the server has run all it got and closed its side
                            continue;
                        }
                    }
                    cut = Cut.NEVER;
                    return;
                }
                out.write(buffer, 0, n);
                out.flush();
            }
        } catch (IOException e) {
            // one side is gone, and with it the connection
        } finally {
            close(client);
            if (heldUpstream != upstream) {
                close(upstream);
            }
        }
    }

    /** Delivers what was kept back, and waits until the server has answered or hung up. */
    void deliver() throws IOException {
        Socket upstream = heldUpstream;
        try (upstream) {
            upstream.getOutputStream().write(held);
            upstream.getOutputStream().flush();
            upstream.shutdownOutput();
            while (upstream.getInputStream().read() >= 0) {
                continue;
            }
        } catch (IOException e) {
            // the server has ended this session
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void replies(Socket upstream, Socket client) {
        byte[] buffer = new byte[1 << 16];
        try {
            InputStream in = upstream.getInputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (!mute && heldUpstream != upstream) {
                    client.getOutputStream().write(buffer, 0, n);
                }
            }
        } catch (IOException e) {
            // one side is gone, and with it the connection
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "cutting-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
