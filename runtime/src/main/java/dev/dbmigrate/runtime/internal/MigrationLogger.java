package dev.dbmigrate.runtime.internal;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/**
 * What a migration logs goes to the run's listener, so that it shows in the goal's output whatever logging the project has,
 * and to the project's own logging as well.
 */
final class MigrationLogger extends LegacyAbstractLogger {

    private static final long serialVersionUID = 1L;

    private final transient BiConsumer<Level, String> sink;
    private final transient Logger delegate;

    MigrationLogger(String migrationId, BiConsumer<Level, String> sink) {
        this.name = "dev.dbmigrate.migration." + migrationId;
        this.sink = sink;
        this.delegate = LoggerFactory.getLogger(name);
    }

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
        return null;
    }

    @Override
    @SuppressWarnings("NullAway") // SLF4J's own signature allows a null marker and null arguments
    protected void handleNormalizedLoggingCall(
            Level level, Marker marker, String messagePattern, Object[] arguments, Throwable throwable) {
        String message = MessageFormatter.basicArrayFormat(messagePattern, arguments);
        sink.accept(level, throwable == null ? message : message + ": " + throwable);
        delegate.atLevel(level).setCause(throwable).log(message);
    }

    @Override
    public boolean isTraceEnabled() {
        return delegate.isTraceEnabled();
    }

    @Override
    public boolean isDebugEnabled() {
        return delegate.isDebugEnabled();
    }

    @Override
    public boolean isInfoEnabled() {
        return true;
    }

    @Override
    public boolean isWarnEnabled() {
        return true;
    }

    @Override
    public boolean isErrorEnabled() {
        return true;
    }
}
