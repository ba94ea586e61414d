package dev.dbmigrate.runtime.internal;

import dev.dbmigrate.runtime.Configuration;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.RunListener;
import dev.dbmigrate.runtime.UnlockReport;
import dev.dbmigrate.runtime.spi.HistoryStore;
import java.util.Optional;

/**
 * Frees the lease of a runner that a person knows to be dead, before it expires by itself. Nothing depends on the person being
 * right: the lease is taken over like an expired one, which raises the fencing token and ends the old runner's sessions.
 */
final class Unlock {

    private final Databases databases;
    private final Configuration configuration;
    private final RunListener listener;
    private final Scheduler scheduler;

    Unlock(Databases databases, Configuration configuration, RunListener listener, Scheduler scheduler) {
        this.databases = databases;
        this.configuration = configuration;
        this.listener = listener;
        this.scheduler = scheduler;
    }

    UnlockReport run(boolean force) {
        Optional<HistoryStore.Head> head = databases.head();
        HistoryStore.Holder holder = head.map(HistoryStore.Head::holder).orElse(null);
        if (holder == null) {
            return new UnlockReport(null, false);
        }
        if (!force) {
            throw new DbMigrateException(
                    Diagnostic.LEASE_HELD,
                    "the lease is alive: " + LeaseKeeper.describe(holder) + "; it expires at " + holder.expiresAt()
                            + " unless it is renewed. If that process is gone, wait until then. If it cannot be stopped, or"
                            + " you cannot wait: mvn dbmigrate:unlock -Ddbmigrate.force=true ends its sessions; what it"
                            + " was running is cancelled.");
        }
        if (databases.history().expire(holder.runner())) {
            // taken and given back: the token is raised, and the old runner's sessions are ended
            LeaseKeeper.acquire(
                            databases.history(),
                            configuration,
                            Runners.current(configuration.appliedBy()),
                            new StopSignal(),
                            listener,
                            scheduler)
                    .close();
            return new UnlockReport(holder, true);
        }
        return new UnlockReport(holder, false);
    }
}
