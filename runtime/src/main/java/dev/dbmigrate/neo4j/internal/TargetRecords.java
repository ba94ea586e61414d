package dev.dbmigrate.neo4j.internal;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.spi.Lease;
import dev.dbmigrate.runtime.spi.LeaseLostException;
import dev.dbmigrate.runtime.spi.Marker;
import dev.dbmigrate.runtime.spi.StepRecord;
import dev.dbmigrate.runtime.spi.TargetState;
import dev.dbmigrate.runtime.spi.VersionChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Record;
import org.neo4j.driver.Transaction;
import org.neo4j.driver.Value;
import org.neo4j.driver.exceptions.Neo4jException;

/**
 * What dbmigrate keeps on a target: the fence, which holds the highest token seen, and a marker for each migration.
 *
 * <p>Whoever writes locks the fence first and compares the token then, in the same transaction; so a take-over waits for
 * the old owner's transaction or ends it, and never interleaves with it.
 */
final class TargetRecords {

    private static final Duration FENCE_TIMEOUT = Duration.ofSeconds(5);
    private static final int FENCE_TRIES = 12;

    private static final String READ = """
            MATCH (f:__DbMigrateFence {id: 'fence'})
            OPTIONAL MATCH (m:__DbMigrateMarker)
            RETURN f.history_id AS history, f.token AS token, f.schema_version AS version,
              collect(m {.migration_id, .state, .checksum, .token, .steps, .done, .outside}) AS markers""";

    private static final String LOCK = """
            MATCH (f:__DbMigrateFence {id: 'fence'})
            SET f.attempt = $attempt
            WITH f
            RETURN f.history_id AS history, f.token AS token""";

    /** How the record of what was done through {@code driver()} outside a step is called in reports. */
    static final String OUTSIDE = "what was done through driver()";

    private final Connections connections;
    private final OldTransactions old;

    TargetRecords(Connections connections) {
        this.connections = connections;
        this.old = new OldTransactions(connections);
    }

    TargetState read() {
        List<Record> found = connections.ask(READ, Map.of());
        if (found.isEmpty()) {
            return TargetState.EMPTY;
        }
        Record row = found.get(0);
        Map<String, Marker> markers = new HashMap<>();
        for (Value value : row.get("markers").values()) {
            Marker marker = marker(value);
            markers.put(marker.migrationId(), marker);
        }
        return new TargetState(
                true,
                row.get("history").asString(null),
                row.get("token").asLong(0),
                row.get("version").asString(null),
                markers);
    }

    private static Marker marker(Value value) {
        List<String> names = value.get("steps").asList(Value::asString, List.of());
        long done = value.get("done").asLong(0);
        List<StepRecord> steps = new ArrayList<>();
        for (String name : names) {
            int index = steps.size();
            steps.add(new StepRecord(index, name, index < done ? StepRecord.State.DONE : StepRecord.State.RUNNING));
        }
        if (value.get("outside").asBoolean(false)) {
            steps.add(new StepRecord(steps.size(), OUTSIDE, StepRecord.State.RUNNING));
        }
        return new Marker(
                value.get("migration_id").asString(),
                Marker.State.valueOf(value.get("state").asString()),
                value.get("checksum").asString(null),
                value.get("token").asLong(0),
                steps);
    }

    /** Creates the records where they are missing: the constraints first, then the fence under them. */
    void initialise() {
        if (!connections
                .ask("MATCH (f:__DbMigrateFence {id: 'fence'}) RETURN f.token", Map.of())
                .isEmpty()) {
            return;
        }
        new Constraints(connections).ensure(Names.ON_TARGETS);
        connections.ask("MERGE (f:__DbMigrateFence {id: 'fence'}) ON CREATE SET f.token = 0", Map.of());
    }

    /**
     * Raises the token and ends the older owners' transactions.
     *
     * @return false if the target belongs to another history, and was left as it is
     */
    boolean raise(Lease lease) {
        String owner = read().historyId();
        if (owner != null && !owner.equals(lease.historyId())) {
            return false;
        }
        for (int tried = 1; ; tried++) {
            old.endBefore(lease);
            try {
                boolean ours = connections.change(
                        Connections.named(lease, FENCE_TIMEOUT), transaction -> raise(transaction, lease));
                old.endBefore(lease);
                return ours;
            } catch (Neo4jException e) {
                if (ServerErrors.connectionLost(e) || !ServerErrors.waitedInVain(e)) {
                    throw e;
                }
                if (tried == FENCE_TRIES) {
                    throw new DbMigrateException(
                            Diagnostic.LEASE_HELD,
                            "another transaction holds dbmigrate's fence and cannot be ended by this user: wait for it, or"
                                    + " run as the user of the earlier runner, or grant SHOW TRANSACTION and TERMINATE"
                                    + " TRANSACTION",
                            e);
                }
            }
        }
    }

