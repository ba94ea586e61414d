package dev.dbmigrate.runtime.report;

import dev.dbmigrate.runtime.ExecutedPart;
import dev.dbmigrate.runtime.PlannedPart;
import dev.dbmigrate.runtime.RunListener;
import dev.dbmigrate.runtime.spi.HistoryStore;
import dev.dbmigrate.runtime.spi.RunMonitor;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * Says what a run does while it does it: on a terminal by one updating line, elsewhere by plain lines, at most one each ten
 * seconds for what is under way. Safe for use by several threads.
 */
public final class ProgressLines implements RunListener, AutoCloseable {

    private static final long PLAIN_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long REDRAW_MILLIS = 250;

    private final Console console;
    private final LongSupplier nanoTime;
    private final ScheduledExecutorService timer;
    private final Map<String, Running> running = new LinkedHashMap<>();
    private final Set<String> warnings = new HashSet<>();
    private long lastPlainLine;
    private boolean lineShown;
    private @Nullable String waiting;
    private @Nullable Future<?> ticking;

    /** A part under way. */
    private static final class Running {
        private final String label;
        private final long since;
        private long done;
        private long total;
        private @Nullable String step;

        private Running(String label, long since) {
            this.label = label;
            this.since = since;
        }
    }

    /**
     * Starts to watch.
     *
     * @param console where lines go
     */
    public ProgressLines(Console console) {
        this(console, System::nanoTime);
        ticking = timer.scheduleWithFixedDelay(this::tick, REDRAW_MILLIS, REDRAW_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Without a timer: the test calls {@link #tick}. */
    ProgressLines(Console console, LongSupplier nanoTime) {
        this.console = console;
        this.nanoTime = nanoTime;
        this.lastPlainLine = nanoTime.getAsLong();
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "dbmigrate-progress");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** The warnings that have been shown. */
    public synchronized Set<String> shownWarnings() {
        return Set.copyOf(warnings);
    }

    @Override
    public synchronized void waitingForLease(HistoryStore.Holder holder, Duration waited) {
        waiting =
                "waiting for " + holder.runner().user() + "@" + holder.runner().host() + " (pid "
                        + holder.runner().pid() + "), who holds the lease since " + Wording.time(holder.since())
                        + (holder.working() == null ? "" : " and runs " + holder.working());
        tick();
    }

    @Override
    public synchronized void partStarted(PlannedPart part) {
        waiting = null;
        running.put(
                key(part.id(), part.database()),
                new Running(part.id() + " on " + part.database(), nanoTime.getAsLong()));
        if (console.terminal()) {
            tick();
        }
    }

    @Override
    public synchronized void partFinished(ExecutedPart part) {
        running.remove(key(part.id(), part.database()));
        if (part.outcome() == ExecutedPart.Outcome.NOT_RUN) {
            return;
        }
        String word = String.format(Locale.ROOT, "%-11s", TextReports.words(part.outcome()));
        line(
                Level.INFO,
                TextReports.outcome(part.outcome(), word, console.style()) + " " + part.id() + " on " + part.database()
                        + " (" + Wording.duration(part.executionMillis()) + ")");
    }

    @Override
    public synchronized void step(String id, String database, String step, RunMonitor.StepEvent event) {
        Running part = running.get(key(id, database));
        if (part != null) {
            part.step = event == RunMonitor.StepEvent.STARTED ? step : null;
        }
        if (event == RunMonitor.StepEvent.SKIPPED) {
            line(Level.INFO, "            step '" + Wording.shorten(step, 50) + "' was done by an earlier try");
        }
    }

    @Override
    public synchronized void progress(String id, String database, long done, long total) {
        Running part = running.get(key(id, database));
        if (part != null) {
            part.done = done;
            part.total = total;
        }
    }

    @Override
    public synchronized void log(String id, String database, Level level, String message) {
        if (level.toInt() >= Level.INFO.toInt()) {
            line(level, id + " on " + database + ": " + message);
        }
    }

    @Override
    public synchronized void warning(String message) {
        warnings.add(message);
        line(Level.WARN, message);
    }

    @Override
    public void close() {
        if (ticking != null) {
            ticking.cancel(false);
        }
        timer.shutdownNow();
        synchronized (this) {
            running.clear();
            waiting = null;
            clearLine();
        }
    }

    /** Redraws the updating line, or writes a plain one when the last is long enough ago. */
    final synchronized void tick() {
        String text = underWay();
        if (text == null) {
            clearLine();
        } else if (console.terminal()) {
            clearLine();
            console.out().print(Wording.shorten(text, console.style().width()));
            console.out().flush();
            lineShown = true;
        } else if (nanoTime.getAsLong() - lastPlainLine >= PLAIN_INTERVAL_NANOS) {
            line(Level.INFO, text);
        }
    }

    private @Nullable String underWay() {
        if (running.isEmpty()) {
            return waiting;
        }
        StringBuilder text = new StringBuilder("running     ");
        String separator = "";
        for (Running part : running.values()) {
            text.append(separator).append(describe(part));
            separator = "; ";
        }
        return text.toString();
    }

    private String describe(Running part) {
        long millis = TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - part.since);
        StringBuilder text = new StringBuilder(part.label);
        if (part.step != null) {
            text.append(", step '").append(Wording.shorten(part.step, 30)).append('\'');
        }
        if (part.done > 0) {
            text.append(", ").append(amount(part, millis));
        }
        return text.append(", ").append(Wording.duration(millis)).toString();
    }

    private static String amount(Running part, long millis) {
        long perSecond = millis == 0 ? 0 : part.done * 1000 / millis;
        if (part.total <= 0) {
            return part.done + " done, " + perSecond + "/s";
        }
        long left = Math.max(0, part.total - part.done) * millis / part.done;
        return part.done + "/" + part.total + " (" + part.done * 100 / part.total + " %), " + perSecond + "/s, "
                + Wording.duration(left) + " left";
    }

    private void line(Level level, String text) {
        clearLine();
        lastPlainLine = nanoTime.getAsLong();
        switch (level) {
            case ERROR -> console.error().accept(text);
            case WARN -> console.warn().accept(text);
            default -> console.info().accept(text);
        }
    }

    private void clearLine() {
        if (lineShown) {
            console.out().print("\r" + " ".repeat(console.style().width()) + "\r");
            console.out().flush();
            lineShown = false;
        }
    }

    private static String key(String id, String database) {
        return id + "\n" + database;
    }
}
