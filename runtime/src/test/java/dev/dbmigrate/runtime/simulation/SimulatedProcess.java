package dev.dbmigrate.runtime.simulation;

import dev.dbmigrate.runtime.internal.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A runner's process in the simulated world: its clock, its threads, its timers. */
final class SimulatedProcess implements Scheduler {

    final World world;
    final int number;
    /** How far its clock is from the server's, in nanoseconds. */
    final long clockOffset;

    final List<SimulatedTimer> timers = new ArrayList<>();
    long frozenUntil;
    boolean crashed;

    SimulatedProcess(World world, int number, long clockOffset) {
        this.world = world;
        this.number = number;
        this.clockOffset = clockOffset;
    }

    boolean isFrozen() {
        return frozenUntil > world.now();
    }

    @Override
    public long nanoTime() {
        return world.now() + clockOffset;
    }

    @Override
    public void sleep(Duration time) {
        // the real pause is drawn at random, which would make the schedule impossible to replay
        world.sleep(500_000_000L);
    }

    @Override
    public Repetition every(String name, Duration period, Runnable task) {
        SimulatedTimer timer = new SimulatedTimer(task, period.toNanos(), world.now() + period.toNanos());
        timers.add(timer);
        return () -> timers.remove(timer);
    }

    @Override
    public void sideBySide(List<Runnable> tasks) {
        world.sideBySide(this, tasks);
    }

    @Override
    public boolean await(CompletableFuture<Boolean> future) {
        world.block(future::isDone);
        return future.join();
    }

    /** A task that is called again and again; when it is due and the process is awake, it is run between two points. */
    static final class SimulatedTimer {

        final Runnable task;
        final long period;
        long due;

        SimulatedTimer(Runnable task, long period, long due) {
            this.task = task;
            this.period = period;
            this.due = due;
        }
    }
}
