package dev.dbmigrate.runtime.simulation;

import dev.dbmigrate.runtime.TargetConfig;
import dev.dbmigrate.runtime.spi.DatabaseAdapter;
import dev.dbmigrate.runtime.spi.Target;

/** The simulated kind of database, as one process sees it. */
record SimulatedAdapter(SimulatedProcess process) implements DatabaseAdapter {

    static final String KIND = "simulated";

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public int homeRank() {
        return 1;
    }

    @Override
    public Driver driver() {
        return new Driver(World.class.getName(), "none:none");
    }

    @Override
    public Target open(TargetConfig config) {
        return new SimulatedTarget(process, process.world.store(config.name()));
    }
}
