package dev.dbmigrate.testkit.internal;

import dev.dbmigrate.testkit.ServerKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where one server lives: its data, its log, and what stays the same over restarts (port and password).
 *
 * @param kind the server's kind
 * @param directory the server's own directory
 * @param binaries where unpacked binaries are kept, shared by servers
 * @param neo4jClassPath a file that holds Neo4j's class path, or null to resolve its jars when needed
 */
public record ServerHome(
        ServerKind kind,
        Path directory,
        Path binaries,
        @Nullable Path neo4jClassPath) {

    private static final SecureRandom RANDOM = new SecureRandom();

    /** Makes one; the paths become absolute because servers change their working directory. */
    public ServerHome {
        directory = directory.toAbsolutePath().normalize();
        binaries = binaries.toAbsolutePath().normalize();
    }

    /** The server's data directory. */
    public Path data() {
        return directory.resolve("data");
    }

    /** The file that takes the server's output. */
    public Path log() {
        return directory.resolve(kind.id() + ".log");
    }

    /**
     * The port that this server had before if it is still free, else a new one.
     *
     * @return a port that was free a moment ago
     * @throws IOException if there is none
     */
    public int port() throws IOException {
        String before = settings().get("port");
        if (before != null && isFree(Integer.parseInt(before))) {
            return Integer.parseInt(before);
        }
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            remember("port", Integer.toString(probe.getLocalPort()));
            return probe.getLocalPort();
        }
    }

    /**
     * The password of the server's superuser: made once, at random, and kept in a file that only its owner can read.
     *
     * @return the password
     * @throws IOException if the file cannot be read or written
     */
    public String password() throws IOException {
        String before = settings().get("password");
        if (before != null) {
            return before;
        }
        byte[] bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        String password = HexFormat.of().formatHex(bytes);
        remember("password", password);
        return password;
    }

    /** The last lines of the log, for an error message. */
    public String logTail() {
        try {
            String text = Files.exists(log()) ? Files.readString(log()) : "";
            return text.substring(Math.max(0, text.length() - 2000)).strip();
        } catch (IOException e) {
            return "(" + log() + " cannot be read: " + e.getMessage() + ")";
        }
    }

    private Map<String, String> settings() throws IOException {
        return PropertyFile.read(settingsFile());
    }

    private void remember(String key, String value) throws IOException {
        Map<String, String> settings = settings();
        settings.put(key, value);
        PropertyFile.write(settingsFile(), settings);
    }

    private Path settingsFile() {
        return directory.resolve("settings.properties");
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
