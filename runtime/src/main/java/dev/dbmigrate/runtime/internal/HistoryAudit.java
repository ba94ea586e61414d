package dev.dbmigrate.runtime.internal;

import dev.dbmigrate.runtime.MigrationState;
import dev.dbmigrate.runtime.ValidationReport;
import dev.dbmigrate.runtime.spi.HistoryEvent;
import dev.dbmigrate.runtime.spi.HistoryRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Compares the events with each other, and the rows with the events: whether one was removed or altered. Pure.
 *
 * <p>What cannot be seen: the last events of the chain removed together with the rows that they wrote.
 */
final class HistoryAudit {

    private HistoryAudit() {}

    /** What is wrong; empty if all is well. */
    static List<ValidationReport.Finding> findings(List<HistoryEvent> events, HistoryView rows) {
        List<ValidationReport.Finding> findings = new ArrayList<>(chain(events));
        Map<PartKey, HistoryEvent> last = last(events);
        last.forEach((key, event) -> {
            HistoryRow row = rows.row(key.migrationId(), key.database());
            if (!agrees(row, event)) {
                findings.add(finding(
                        event,
                        row == null ? MigrationState.MISSING : MigrationState.CHANGED,
                        (row == null
                                        ? "its row is gone from the history; by its last event ("
                                        : "its row in the history does not agree with its last event (")
                                + event.sequence() + ", " + event.event() + ") it is " + event.state()
                                + ". Somebody wrote into the history by hand. To write the row again as the events say: mvn"
                                + " dbmigrate:rebuild-history -Ddbmigrate.reason=\"…\""));
            }
        });
        for (HistoryRow row : rows.rows()) {
            if (!last.containsKey(new PartKey(row.migrationId(), row.database()))) {
                findings.add(new ValidationReport.Finding(
                        row.migrationId(),
                        row.database(),
                        MigrationState.CHANGED,
                        "its row in the history has no event: the row was written by hand, or the events were removed."
                                + " Restore the history from a backup, or find out who did it and why.",
                        null));
            }
        }
        return findings;
    }

    private static List<ValidationReport.Finding> chain(List<HistoryEvent> events) {
        List<ValidationReport.Finding> findings = new ArrayList<>();
        String previous = "";
        long previousNumber = 0;
        for (HistoryEvent event : events) {
            if (!EventHash.of(event).equals(event.hash())) {
                findings.add(finding(
                        event,
                        MigrationState.CHANGED,
                        "the event " + event.sequence() + " (" + event.event() + ", " + event.at()
                                + ") was altered after it was written: its hash is another one. Restore the events from a"
                                + " backup; nothing else in the history is worth more than they are."));
            } else if (!event.previousHash().equals(previous)) {
                findings.add(finding(
                        event,
                        MigrationState.MISSING,
                        (previousNumber == 0
                                        ? "the events before number " + event.sequence()
                                        : "events between the numbers " + previousNumber + " and " + event.sequence())
                                + " were removed, or one was altered: event " + event.sequence()
                                + " does not follow on the one before it. Restore the events from a backup."));
            }
            previous = event.hash();
            previousNumber = event.sequence();
        }
        return findings;
    }

    /** Whether the chain is whole: only then do the events say what the rows ought to be. */
    static boolean isWhole(List<HistoryEvent> events) {
        return chain(events).isEmpty();
    }

    /** The last event of each part. */
    static Map<PartKey, HistoryEvent> last(List<HistoryEvent> events) {
        Map<PartKey, HistoryEvent> last = new LinkedHashMap<>();
        events.forEach(event -> last.put(new PartKey(event.migrationId(), event.database()), event));
        return last;
    }

    /** Whether a row is what its last event wrote. */
    static boolean agrees(@Nullable HistoryRow row, HistoryEvent event) {
        return row != null
                && row.order() == event.sequence()
                && row.state() == event.state()
                && row.version().equals(event.version())
                && Objects.equals(text(row.checksum()), text(event.checksum()))
                && Objects.equals(text(row.errorMessage()), text(event.message()))
                && row.appliedBy().equals(event.user())
                && row.token() == event.token()
                && row.executionMillis() == event.executionMillis()
                && row.rollbackAvailable() == event.rollbackAvailable();
    }

    /** The row that an event wrote. */
    static HistoryRow row(HistoryEvent event) {
        return new HistoryRow(
                0,
                event.migrationId(),
                event.migrationName(),
                event.database(),
                event.kind(),
                event.version(),
                event.state(),
                null,
                event.user(),
                event.checksum(),
                event.message(),
                event.rollbackAvailable(),
                event.executionMillis(),
                event.token());
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static ValidationReport.Finding finding(HistoryEvent event, MigrationState state, String message) {
        return new ValidationReport.Finding(event.migrationId(), event.database(), state, message, null);
    }
}
