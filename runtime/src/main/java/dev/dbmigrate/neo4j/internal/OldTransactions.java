package dev.dbmigrate.neo4j.internal;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.spi.Lease;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import org.neo4j.driver.Record;
import org.neo4j.driver.exceptions.Neo4jException;

/**
 * Ends transactions by the name in their metadata. A user sees and ends its own transactions without any further right;
 * those of another user need {@code SHOW TRANSACTION} and {@code TERMINATE TRANSACTION}.
 */
final class OldTransactions {

    private static final int LOOKS = 100;
    private static final long PAUSE_MILLIS = 100;
    private static final String SHOW = """
            SHOW TRANSACTIONS YIELD transactionId, metaData, status
            WHERE metaData.app STARTS WITH $prefix AND NOT status STARTS WITH 'Terminated'
            RETURN transactionId AS id, metaData.app AS app, metaData.work AS work""";

    private final Connections connections;

    OldTransactions(Connections connections) {
        this.connections = connections;
    }

    /**
     * Ends those of the same history's lower tokens; when this returns, none of them can commit any more. One that is
     * terminated stays in the list until its client notices, which a frozen client does not.
     */
    void endBefore(Lease lease) {
        endUpTo(lease.historyId(), lease.token() - 1);
    }

    /** Ends those of a token and of all lower ones. */
    void endUpTo(String historyId, long token) {
        endAll(historyId, true, other -> other <= token);
    }

    /** Ends those of a lease's migrations, not those that write its records. */
    void endOf(Lease lease) {
        endAll(lease.historyId(), false, token -> token == lease.token());
    }

    private void endAll(String historyId, boolean recordsToo, LongPredicate which) {
        String prefix = Lease.sessionPrefix(historyId);
        for (int looked = 0; looked < LOOKS; looked++) {
            List<String> ids = new ArrayList<>();
            for (Record row : connections.ask(SHOW, Map.of("prefix", prefix))) {
                boolean ofRecords = Connections.RECORDS.equals(row.get("work").asString(null));
                if ((recordsToo || !ofRecords)
                        && which.test(token(row.get("app").asString(), prefix))) {
                    ids.add(row.get("id").asString());
                }
            }
            if (ids.isEmpty()) {
                return;
            }
            connections.ask("TERMINATE TRANSACTIONS $ids", Map.of("ids", ids));
            pause();
        }
        throw new DbMigrateException(
                Diagnostic.LEASE_HELD,
                "a transaction of an earlier runner does not end although it was told to; look at SHOW TRANSACTIONS and run"
                        + " the goal again when it is gone");
    }

    private static void pause() {
        Connections.pause(PAUSE_MILLIS, new Neo4jException("interrupted while an older owner's transactions end"));
    }

    /** The token in a session's name; what cannot be read is nobody's. */
    private static long token(String app, String prefix) {
        try {
            return Long.parseLong(app.substring(prefix.length()));
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }
}
