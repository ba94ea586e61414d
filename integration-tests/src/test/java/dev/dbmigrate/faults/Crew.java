package dev.dbmigrate.faults;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** The runners of a lane; one more is always on its way up, so that a killed one is replaced at once. */
final class Crew implements AutoCloseable {

    private final Path directory;
    private final BlockingQueue<RunnerProcess.Said> queue = new LinkedBlockingQueue<>();
    private final Deque<RunnerProcess> idle = new ArrayDeque<>();
    private final List<RunnerProcess> all = new ArrayList<>();

    Crew(Path directory) {
        this.directory = directory;
    }

    BlockingQueue<RunnerProcess.Said> queue() {
        return queue;
    }

    RunnerProcess take() throws IOException {
        RunnerProcess next = idle.poll();
        while (next != null && !next.isAlive()) {
            next = idle.poll();
        }
        if (next == null) {
            next = start();
        }
        if (idle.isEmpty()) {
            idle.add(start());
        }
        return next;
    }

    /** Gives one back that has ended its command. */
    void back(RunnerProcess runner) {
        idle.addFirst(runner);
    }

    private RunnerProcess start() throws IOException {
        RunnerProcess runner = RunnerProcess.start(directory, queue);
        all.add(runner);
        return runner;
    }

    /** What those said that are alive or were the last to die. */
    String transcripts() {
        List<RunnerProcess> last = all.subList(Math.max(0, all.size() - 4), all.size());
        return last.stream().map(RunnerProcess::transcript).collect(java.util.stream.Collectors.joining("\n"));
    }

    @Override
    public void close() {
        all.forEach(RunnerProcess::close);
    }
}
