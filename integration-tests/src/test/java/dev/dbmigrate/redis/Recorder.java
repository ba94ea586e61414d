package dev.dbmigrate.redis;

import dev.dbmigrate.runtime.spi.RunMonitor;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;

/** A monitor that remembers what it was told. */
final class Recorder implements RunMonitor {

    final List<String> steps = new ArrayList<>();
    final List<String> lines = new ArrayList<>();
    long done;
    long total;
    /** What {@link #checkMayContinue} does. */
    Runnable mayContinue = () -> {};

    private final Logger log = new LegacyAbstractLogger() {
        private static final long serialVersionUID = 1L;

        @Override
        protected String getFullyQualifiedCallerName() {
            return "";
        }

        @Override
        protected void handleNormalizedLoggingCall(
                Level level, org.slf4j.Marker marker, String message, Object[] arguments, Throwable throwable) {
            lines.add(level + " " + message);
        }

        @Override
        public boolean isTraceEnabled() {
            return true;
        }

        @Override
        public boolean isDebugEnabled() {
            return true;
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
    };

    @Override
    public Logger log() {
        return log;
    }

    @Override
    public void progress(long newDone, long newTotal) {
        done = newDone;
        total = newTotal;
    }

    @Override
    public void step(String name, StepEvent event) {
        steps.add(event + " " + name);
    }

    @Override
    public void checkMayContinue() {
        mayContinue.run();
    }
}
