package dev.dbmigrate.runtime.simulation;

import dev.dbmigrate.runtime.Direction;
import dev.dbmigrate.runtime.spi.HistoryEvent;
import dev.dbmigrate.runtime.spi.HistoryRow;
import dev.dbmigrate.runtime.spi.Marker;
import dev.dbmigrate.runtime.spi.Runner;
import dev.dbmigrate.runtime.spi.StepRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a server holds: records, sessions, and for each statement of a migration how often its effect stands. */
final class Store {

    final World world;
    final String name;

    /** The lease's row; only on the home. */
    boolean initialised;

    long token;
    Runner owner;
    long acquiredAt;
    long expiresAt;
    String appliedDigest;
    long sequence;
    final List<HistoryEvent> events = new ArrayList<>();
    final Map<String, HistoryRow> rows = new LinkedHashMap<>();

    /** The fence and the markers. */
    long fence;

    final Map<String, MarkerState> markers = new LinkedHashMap<>();
    final List<Request.Session> sessions = new ArrayList<>();

    private final Map<String, Integer> effects = new LinkedHashMap<>();

    /** A marker and its steps. */
    static final class MarkerState {
        Marker.State state;
        long token;
        final TreeMap<Integer, StepRecord> steps = new TreeMap<>();

        MarkerState(Marker.State state, long token) {
            this.state = state;
            this.token = token;
        }

        Marker marker(String id) {
            return new Marker(id, state, null, token, List.copyOf(steps.values()));
        }
    }

    Store(World world, String name) {
        this.world = world;
        this.name = name;
    }

    /** The effect of a statement takes place: once, and only once. */
    void land(String migration, Statement statement, Direction direction, long byToken) {
        String key = migration + " " + statement.name();
        int before = effects.getOrDefault(key, 0);
        int after = direction == Direction.UP ? before + 1 : before - 1;
        if (statement.kind() == Statement.Kind.IDEMPOTENT) {
            after = direction == Direction.UP ? 1 : 0;
        }
        world.note("    " + name + ": " + key + " " + direction + " (token " + byToken + ")");
        effects.put(key, after);
        if (after > 1 || after < 0) {
            world.violated("doubled: " + key + " " + direction + " on " + name + " by token " + byToken);
        }
    }

    int effect(String migration, Statement statement) {
        return effects.getOrDefault(migration + " " + statement.name(), 0);
    }
}
