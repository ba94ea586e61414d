package dev.dbmigrate.runtime.internal;

import dev.dbmigrate.model.ManifestEntry;
import dev.dbmigrate.runtime.spi.HistoryChange;
import dev.dbmigrate.runtime.spi.HistoryRow;
import dev.dbmigrate.runtime.spi.Lease;
import dev.dbmigrate.runtime.spi.Marker;
import dev.dbmigrate.runtime.spi.VersionChange;
import java.util.List;

/**
 * Records a part as applied without running it. The target's own record goes first, the history's last, so that what was
 * interrupted can be done again.
 */
final class Adoption {

    private final Databases databases;
    private final EventChain chain;
    private final Claims claims;
    private final VersionLedger versions;

    Adoption(Databases databases, EventChain chain, Claims claims, VersionLedger versions) {
        this.databases = databases;
        this.chain = chain;
        this.claims = claims;
        this.versions = versions;
    }

    void adopt(WorkItem item) {
        Lease lease = chain.lease();
        ManifestEntry entry = item.entry();
        String database = item.part().database();
        claims.state(database);
        VersionChange version =
                item.adopts() ? versions.ifAdopted(entry, database) : versions.ifApplied(entry, database);
        Marker marker = databases.isHome(database)
                ? null
                : new Marker(entry.id(), Marker.State.APPLIED, entry.checksum(), lease.token(), List.of());
        databases.target(database).settle(lease, entry.id(), marker, version);
        String why = item.adopts() ? Standing.standsFor(entry) : null;
        chain.append(item.row(HistoryRow.State.BASELINE, why, 0, lease), HistoryChange.Event.BASELINED);
    }
}
