package dev.dbmigrate.postgres.internal;

import dev.dbmigrate.runtime.spi.Lease;
import dev.dbmigrate.runtime.spi.Marker;
import dev.dbmigrate.runtime.spi.StepRecord;
import dev.dbmigrate.runtime.spi.TargetState;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the records of a target. */
final class Markers {

    private Markers() {}

    /** Everything, for somebody who only looks; nothing where there is nothing. */
    static TargetState readState(Connection connection, Records records) throws SQLException {
        String version = ifTableExists(
                connection,
                "SELECT version FROM " + records.versions()
                        + " ORDER BY string_to_array(version, '.')::int[] DESC LIMIT 1");
        String historyId = ifTableExists(connection, "SELECT history_id FROM " + records.fence());
        if (historyId == null) {
            String home = ifTableExists(connection, "SELECT history_id FROM " + records.lock());
            return home == null && version == null
                    ? TargetState.EMPTY
                    : new TargetState(true, home, 0, version, Map.of());
        }
        String token = PostgresTarget.single(connection, "SELECT token FROM " + records.fence());
        return new TargetState(
                true,
                historyId,
                token == null ? 0 : Long.parseLong(token),
                version,
                markers(connection, records, false));
    }

    /** What a claim returns: every marker of a target, or the unfinished ones where the history's rows are the markers. */
    static TargetState readUnfinishedOrAll(Connection connection, Records records, Lease lease, boolean home)
            throws SQLException {
        return new TargetState(true, lease.historyId(), lease.token(), null, markers(connection, records, home));
    }

    private static Map<String, Marker> markers(Connection connection, Records records, boolean unfinishedOnly)
            throws SQLException {
        Map<String, List<StepRecord>> steps = new HashMap<>();
        Map<String, Marker> markers = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("""
                        SELECT m.migration_id, m.state, m.checksum, m.token, s.step_index, s.name, s.state AS step_state
                        FROM %s m LEFT JOIN %s s USING (migration_id) %s ORDER BY m.migration_id, s.step_index""".formatted(
                        records.marker(), records.step(), unfinishedOnly ? "WHERE m.state <> 'APPLIED'" : ""))) {
            while (result.next()) {
                String id = result.getString("migration_id");
                List<StepRecord> own = steps.computeIfAbsent(id, key -> new ArrayList<>());
                String name = result.getString("name");
                if (name != null) {
                    own.add(new StepRecord(
                            result.getInt("step_index"),
                            name,
                            StepRecord.State.valueOf(result.getString("step_state"))));
                }
                markers.put(
                        id,
                        new Marker(
                                id,
                                Marker.State.valueOf(result.getString("state")),
                                result.getString("checksum"),
                                result.getLong("token"),
                                own));
            }
        }
        return markers;
    }

    private static @Nullable String ifTableExists(Connection connection, String sql) throws SQLException {
        try {
            return PostgresTarget.single(connection, sql);
        } catch (SQLException e) {
            if (PostgresErrors.UNDEFINED_TABLE.equals(e.getSQLState())) {
                return null;
            }
            throw e;
        }
    }
}
