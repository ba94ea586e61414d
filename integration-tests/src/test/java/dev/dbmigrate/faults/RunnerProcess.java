package dev.dbmigrate.faults;

import dev.dbmigrate.testkit.internal.Signals;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;

/** A {@link FaultRunner} in a process of its own. What it says arrives in a queue that all processes of a lane share. */
final class RunnerProcess implements AutoCloseable {

    /** What a process said; {@link #ENDED} when it is gone. */
    record Said(RunnerProcess by, String line) {}

    static final String ENDED = "#ended";

    private final Process process;
    private final Path errors;
    private final BlockingQueue<Said> queue;
    private final List<String> transcript = Collections.synchronizedList(new ArrayList<>());

    private RunnerProcess(Process process, Path errors, BlockingQueue<Said> queue) {
        this.process = process;
        this.errors = errors;
        this.queue = queue;
        Thread reader = new Thread(this::read, "runner-" + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    static RunnerProcess start(Path directory, BlockingQueue<Said> queue) throws IOException {
        Path errors = Files.createTempFile(directory, "runner", ".err");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xshare:auto",
                        "-Xmx160m",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FaultRunner.class.getName())
                .redirectError(errors.toFile())
                .start();
        return new RunnerProcess(process, errors, queue);
    }

    private void read() {
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                tell(line);
            }
        } catch (IOException e) {
            transcript.add("its output broke: " + e);
        }
        tell(ENDED);
    }

    /** Puts a line into the queue as if the process had said it. */
    void tell(String line) {
        transcript.add(line);
        queue.add(new Said(this, line));
    }

    void send(String command, Wiring wiring) {
        transcript.add("> " + command);
        write(command + "\t" + wiring.line() + "\n");
    }

    /** Lets it go on from a point. */
    void go() {
        write("go\n");
    }

    private void write(String line) {
        try {
            OutputStream in = process.getOutputStream();
            in.write(line.getBytes(StandardCharsets.UTF_8));
            in.flush();
        } catch (IOException e) {
            // it has been killed; its end is in the queue
            transcript.add("not sent: " + e.getMessage());
        }
    }

    void kill() {
        transcript.add("# kill -9");
        process.toHandle().destroyForcibly();
    }

    void freeze() {
        transcript.add("# SIGSTOP");
        signal("STOP");
    }

    void thaw() {
        transcript.add("# SIGCONT");
        signal("CONT");
    }

    private void signal(String name) {
        try {
            Signals.send(name, process);
        } catch (IOException e) {
            // it has been killed
            transcript.add("no signal: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Makes it print where its threads are, for a failure that is a hang. */
    void printThreads() throws InterruptedException {
        signal("QUIT");
        Thread.sleep(1000);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** The end of what it said, for a failure's message. */
    String transcript() {
        List<String> all = List.copyOf(transcript);
        String said = String.join("\n    ", all.subList(Math.max(0, all.size() - 120), all.size()));
        try {
            return "runner " + process.pid() + ":\n    " + said + "\n" + Files.readString(errors);
        } catch (IOException e) {
            return "runner " + process.pid() + ":\n    " + said;
        }
    }

    @Override
    public void close() {
        process.toHandle().destroyForcibly();
    }
}
