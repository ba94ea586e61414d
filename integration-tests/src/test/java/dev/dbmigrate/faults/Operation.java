package dev.dbmigrate.faults;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** One command, run by a process to which at most one fault happens; a frozen one is overtaken by a rival. */
final class Operation {

    private static final long LIMIT_SECONDS = 120;
    private static final int EIGHT = 8;

    /**
     * How it ended.
     *
     * @param said the last line, {@link RunnerProcess#ENDED} if the process was killed
     * @param struck whether the fault happened
     */
    record End(String said, boolean struck) {

        boolean isDone() {
            return said.startsWith("=");
        }

        boolean isDoubt() {
            return said.startsWith("![DBM-R031]");
        }
    }

    private final Crew crew;
    private final Wiring wiring;
    private final List<FaultStore> stores;
    private final Random random;
    private final String strikeTold = "#struck " + System.identityHashCode(this);
    private final AtomicBoolean struck = new AtomicBoolean();
    private final Map<RunnerProcess, String> ends = new HashMap<>();
    private final Set<RunnerProcess> running = new HashSet<>();
    private int points;
    private int rivalPoints = -1;
    private int thawAt;
    private boolean frozen;
    private boolean settled;
    private RunnerProcess victim;
    private RunnerProcess rival;

    Operation(Crew crew, Wiring wiring, List<FaultStore> stores, Random random) {
        this.crew = crew;
        this.wiring = wiring;
        this.stores = stores;
        this.random = random;
    }

    End run(String command, Fault fault) throws Exception {
        int lateAt = random.nextInt(12);
        victim = crew.take();
        arm(fault);
        start(victim, command);
        while (!running.isEmpty()) {
            RunnerProcess.Said said = next();
            if (said.line().startsWith("@")) {
                atPoint(said, fault, lateAt);
            } else if (said.line().equals(strikeTold)) {
                afterwards(fault);
            } else if (isEnd(said.line())) {
                end(said);
            }
        }
        stores.forEach(store -> store.wire().disarm());
        if (struck.get() && !settled) {
            // it came in the very last moment
            struckTooLate(fault);
        }
        if (!isFreshlyLate(fault)) {
            deliver();
        }
        return new End(ends.getOrDefault(victim, RunnerProcess.ENDED), struck.get());
    }

    /** Eight start at the same moment, and one that works is killed; how they ended. */
    List<String> eight(String command) throws Exception {
        deliver();
        List<RunnerProcess> eight = new ArrayList<>();
        for (int n = 0; n < EIGHT; n++) {
            eight.add(crew.take());
        }
        for (RunnerProcess one : eight) {
            start(one, command);
        }
        int killAt = 2 + random.nextInt(20);
        while (!running.isEmpty()) {
            RunnerProcess.Said said = next();
            if (said.line().startsWith("@")) {
                if (!said.line().startsWith("@waiting") && ++points == killAt) {
                    said.by().kill();
                }
                said.by().go();
            } else if (isEnd(said.line())) {
                end(said);
            }
        }
        return List.copyOf(ends.values());
    }

    private boolean isFreshlyLate(Fault fault) {
        return struck.get()
                && fault != null
                && (fault.harm() == Fault.Harm.LATE || fault.harm() == Fault.Harm.LATE_AND_KILL);
    }

    private void start(RunnerProcess runner, String command) {
        running.add(runner);
        runner.send(command, wiring);
    }

    private static boolean isEnd(String line) {
        return line.startsWith("=") || line.startsWith("!") || line.equals(RunnerProcess.ENDED);
    }

    private RunnerProcess.Said next() throws InterruptedException {
        RunnerProcess.Said said = crew.queue().poll(LIMIT_SECONDS, TimeUnit.SECONDS);
        if (said == null) {
            for (RunnerProcess one : running) {
                one.printThreads();
            }
            throw new AssertionError("nothing has happened for " + LIMIT_SECONDS + " s");
        }
        return said;
    }

    private void end(RunnerProcess.Said said) throws IOException {
        if (!running.remove(said.by())) {
            // a spare was not fit
            return;
        }
        ends.put(said.by(), said.line());
        if (said.by() == rival && frozen) {
            thaw();
        }
        if (!said.line().equals(RunnerProcess.ENDED)) {
            crew.back(said.by());
        }
    }

    private void atPoint(RunnerProcess.Said said, Fault fault, int lateAt) throws Exception {
        if (said.by() == rival) {
            if (rivalPoints >= 0 || said.line().equals("@run started")) {
                rivalPoints++;
            }
            if (frozen && rivalPoints == thawAt) {
                thaw();
            }
            rival.go();
            return;
        }
        points++;
        if (points == lateAt) {
            deliver();
        }
        boolean now = fault != null && points == fault.at() + 1 && !struck.get();
        if (now && fault.when() == Fault.When.POINT) {
            strike(fault);
            afterwards(fault);
        }
        said.by().go();
        if (now && fault.when() == Fault.When.RANDOM) {
            TimeUnit.MICROSECONDS.sleep(fault.delayMicros());
            strike(fault);
            afterwards(fault);
        }
    }

    /** What breaks at a message is done by the wire, at once; what takes long is done afterwards by this thread. */
    private void arm(Fault fault) {
        if (fault == null || (fault.when() != Fault.When.MESSAGE && fault.when() != Fault.When.COMMIT)) {
            return;
        }
        FaultyWire.Fate fate = switch (fault.harm()) {
            case CUT -> FaultyWire.Fate.LOST;
            case ANSWER_LOST -> FaultyWire.Fate.ANSWER_LOST;
            case LATE, LATE_AND_KILL -> FaultyWire.Fate.LATE;
            default -> FaultyWire.Fate.ARRIVES;
        };
        FaultStore store = fault.store();
        store.wire()
                .arm(new FaultyWire.Trap(fault.when() == Fault.When.COMMIT, new AtomicInteger(fault.at()), fate, () -> {
                    strike(fault);
                    victim.tell(strikeTold);
                }));
    }

    private void strike(Fault fault) {
        struck.set(true);
        switch (fault.harm()) {
            case KILL, LATE_AND_KILL -> victim.kill();
            case FREEZE -> victim.freeze();
            case SERVER_KILL -> fault.store().killServer();
            case SILENCE -> fault.store().wire().silence(fault.delayMicros());
            case CUT -> {
                if (fault.when() == Fault.When.POINT || fault.when() == Fault.When.RANDOM) {
                    fault.store().wire().cutAll();
                }
            }
            default -> {
                // the wire does it
            }
        }
    }

    private void struckTooLate(Fault fault) {
        if (fault.harm() == Fault.Harm.SERVER_KILL) {
            fault.store().restartServer();
        }
        if (fault.harm() == Fault.Harm.FREEZE) {
            victim.thaw();
        }
    }

    private void afterwards(Fault fault) throws IOException {
        settled = true;
        if (fault.harm() == Fault.Harm.SERVER_KILL) {
            fault.store().restartServer();
        }
        if (fault.harm() == Fault.Harm.FREEZE) {
            frozen = true;
            thawAt = random.nextInt(14);
            rival = crew.take();
            start(rival, "apply");
        }
    }

    private void thaw() {
        frozen = false;
        victim.thaw();
    }

    private void deliver() throws IOException {
        for (FaultStore store : stores) {
            store.wire().deliver();
        }
    }
}
