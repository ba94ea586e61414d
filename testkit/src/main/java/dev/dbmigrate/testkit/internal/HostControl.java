package dev.dbmigrate.testkit.internal;

import dev.dbmigrate.testkit.EmbeddedServerException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * The orders to a host, over a loopback socket: one line {@code token command argument…}, answered by lines
 * {@code .progress} and at last {@code ok} or {@code error message}. Stateless.
 */
public final class HostControl {

    private static final int CONNECT_MILLIS = 5000;

    /** The longest silence: one large download on a slow line. */
    private static final int ANSWER_MILLIS = 15 * 60 * 1000;

    private HostControl() {}

    /**
     * Sends an order and waits until it is done.
     *
     * @param host the host
     * @param order command and arguments
     * @param progress takes the host's lines for people
     * @throws EmbeddedServerException if the host could not do it
     * @throws IOException if the host does not answer
     */
    public static void send(HostState host, String order, Consumer<String> progress) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), host.controlPort()), CONNECT_MILLIS);
            socket.setSoTimeout(ANSWER_MILLIS);
            Writer writer = new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8);
            writer.write(host.token() + " " + order + "\n");
            writer.flush();
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.startsWith(".")) {
                    progress.accept(decode(line.substring(1)));
                } else if (line.equals("ok")) {
                    return;
                } else {
                    throw new EmbeddedServerException(decode(line.replaceFirst("^error ", "")));
                }
            }
            throw new IOException("the host of the embedded servers closed the connection without an answer");
        }
    }

    /** Makes one word of a text. */
    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Undoes {@link #encode}. */
    public static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
