package dev.dbmigrate.testkit.internal;

import dev.dbmigrate.testkit.EmbeddedServerException;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What all launchers have in common: a process with a log, and waiting for it to answer. */
final class ServerStart {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final long POLL_MILLIS = 20;

    private ServerStart() {}

    /** Starts a process that appends its output to the home's log and is ended by the watchdog if this JVM dies. */
    static Process launch(ServerHome home, Watchdog watchdog, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.directory().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(home.log().toFile()));
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        watchdog.watch(process);
        return process;
    }

    /** Waits until the server answers; ends it and throws if it does not or if its process ends. */
    static void await(ServerHome home, Process process, BooleanSupplier answers) throws InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!answers.getAsBoolean()) {
            if (!process.isAlive()) {
                throw new EmbeddedServerException(home.kind().title() + " ended while starting (exit code "
                        + process.exitValue() + "); the end of its log " + home.log() + ":\n" + home.logTail());
            }
            if (System.nanoTime() - deadline > 0) {
                process.destroyForcibly();
                throw new EmbeddedServerException(home.kind().title() + " did not answer within " + LIMIT.toSeconds()
                        + " s; the end of its log " + home.log() + ":\n" + home.logTail());
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    /** Whether something listens at a port of this machine. */
    static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Runs a short-lived command; returns its exit code and all its output. */
    static Result run(List<String> command, @Nullable File directory) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        process.getOutputStream().close();
        StringBuilder output = new StringBuilder();
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            reader.lines().forEach(line -> output.append(line).append('\n'));
        }
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new EmbeddedServerException(command.get(0) + " did not end within " + LIMIT.toSeconds() + " s");
        }
        return new Result(process.exitValue(), output.toString());
    }

    record Result(int exitCode, String output) {}
}
