package dev.dbmigrate.runtime.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbmigrate.runtime.Direction;
import dev.dbmigrate.runtime.ExecutedPart;
import dev.dbmigrate.runtime.PlannedPart;
import dev.dbmigrate.runtime.spi.RunMonitor;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

class ProgressLinesTest {

    private final List<String> lines = new ArrayList<>();
    private final ByteArrayOutputStream raw = new ByteArrayOutputStream();
    private long nanos;

    @Test
    void withoutATerminalLongWorkWritesALineEachTenSeconds() {
        try (ProgressLines progress = progress(false)) {
            progress.partStarted(part("001_a"));
            for (int second = 1; second <= 25; second++) {
                nanos = TimeUnit.SECONDS.toNanos(second);
                progress.progress("001_a", "postgres", second * 10L, 500);
                progress.tick();
            }
            progress.partFinished(Reports.executed("001_a", ExecutedPart.Outcome.APPLIED, null));
        }

        assertThat(lines)
                .containsExactly(
                        "running     001_a on postgres, 100/500 (20 %), 10/s, 40.0 s left, 10.0 s",
                        "running     001_a on postgres, 200/500 (40 %), 10/s, 30.0 s left, 20.0 s",
                        "applied     001_a on postgres (12 ms)");
        assertThat(raw.size()).isZero();
    }

    @Test
    void onATerminalOneLineIsWrittenOverAndCleared() {
        try (ProgressLines progress = progress(true)) {
            progress.partStarted(part("001_a"));
            progress.step("001_a", "postgres", "CREATE INDEX a", RunMonitor.StepEvent.STARTED);
            nanos = TimeUnit.MILLISECONDS.toNanos(300);
            progress.tick();
            progress.partFinished(Reports.executed("001_a", ExecutedPart.Outcome.APPLIED, null));
        }

        String written = raw.toString(StandardCharsets.UTF_8);
        assertThat(written)
                .contains("running     001_a on postgres, step 'CREATE INDEX a', 300 ms")
                .endsWith("\r");
        assertThat(lines).containsExactly("applied     001_a on postgres (12 ms)");
    }

    @Test
    void aMigrationsOwnLinesAndWarningsAreShown() {
        try (ProgressLines progress = progress(false)) {
            progress.log("001_a", "postgres", Level.INFO, "3 rows without an owner");
            progress.log("001_a", "postgres", Level.DEBUG, "not for everybody");
            progress.warning("Redis has no transactions here");
            assertThat(progress.shownWarnings()).containsExactly("Redis has no transactions here");
        }

        assertThat(lines)
                .containsExactly("001_a on postgres: 3 rows without an owner", "WARN Redis has no transactions here");
    }

    private ProgressLines progress(boolean terminal) {
        Console console = new Console(
                lines::add,
                line -> lines.add("WARN " + line),
                line -> lines.add("ERROR " + line),
                new PrintStream(raw, true, StandardCharsets.UTF_8),
                terminal,
                new Style(false, 93));
        return new ProgressLines(console, () -> nanos);
    }

    private static PlannedPart part(String id) {
        return new PlannedPart(
                1, id, "postgres", "postgres", "1.0.0", "what", Direction.UP, true, List.of(), "A.java:1");
    }
}
