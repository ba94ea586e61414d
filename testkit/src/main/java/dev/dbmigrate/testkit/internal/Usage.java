package dev.dbmigrate.testkit.internal;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Who uses the servers, and since when nobody does. Thread-safe. */
final class Usage {

    /** A process may forget to let go (an IDE that runs for days): a hold counts for this long after its last renewal. */
    private static final Duration LONGEST_HOLD = Duration.ofHours(1);

    private final Map<ProcessIdentity, Long> holders = new HashMap<>();
    private Duration idle;
    private long lastUse = System.nanoTime();

    Usage(Duration idle) {
        this.idle = idle;
    }

    synchronized void touch() {
        lastUse = System.nanoTime();
    }

    synchronized void atLeast(Duration other) {
        idle = other.compareTo(idle) > 0 ? other : idle;
    }

    /** The servers count as used while this process lives. */
    synchronized void hold(ProcessIdentity process) {
        holders.put(process, System.nanoTime());
    }

    synchronized void release(ProcessIdentity process) {
        holders.remove(process);
    }

    synchronized boolean isIdle() {
        long now = System.nanoTime();
        holders.entrySet()
                .removeIf(holder -> !holder.getKey().isAlive() || now - holder.getValue() > LONGEST_HOLD.toNanos());
        if (!holders.isEmpty()) {
            lastUse = now;
        }
        return now - lastUse > idle.toNanos();
    }
}
