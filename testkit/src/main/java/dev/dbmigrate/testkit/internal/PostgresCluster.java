package dev.dbmigrate.testkit.internal;

import dev.dbmigrate.testkit.EmbeddedServerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A data directory of PostgreSQL, one for each major version.
 *
 * @param home where it lives
 * @param binaries the programs
 * @param identity as whom they run
 */
record PostgresCluster(ServerHome home, PostgresBinaries binaries, PostgresIdentity identity) {

    static final String USER = "dbmigrate";

    private static final int STATE_LINE = 7;

    private Path data() {
        return home.directory().resolve("data-" + binaries.major());
    }

    /** A mark that initdb ended, as a killed initdb leaves a directory that looks whole. */
    private Path initialised() {
        return home.directory().resolve("initialised-" + binaries.major());
    }

    void initialise() throws IOException, InterruptedException {
        if (Files.exists(initialised())) {
            identity.own(data());
            return;
        }
        Directories.delete(data());
        Files.createDirectory(data());
        Path passwordFile = home.directory().resolve("initdb.password");
        PropertyFile.writeSecret(passwordFile, home.password());
        identity.own(data());
        identity.own(passwordFile);
        // macOS has no locale of this name; C sorts in the same way
        String locale = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "C" : "C.UTF-8";
        List<String> command = command(
                "initdb",
                "--pgdata=" + data(),
                "--username=" + USER,
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=" + locale,
                "--no-instructions");
        ServerStart.Result result = ServerStart.run(command, home.directory().toFile());
        Files.delete(passwordFile);
        if (result.exitCode() != 0) {
            String mend = identity == PostgresIdentity.NOBODY
                    ? "\nThe build runs as root, and PostgreSQL as nobody, who must be able to enter "
                            + home.directory()
                    : "";
            throw new EmbeddedServerException(
                    "initdb failed (exit code " + result.exitCode() + "):\n" + result.output() + mend);
        }
        Files.createFile(initialised());
    }

    /** The command that is the postmaster itself, so that its pid is ours to know. */
    List<String> serverCommand(int port) {
        List<String> command = command("postgres", "-D", data().toString(), "-p", Integer.toString(port));
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

    private List<String> command(String tool, String... arguments) {
        List<String> command = new ArrayList<>(identity.prefix());
        command.add(binaries.tool(tool).toString());
        command.addAll(List.of(arguments));
        return command;
    }

    /** Whether the lock file says so; and it must be the file of this very process. */
    boolean isReady(Process process) {
        try {
            List<String> lines = Files.readAllLines(lockFile());
            return lines.size() > STATE_LINE
                    && lines.get(0).strip().equals(Long.toString(process.pid()))
                    && lines.get(STATE_LINE).strip().equals("ready");
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Removes the lock of a postmaster that has ended, where nobody collects the dead and PostgreSQL takes it for alive. */
    void removeLockOfZombie() throws IOException {
        if (!Files.exists(lockFile())) {
            return;
        }
        List<String> lines = Files.readAllLines(lockFile());
        boolean zombie = !lines.isEmpty()
                && ProcessIdentity.isZombie(Long.parseLong(lines.get(0).strip()));
        if (zombie && !isUsedByLivingProcess()) {
            Files.delete(lockFile());
        }
    }

    private boolean isUsedByLivingProcess() {
        return ProcessHandle.allProcesses().anyMatch(process -> {
            try {
                return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"))
                        .equals(data());
            } catch (IOException endedOrAnotherUsers) {
                return false;
            }
        });
    }

    private Path lockFile() {
        return data().resolve("postmaster.pid");
    }
}
