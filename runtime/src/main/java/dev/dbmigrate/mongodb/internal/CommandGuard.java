package dev.dbmigrate.mongodb.internal;

import com.mongodb.event.CommandFailedEvent;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import com.mongodb.event.CommandSucceededEvent;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Hands each command of the migrations' client to the run that is under way, if there is one. Thread-safe. */
final class CommandGuard implements CommandListener {

    private final AtomicReference<@Nullable WriteWatch> current = new AtomicReference<>();

    void watch(@Nullable WriteWatch watch) {
        current.set(watch);
    }

    @Override
    public void commandStarted(CommandStartedEvent event) {
        WriteWatch watch = current.get();
        if (watch != null) {
            watch.started(event.getRequestId(), event.getCommandName(), event.getCommand());
        }
    }

    @Override
    public void commandSucceeded(CommandSucceededEvent event) {
        WriteWatch watch = current.get();
        if (watch != null) {
            watch.answered(event.getRequestId(), event.getResponse());
        }
    }

    @Override
    public void commandFailed(CommandFailedEvent event) {
        WriteWatch watch = current.get();
        if (watch != null) {
            watch.failed(event.getRequestId(), event.getThrowable());
        }
    }
}
