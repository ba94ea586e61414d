package dev.dbmigrate.faults;

import dev.dbmigrate.testkit.ServerKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Rounds on servers of its own; several lanes run side by side, because most of a fault's time is spent waiting for a lease
 * to expire.
 *
 * @param name its name
 * @param sets the databases of its rounds, taken in turn: kinds by name, the home first
 * @param faults how many faults in all
 */
record Lane(String name, List<Map<String, ServerKind>> sets, int faults) {

    private static final int FAULTS_A_ROUND = 14;

    /** Runs all rounds; returns when the faults have happened. */
    void run(Path directory, long seed, Figures figures) throws Exception {
        Map<ServerKind, FaultStore> stores = new LinkedHashMap<>();
        Random seeds = new Random(seed ^ name.hashCode());
        Crew crew = new Crew(Files.createDirectories(directory.resolve(name)));
        try {
            int left = faults;
            for (int number = 0; left > 0; number++) {
                long roundSeed = seeds.nextLong();
                Map<String, FaultStore> databases = new LinkedHashMap<>();
                for (Map.Entry<String, ServerKind> entry :
                        sets.get(number % sets.size()).entrySet()) {
                    FaultStore store = stores.get(entry.getValue());
                    if (store == null) {
                        store = FaultStore.of(entry.getValue(), directory.resolve(name));
                        stores.put(entry.getValue(), store);
                    }
                    databases.put(entry.getKey(), store);
                }
                left -= round(crew, databases, new Random(roundSeed), Math.min(left, FAULTS_A_ROUND), number, figures);
            }
        } finally {
            crew.close();
            for (FaultStore store : stores.values()) {
                store.close();
            }
        }
    }

    private int round(
            Crew crew, Map<String, FaultStore> databases, Random random, int budget, int number, Figures figures)
            throws Exception {
        try {
            return new Round(name, crew, databases, random, budget, figures).run(number == 1);
        } catch (AssertionError e) {
            throw new AssertionError(
                    "lane " + name + ", round " + number + " on " + databases.keySet() + ": " + e.getMessage() + "\n"
                            + crew.transcripts(),
                    e);
        }
    }
}
