package dev.dbmigrate.runtime.simulation;

import java.util.List;

/**
 * A migration of the simulated kind.
 *
 * @param statements what it does, in order; on the way down it undoes them in the same order
 */
record SimulatedMigration(List<Statement> statements) {}
