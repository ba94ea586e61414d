package dev.dbmigrate.testkit.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Sends signals that Java itself cannot. */
public final class Signals {

    private Signals() {}

    /**
     * Sends a signal to a process and all below it.
     *
     * @param signal its name without {@code SIG}
     * @param process the process
     * @throws IOException if there is no {@code kill} or it fails
     * @throws InterruptedException if the thread is interrupted
     */
    public static void send(String signal, Process process) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("kill", "-" + signal, Long.toString(process.pid())));
        process.descendants().forEach(below -> command.add(Long.toString(below.pid())));
        run(command);
    }

    /** As {@link #send}, but to the process alone. */
    static void sendToItself(String signal, Process process) throws IOException, InterruptedException {
        run(List.of("kill", "-" + signal, Long.toString(process.pid())));
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        // the shell's own kill: not every machine has the program
        List<String> shell = new ArrayList<>(List.of("sh", "-c", "\"$@\"", "sh"));
        shell.addAll(command);
        ServerStart.Result result = ServerStart.run(shell, null);
        if (result.exitCode() != 0) {
            throw new IOException(
                    String.join(" ", command) + ": " + result.output().strip());
        }
    }
}
