package dev.dbmigrate.runtime.internal;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.spi.Lease;
import dev.dbmigrate.runtime.spi.Marker;
import dev.dbmigrate.runtime.spi.TargetState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The targets that this run has claimed, each once, when it is first needed, and what they said then. Thread-safe. */
final class Claims {

    private final Databases databases;
    private final Lease lease;
    private final Map<String, TargetState> states = new HashMap<>();
    private final Set<PartKey> forgotten = new HashSet<>();

    Claims(Databases databases, Lease lease) {
        this.databases = databases;
        this.lease = lease;
    }

    Lease lease() {
        return lease;
    }

    /** The marker that a target had for a migration when it was claimed, or null. */
    @Nullable
    Marker marker(String database, String migrationId) {
        TargetState state = state(database);
        synchronized (this) {
            return forgotten.contains(new PartKey(migrationId, database))
                    ? null
                    : state.markers().get(migrationId);
        }
    }

    /** What the target had is no longer so: the migration has been rolled back since. */
    synchronized void forget(String database, String migrationId) {
        forgotten.add(new PartKey(migrationId, database));
    }

    /** Claims a database, unless this configuration does not know it. */
    void claimIfConfigured(String database) {
        if (databases.isConfigured(database)) {
            state(database);
        }
    }

    TargetState state(String database) {
        synchronized (this) {
            TargetState known = states.get(database);
            if (known != null) {
                return known;
            }
        }
        // one thread works on one database, so two never claim the same one; other databases need not wait meanwhile
        TargetState state = databases.target(database).claim(lease);
        String owner = state.historyId();
        if (owner != null && !owner.equals(lease.historyId())) {
            throw new DbMigrateException(
                    Diagnostic.IN_DOUBT,
                    "the database '" + database + "' is kept by another history (" + owner + ", this one is "
                            + lease.historyId() + "): either another application migrates it, or the history on '"
                            + databases.home().name() + "' was made anew. Nothing was changed. Point dbmigrate."
                            + database + ".url or dbmigrate.home to the right database.");
        }
        synchronized (this) {
            states.put(database, state);
        }
        return state;
    }
}
