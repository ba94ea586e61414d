package dev.dbmigrate.runtime.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The protocol's own code on a simulated network, clock and stores: crashes, freezes, lost and late messages, races. The
 * argument that this tests is in {@code docs/exactly-once.md}.
 *
 * <p>{@code -Ddbmigrate.simulation.schedules=N} sets how many random schedules are tried, and
 * {@code -Ddbmigrate.simulation.seed=S} replays one.
 */
class SimulationTest {

    private static final int SCHEDULES = Integer.getInteger("dbmigrate.simulation.schedules", 100_000);
    private static final int MUTANT_SCHEDULES = 20_000;
    private static final int MAX_FAULTS = 4;

    /** What came of many schedules. */
    private static final class Tally {
        long schedules;
        long doubts;
        final Map<World.Fault, Long> faults = new EnumMap<>(World.Fault.class);

        void add(World world, int newDoubts) {
            schedules++;
            doubts += newDoubts;
            world.faults.forEach((fault, count) -> faults.merge(fault, (long) count, Long::sum));
        }

        @Override
        public String toString() {
            return schedules + " schedules, faults " + faults + ", decided by a person " + doubts;
        }
    }

    private static World run(Scenario scenario, Choices choices, Set<Mutation> mutations, int faults, Tally tally) {
        World world = new World(choices, mutations, faults);
        try {
            tally.add(world, scenario.run(world));
        } catch (Violation e) {
            Violation told = new Violation(scenario + ": " + e.getMessage() + "\n" + String.join("\n", world.trace));
            told.initCause(e);
            throw told;
        }
        return world;
    }

    private static void runSeed(long seed, Set<Mutation> mutations, Tally tally) {
        List<Scenario> scenarios = Scenarios.all();
        Scenario scenario = scenarios.get((int) Math.floorMod(seed, (long) scenarios.size()));
        try {
            run(scenario, Choices.seeded(seed), mutations, 1 + (int) Math.floorMod(seed / 7, (long) MAX_FAULTS), tally);
        } catch (Violation e) {
            throw new Violation(new AssertionError(
                    "seed " + seed + ", replay with -Ddbmigrate.simulation.seed=" + seed + "\n" + e.getMessage(), e));
        }
    }

    @Test
    void randomSchedulesLoseAndDoubleNothing() {
        Tally tally = new Tally();
        Long replay = Long.getLong("dbmigrate.simulation.seed");
        if (replay != null) {
            runSeed(replay, Set.of(), tally);
            return;
        }
        long base = Long.getLong("dbmigrate.simulation.base", 20261121L);
        for (long seed = base; seed < base + SCHEDULES; seed++) {
            runSeed(seed, Set.of(), tally);
        }
        System.out.println("simulation, random: " + tally);
        assertThat(tally.schedules).isEqualTo(SCHEDULES);
        assertThat(tally.faults).containsOnlyKeys(World.Fault.values());
    }

    @Test
    void everyScheduleWithOneDepartureFromTheCalmCourse() {
        Tally tally = new Tally();
        for (Scenario scenario : Scenarios.all()) {
            Choices.Exhaustive choices = new Choices.Exhaustive(1);
            do {
                run(scenario, choices, Set.of(), 1, tally);
            } while (choices.advance());
        }
        System.out.println("simulation, exhaustive: " + tally);
        assertThat(tally.faults).containsOnlyKeys(World.Fault.values());
    }

    @Test
    void everyScheduleOfOneMigrationWithTwoDepartures() {
        Tally tally = new Tally();
        for (Scenario scenario : Scenarios.small()) {
            Choices.Exhaustive choices = new Choices.Exhaustive(2);
            do {
                run(scenario, choices, Set.of(), 2, tally);
            } while (choices.advance());
        }
        System.out.println("simulation, exhaustive, two departures: " + tally);
        assertThat(tally.faults).containsOnlyKeys(World.Fault.values());
    }

    @ParameterizedTest
    @EnumSource(Mutation.class)
    void aProtocolThatLacksAPartIsFoundOut(Mutation mutation) {
        Tally tally = new Tally();
        for (long seed = 0; seed < MUTANT_SCHEDULES; seed++) {
            try {
                runSeed(seed, EnumSet.of(mutation), tally);
            } catch (Violation e) {
                System.out.println("simulation, " + mutation + ": found after " + (tally.schedules + 1) + " schedules: "
                        + String.valueOf(e.getMessage())
                                .lines()
                                .filter(line -> line.contains("Violation: "))
                                .findFirst()
                                .orElse(""));
                return;
            }
        }
        throw new AssertionError(mutation + " was not noticed in " + tally);
    }
}
