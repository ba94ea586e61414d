package dev.dbmigrate.runtime.simulation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Servers, processes, the network between them and the time, all in one thread's hands: of all fibers one runs, and at each
 * point (a request is about to leave, an answer about to arrive) the world decides who goes on and what goes wrong.
 */
final class World {

    /** What goes wrong; counted. */
    enum Fault {
        CRASH,
        FREEZE,
        REQUEST_LOST,
        ANSWER_LOST,
        REQUEST_LATE
    }

    static final long LEASE_NANOS = 10_000_000_000L;
    private static final long POINT_NANOS = 10_000_000L;
    private static final int MAX_POINTS = 20_000;

    final Set<Mutation> mutations;
    final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
    final List<String> trace = new ArrayList<>();
    private final Choices choices;
    private final Map<String, Store> stores = new LinkedHashMap<>();
    private final List<SimulatedProcess> processes = new ArrayList<>();
    private final List<Fiber> fibers = new ArrayList<>();
    private final List<Request> onTheWay = new ArrayList<>();
    private CountDownLatch ended = new CountDownLatch(0);
    private Fiber current;
    private long now = 1_000_000_000L;
    private int faultsLeft;
    private int points;
    private boolean inTimer;
    private Throwable violation;

    World(Choices choices, Set<Mutation> mutations, int faultsLeft) {
        this.choices = choices;
        this.mutations = mutations;
        this.faultsLeft = faultsLeft;
    }

    boolean lacks(Mutation mutation) {
        return mutations.contains(mutation);
    }

    long now() {
        return now;
    }

    Store store(String name) {
        return stores.computeIfAbsent(name, key -> new Store(this, key));
    }

    SimulatedProcess process(long clockOffset) {
        SimulatedProcess process = new SimulatedProcess(this, processes.size(), clockOffset);
        processes.add(process);
        return process;
    }

    void violated(String what) {
        throw new Violation(what);
    }

    void note(String what) {
        trace.add(String.format("%7.2f s  %s", now / 1e9, what));
    }

