package dev.dbmigrate.support;

import dev.dbmigrate.runtime.Secret;
import dev.dbmigrate.runtime.TargetConfig;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A PgBouncer in transaction mode before one database: the program {@code pgbouncer} of the PATH, of {@code /usr/sbin}, or
 * of {@code DBMIGRATE_TEST_PGBOUNCER}.
 */
public final class PgBouncer implements AutoCloseable {

    private final Process process;
    private final TargetConfig target;

    private PgBouncer(Process process, TargetConfig target) {
        this.process = process;
        this.target = target;
    }

    /** The program, if this machine has it. */
    public static Optional<Path> program() {
        String named = System.getenv("DBMIGRATE_TEST_PGBOUNCER");
        String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/sbin";
        Stream<Path> candidates = Stream.of(path.split(File.pathSeparator)).map(one -> Path.of(one, "pgbouncer"));
        return Stream.concat(Stream.ofNullable(named).map(Path::of), candidates)
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Starts it before a database and waits until it answers. */
    public static PgBouncer start(Path program, TargetConfig server, Path directory)
            throws IOException, InterruptedException {
        int port = freePort();
        Secret password = server.password();
        String[] parts = server.url().split("[:/?]+");
        Path configuration = directory.resolve("pgbouncer.ini");
        Files.writeString(configuration, """
                [databases]
                pooled = host=127.0.0.1 port=%s dbname=%s user=%s password=%s
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = %d
                unix_socket_dir =
                auth_type = any
                pool_mode = transaction
                default_pool_size = 20
                max_client_conn = 200
                ignore_startup_parameters = extra_float_digits
                """.formatted(
                        parts[3], parts[4], server.user(), password == null ? "" : password.reveal(), port));
        List<String> command = "root".equals(System.getProperty("user.name"))
                // it refuses to run as root, and gives its rights up when it is told for whom
                ? List.of(program.toString(), "-u", "nobody", configuration.toString())
                : List.of(program.toString(), configuration.toString());
        Files.setPosixFilePermissions(configuration, PosixFilePermissions.fromString("rw-r--r--"));
        Path log = directory.resolve("pgbouncer.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        TargetConfig target = new TargetConfig(
                server.name(),
                server.kind(),
                "jdbc:postgresql://127.0.0.1:" + port + "/pooled",
                server.user(),
                password,
                server.options());
        await(process, port, log);
        return new PgBouncer(process, target);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void await(Process process, int port, Path log) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (true) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException notYet) {
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    process.destroyForcibly();
                    throw new IOException("pgbouncer did not start: " + Files.readString(log), notYet);
                }
                Thread.sleep(50);
            }
        }
    }

    /** How the database is reached through it. */
    public TargetConfig target() {
        return target;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
