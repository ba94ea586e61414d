package dev.dbmigrate.testkit.internal;

import dev.dbmigrate.testkit.EmbeddedServerException;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Starts Redis: the machine's own from version 7 on, else the binary in embedded-redis. */
final class RedisLauncher implements ServerLauncher {

    private static final Pattern VERSION = Pattern.compile("v=(\\d+)([.\\d]*)");
    private static final int OWN_SINCE = 7;

    private record Binary(Path file, String version) {}

    @Override
    public RunningServer start(ServerHome home, Watchdog watchdog, Consumer<String> progress)
            throws IOException, InterruptedException {
        Files.createDirectories(home.data());
        Optional<Binary> own = fromPath();
        Binary binary = own.isPresent() ? own.get() : bundled(home);
        progress.accept("starting Redis " + binary.version() + " …");
        int port = home.port();
        String password = home.password();
        Path configuration = home.directory().resolve("redis.conf");
        // in a file and not on the command line, which every user of the machine can read
        Files.writeString(configuration, """
                bind 127.0.0.1
                port %d
                requirepass %s
                dir "%s"
                databases 1024
                appendonly yes
                appendfsync always
                save ""
                daemonize no
                """.formatted(port, password, home.data()));
        Process process =
                ServerStart.launch(home, watchdog, List.of(binary.file().toString(), configuration.toString()));
        ServerStart.await(home, process, () -> answers(port, password));
        return new RunningServer(
                home.kind(),
                binary.version(),
                process,
                Map.of("dbmigrate.redis.url", "redis://:" + password + "@127.0.0.1:" + port + "/0"),
                Process::destroy);
    }

    /** Redis listens before it has loaded its data: only a PONG counts. */
    private static boolean answers(int port, String password) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                BufferedReader replies =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            socket.setSoTimeout(5000);
            socket.getOutputStream().write(("AUTH " + password + "\r\nPING\r\n").getBytes(StandardCharsets.UTF_8));
            replies.readLine();
            return "+PONG".equals(replies.readLine());
        } catch (IOException notYet) {
            return false;
        }
    }

    private static Optional<Binary> fromPath() throws IOException, InterruptedException {
        String path = System.getenv().getOrDefault("PATH", "");
        for (String folder : path.split(File.pathSeparator)) {
            Path candidate = Path.of(folder, "redis-server");
            if (!folder.isBlank() && Files.isExecutable(candidate)) {
                String version = version(candidate);
                if (Integer.parseInt(version.split("\\.")[0]) >= OWN_SINCE) {
                    return Optional.of(new Binary(candidate, version));
                }
            }
        }
        return Optional.empty();
    }

    private static String version(Path binary) throws IOException, InterruptedException {
        String output =
                ServerStart.run(List.of(binary.toString(), "--version"), null).output();
        Matcher matcher = VERSION.matcher(output);
        return matcher.find() ? matcher.group(1) + matcher.group(2) : "0";
    }

    private static Binary bundled(ServerHome home) throws IOException, InterruptedException {
        String resource = resource();
        Path file = home.binaries().resolve(resource);
        DirectoryLock lock = DirectoryLock.acquire(home.binaries().resolve("redis.lock"), Unpacked.LIMIT);
        try (lock) {
            if (!Files.isExecutable(file)) {
                Path temporary = home.binaries().resolve(resource + ".new");
                try (InputStream in = RedisLauncher.class.getResourceAsStream("/" + resource)) {
                    if (in == null) {
                        throw new EmbeddedServerException("com.github.codemonstur:embedded-redis is not on the class"
                                + " path or holds no " + resource + "; add it, or install redis-server 7 or newer");
                    }
                    Files.copy(in, temporary, StandardCopyOption.REPLACE_EXISTING);
                }
                if (!temporary.toFile().setExecutable(true)) {
                    throw new EmbeddedServerException(temporary + " cannot be made executable");
                }
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            }
        }
        return new Binary(file, version(file));
    }

    private static String resource() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        boolean arm = System.getProperty("os.arch").matches("aarch64|arm64");
        if (os.contains("linux")) {
            return arm ? "redis-server-6.2.7-linux-arm64" : "redis-server-6.2.6-v5-linux-amd64";
        }
        if (os.contains("mac")) {
            return arm ? "redis-server-6.2.6-v5-darwin-arm64" : "redis-server-6.2.6-v5-darwin-amd64";
        }
        throw new EmbeddedServerException("there is no embedded Redis for " + System.getProperty("os.name")
                + "; give the URL of a server: -Ddbmigrate.redis.url=redis://HOST:6379/0");
    }
}
