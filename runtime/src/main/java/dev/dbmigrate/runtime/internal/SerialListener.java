package dev.dbmigrate.runtime.internal;

import dev.dbmigrate.runtime.ExecutedPart;
import dev.dbmigrate.runtime.PlannedPart;
import dev.dbmigrate.runtime.RunListener;
import dev.dbmigrate.runtime.spi.HistoryStore;
import dev.dbmigrate.runtime.spi.RunMonitor;
import java.time.Duration;
import java.util.List;
import org.slf4j.event.Level;

/** Hands on one call at a time. */
final class SerialListener implements RunListener {

    private final RunListener listener;

    SerialListener(RunListener listener) {
        this.listener = listener;
    }

    @Override
    public synchronized void waitingForLease(HistoryStore.Holder holder, Duration waited) {
        listener.waitingForLease(holder, waited);
    }

    @Override
    public synchronized void runStarted(List<PlannedPart> parts) {
        listener.runStarted(parts);
    }

    @Override
    public synchronized void partStarted(PlannedPart part) {
        listener.partStarted(part);
    }

    @Override
    public synchronized void partFinished(ExecutedPart part) {
        listener.partFinished(part);
    }

    @Override
    public synchronized void step(String id, String database, String step, RunMonitor.StepEvent event) {
        listener.step(id, database, step, event);
    }

    @Override
    public synchronized void progress(String id, String database, long done, long total) {
        listener.progress(id, database, done, total);
    }

    @Override
    public synchronized void log(String id, String database, Level level, String message) {
        listener.log(id, database, level, message);
    }

    @Override
    public synchronized void warning(String message) {
        listener.warning(message);
    }
}