    private static boolean raise(Transaction transaction, Lease lease) {
        Record fence = transaction
                .run(LOCK, Map.of("attempt", "claim-" + lease.token()))
                .single();
        String owner = fence.get("history").asString(null);
        if (owner != null && !owner.equals(lease.historyId())) {
            return false;
        }
        if (fence.get("token").asLong(0) > lease.token()) {
            throw lost(lease);
        }
        transaction
                .run(
                        "MATCH (f:__DbMigrateFence {id: 'fence'}) SET f.token = $token, f.history_id = $history",
                        Map.of("token", lease.token(), "history", lease.historyId()))
                .consume();
        return true;
    }

    /**
     * Locks the fence for the rest of a transaction and compares the token.
     *
     * @param attempt is found at the fence once the transaction has committed
     * @throws LeaseLostException if it is not the lease's
     */
    static void lock(Transaction transaction, Lease lease, String attempt) {
        List<Record> fence = transaction.run(LOCK, Map.of("attempt", attempt)).list();
        if (fence.isEmpty()) {
            throw new DbMigrateException(
                    Diagnostic.INTERNAL, "a migration was run on a Neo4j database that was not claimed before");
        }
        if (fence.get(0).get("token").asLong(0) != lease.token()
                || !lease.historyId().equals(fence.get(0).get("history").asString(null))) {
            throw lost(lease);
        }
    }

    /**
     * Looks, without a lock, whether a lease's token is the highest seen.
     *
     * @throws LeaseLostException if it is not
     */
    void requireCurrent(Lease lease) {
        TargetState now = read();
        if (now.token() != lease.token() || !lease.historyId().equals(now.historyId())) {
            throw lost(lease);
        }
    }

    /**
     * Finds out whether a transaction whose commit was not answered has committed: ends it if it still stands, waits for
     * the fence's lock, and reads what the last one that committed has left there.
     *
     * @return whether it has committed; null if that cannot be known, because a newer owner has been here
     */
    @Nullable
    Boolean hasCommitted(Lease lease, String attempt) {
        old.endOf(lease);
        try (var session = connections.recordsSession();
                Transaction transaction = session.beginTransaction(Connections.named(lease, FENCE_TIMEOUT))) {
            Record fence = transaction.run("""
                            MATCH (f:__DbMigrateFence {id: 'fence'})
                            SET f.looked = $attempt
                            WITH f
                            RETURN f.attempt AS attempt, f.token AS token""", Map.of("attempt", attempt)).single();
            boolean committed = attempt.equals(fence.get("attempt").asString(null));
            boolean known = committed || fence.get("token").asLong(0) == lease.token();
            transaction.rollback();
            return known ? committed : null;
        }
    }

    /** Writes a migration's journal: its steps so far, of which the first {@code done} are done. */
    static void writeMarker(Transaction transaction, Lease lease, JournalState journal) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("id", journal.migrationId());
        parameters.put("state", journal.state().name());
        parameters.put("checksum", journal.checksum());
        parameters.put("token", lease.token());
        parameters.put("steps", journal.steps());
        parameters.put("done", journal.done());
        parameters.put("outside", journal.outside());
        transaction.run("""
                        MERGE (m:__DbMigrateMarker {migration_id: $id})
                        SET m.state = $state, m.checksum = $checksum, m.token = $token, m.steps = $steps, m.done = $done,
                          m.outside = $outside, m.at = datetime()""", parameters).consume();
    }

    static void deleteMarker(Transaction transaction, String migrationId) {
        transaction
                .run("MATCH (m:__DbMigrateMarker {migration_id: $id}) DELETE m", Map.of("id", migrationId))
                .consume();
    }

    /** Whether the interrupted step, or the migration itself, has had effects outside its transactions; see the journal. */
    boolean hasOutsideEffects(String migrationId) {
        return connections
                .ask(
                        "MATCH (m:__DbMigrateMarker {migration_id: $id}) RETURN coalesce(m.outside, false) AS outside",
                        Map.of("id", migrationId))
                .stream()
                .anyMatch(row -> row.get("outside").asBoolean());
    }

    /** Replaces what is known of a migration by what a person has decided, the schema version with it. */
    void settle(Lease lease, String migrationId, @Nullable Marker marker, VersionChange version) {
        JournalState decided = marker == null ? null : decided(marker);
        connections.changeSurely(lease, transaction -> {
            lock(transaction, lease, "settle-" + migrationId);
            if (decided == null) {
                deleteMarker(transaction, migrationId);
            } else {
                writeMarker(transaction, lease, decided);
            }
            SchemaVersions.write(transaction, version);
        });
    }

    private static JournalState decided(Marker marker) {
        List<String> names = marker.steps().stream().map(StepRecord::name).toList();
        if (names.contains(OUTSIDE)) {
            throw new DbMigrateException(
                    Diagnostic.VALIDATION_FAILED,
                    "what " + marker.migrationId()
                            + " did through driver() outside a step cannot be skipped by the next"
                            + " run. Mark the whole migration as applied or as rolled back, or undo what stands of it and"
                            + " retry. Nothing was changed");
        }
        return new JournalState(marker.migrationId(), marker.state(), marker.checksum(), names, names.size(), false);
    }

    private static LeaseLostException lost(Lease lease) {
        return new LeaseLostException("a newer owner than token " + lease.token() + " has claimed this database");
    }
}
