package dev.dbmigrate.testkit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class UsageTest {

    private static final ProcessIdentity SELF = ProcessIdentity.of(ProcessHandle.current());

    @Test
    void isNotIdleWhileAHolderLives() {
        Usage usage = new Usage(Duration.ZERO);
        assertThat(usage.isIdle()).isTrue();
        usage.hold(SELF);
        assertThat(usage.isIdle()).isFalse();
        usage.release(SELF);
        assertThat(usage.isIdle()).isTrue();
    }

    @Test
    void aHolderThatHasEndedDoesNotCount() {
        Usage usage = new Usage(Duration.ZERO);
        usage.hold(new ProcessIdentity(SELF.pid(), SELF.start() - 1));
        assertThat(usage.isIdle()).isTrue();
    }

    @Test
    void theLongestIdleTimeCounts() {
        Usage usage = new Usage(Duration.ZERO);
        usage.atLeast(Duration.ofHours(1));
        usage.atLeast(Duration.ofSeconds(1));
        assertThat(usage.isIdle()).isFalse();
    }
}
