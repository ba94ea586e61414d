package dev.dbmigrate.runtime.internal;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.spi.LeaseLostException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells a run to stop, once and for all: because its lease is gone, or because the process is ended. Thread-safe. */
final class StopSignal {

    private enum Reason {
        LEASE_LOST,
        INTERRUPTED
    }

    private @Nullable Reason reason;
    private String detail = "";
    private final List<Runnable> actions = new ArrayList<>();

    void leaseLost(String why) {
        stop(Reason.LEASE_LOST, why);
    }

    void interrupt(String why) {
        stop(Reason.INTERRUPTED, why);
    }

    /** Runs the action when the signal is given, or now if it has been given. */
    void onStop(Runnable action) {
        synchronized (this) {
            if (reason == null) {
                actions.add(action);
                return;
            }
        }
        action.run();
    }

    synchronized boolean isGiven() {
        return reason != null;
    }

    synchronized boolean isLeaseLost() {
        return reason == Reason.LEASE_LOST;
    }

    synchronized void check() {
        if (reason == Reason.LEASE_LOST) {
            throw new LeaseLostException(detail);
        }
        if (reason == Reason.INTERRUPTED) {
            throw new DbMigrateException(Diagnostic.INTERRUPTED, detail);
        }
    }

    private void stop(Reason why, String text) {
        List<Runnable> toRun;
        synchronized (this) {
            if (reason != null) {
                return;
            }
            reason = why;
            detail = text;
            toRun = List.copyOf(actions);
        }
        toRun.forEach(Runnable::run);
    }
}