    /** Runs processes until all have ended; throws what they found wrong. */
    void run(Map<SimulatedProcess, Runnable> bodies) {
        CountDownLatch latch = new CountDownLatch(1);
        ended = latch;
        bodies.forEach(this::spawn);
        handOver(null);
        try {
            if (!latch.await(2, TimeUnit.MINUTES)) {
                throw new Violation("the simulation hangs");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        if (violation != null) {
            throw new Violation(violation);
        }
    }

    /** From now on nothing goes wrong any more; what is on its way may still arrive. */
    void calm() {
        faultsLeft = 0;
        processes.forEach(process -> process.frozenUntil = 0);
    }

    void passTime(long nanos) {
        now += nanos;
    }

    private Fiber spawn(SimulatedProcess process, Runnable body) {
        Fiber fiber = new Fiber(process);
        fibers.add(fiber);
        fiber.start(() -> {
            try {
                body.run();
            } catch (Crashed e) {
                note("process " + process.number + " is gone");
            } catch (Throwable e) {
                if (violation == null) {
                    violation = e;
                }
            } finally {
                fibers.remove(fiber);
                handOver(null);
            }
        });
        return fiber;
    }

    /** Sends a request from a process and waits for its answer. */
    Object call(SimulatedProcess process, Request.Session session, boolean fenced, String what, Request.Work work) {
        if (process.crashed) {
            throw new Crashed();
        }
        point();
        Request request = new Request(session, fenced, work);
        if (inTimer) {
            request.execute();
            return request.answer();
        }
        if (mayFail(40)) {
            Fault fault = oneOf(Fault.REQUEST_LOST, Fault.ANSWER_LOST, Fault.REQUEST_LATE);
            count(fault);
            note(process.number + " " + what + ": " + fault);
            if (fault == Fault.ANSWER_LOST) {
                request.execute();
            } else if (fault == Fault.REQUEST_LATE) {
                onTheWay.add(request);
            }
            throw new ConnectionLost();
        }
        onTheWay.add(request);
        point();
        onTheWay.remove(request);
        request.execute();
        note(process.number + " " + what);
        point();
        return request.answer();
    }

    void end(Request.Session session) {
        session.ended = true;
        onTheWay.removeIf(Request::isDropped);
    }

    void endByNewer(Request.Session session) {
        session.endedByNewer = true;
        onTheWay.removeIf(Request::isDropped);
    }

    void sleep(long nanos) {
        current.wakeAt = now + nanos;
        handOver(current);
        throwIfCrashed();
    }

    void block(BooleanSupplier until) {
        if (until.getAsBoolean()) {
            return;
        }
        Fiber me = current;
        me.blockedUntil = until;
        handOver(me);
        me.blockedUntil = null;
        throwIfCrashed();
    }

    void sideBySide(SimulatedProcess process, List<Runnable> tasks) {
        List<Fiber> children = new ArrayList<>();
        tasks.forEach(task -> children.add(spawn(process, task)));
        block(() -> children.stream().noneMatch(fibers::contains));
        if (process.crashed) {
            throw new Crashed();
        }
    }

    /** A place where anything may happen: time passes, timers fire, others take over, a process dies. */
    private void point() {
        if (inTimer) {
            return;
        }
        if (++points > MAX_POINTS) {
            violated("the schedule does not end");
        }
        now += POINT_NANOS;
        fireTimers();
        arriveLate();
        Fiber me = current;
        if (mayFail(50)) {
            Fault fault = oneOf(Fault.CRASH, Fault.FREEZE);
            count(fault);
            note(me.process.number + " " + fault);
            if (fault == Fault.CRASH) {
                me.process.crashed = true;
                me.process.timers.clear();
            } else {
                me.process.frozenUntil = now + 2 * LEASE_NANOS;
            }
        }
        if (me.process.crashed || !me.isReady(now)) {
            handOver(me);
        } else if (fibers.size() > 1 && choices.departs(4)) {
            handOver(me);
        }
        throwIfCrashed();
    }

    private void throwIfCrashed() {
        if (current.process.crashed) {
            throw new Crashed();
        }
    }

    private boolean mayFail(int oneIn) {
        if (faultsLeft == 0 || !choices.departs(oneIn)) {
            return false;
        }
        faultsLeft--;
        return true;
    }

    private Fault oneOf(Fault... several) {
        return several[choices.kind(several.length)];
    }

    private void count(Fault fault) {
        faults.merge(fault, 1, Integer::sum);
    }

    /** A server carries out what it was sent even if the client sleeps, is dead, or has given up. */
    private void arriveLate() {
        if (!onTheWay.isEmpty() && choices.departs(10)) {
            Request request = onTheWay.remove(choices.kind(onTheWay.size()));
            note("a request arrives by itself");
            request.execute();
        }
    }

    private void fireTimers() {
        for (SimulatedProcess process : processes) {
            if (process.crashed || process.isFrozen()) {
                continue;
            }
            for (SimulatedProcess.SimulatedTimer timer : List.copyOf(process.timers)) {
                if (timer.due <= now) {
                    timer.due = now + timer.period;
                    inTimer = true;
                    try {
                        timer.task.run();
                    } finally {
                        inTimer = false;
                    }
                }
            }
        }
    }

    /** Gives the turn to a fiber that can go on; with null, the caller's own fiber has ended. */
    private void handOver(Fiber me) {
        if (fibers.isEmpty()) {
            ended.countDown();
            return;
        }
        Fiber next = choose(me);
        if (next == me) {
            return;
        }
        current = next;
        next.giveTurn();
        if (me != null) {
            me.awaitTurn();
        }
    }

    private Fiber choose(Fiber me) {
        while (true) {
            List<Fiber> ready = new ArrayList<>();
            for (Fiber fiber : fibers) {
                if (fiber != me && fiber.isReady(now)) {
                    ready.add(fiber);
                }
            }
            if (!ready.isEmpty()) {
                return ready.get(choices.among(ready.size()));
            }
            if (me != null && me.isReady(now)) {
                return me;
            }
            passTimeUntilSomethingHappens();
        }
    }

    private void passTimeUntilSomethingHappens() {
        long next = Long.MAX_VALUE;
        for (Fiber fiber : fibers) {
            long at = Math.max(fiber.wakeAt, fiber.process.frozenUntil);
            if (fiber.blockedUntil == null && at > now) {
                next = Math.min(next, at);
            }
        }
        if (next == Long.MAX_VALUE) {
            Fiber stuck = fibers.get(0);
            violation = violation == null ? new Violation("deadlock") : violation;
            stuck.process.crashed = true;
            return;
        }
        long beat = processes.stream()
                .filter(process -> !process.crashed && !process.isFrozen())
                .flatMap(process -> process.timers.stream())
                .mapToLong(timer -> timer.due)
                .min()
                .orElse(Long.MAX_VALUE);
        now = Math.max(now + 1, Math.min(next, beat));
        fireTimers();
    }
}
