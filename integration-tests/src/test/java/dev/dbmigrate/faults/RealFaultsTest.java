package dev.dbmigrate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbmigrate.testkit.ServerKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that run dbmigrate on real servers, and harm done to both, until nothing is pending: then every effect stands
 * exactly once. {@code -Ddbmigrate.faults=5000} for more of it; {@code -Ddbmigrate.faults.seed=…} and
 * {@code -Ddbmigrate.faults.lane=redis} to repeat what a failure printed.
 */
class RealFaultsTest {

    private static final int DEFAULT_FAULTS = 320;

    @Test
    void whateverHappensEachEffectStandsExactlyOnce(@TempDir Path directory) throws Exception {
        long seed = Long.getLong("dbmigrate.faults.seed", System.nanoTime());
        int faults = Integer.getInteger("dbmigrate.faults", DEFAULT_FAULTS);
        String only = System.getProperty("dbmigrate.faults.lane", "");
        long begun = System.nanoTime();
        Figures figures = new Figures();
        List<Throwable> failures = run(lanes(faults, only), directory, seed, figures);

        String table = figures.table(seed, (System.nanoTime() - begun) / 1_000_000_000);
        System.out.println(table);
        Path target = Files.createDirectories(Path.of("target"));
        Files.writeString(target.resolve("faults.txt"), table);
        Files.writeString(target.resolve("faults-stories.txt"), figures.stories());
        if (!failures.isEmpty()) {
            AssertionError failure =
                    new AssertionError("seed " + seed + "\n" + failures.get(0).getMessage());
            failures.forEach(failure::addSuppressed);
            throw failure;
        }
        assertThat(figures.faults()).isGreaterThanOrEqualTo(only.isEmpty() ? faults : 1);
    }

    private static List<Lane> lanes(int faults, String only) {
        Map<String, ServerKind> one = Map.of("postgres", ServerKind.POSTGRES);
        Map<String, ServerKind> two = new LinkedHashMap<>(one);
        two.put("reporting", ServerKind.POSTGRES);
        Map<String, ServerKind> all = new LinkedHashMap<>(one);
        all.put("mongodb", ServerKind.MONGODB);
        all.put("neo4j", ServerKind.NEO4J);
        all.put("redis", ServerKind.REDIS);
        // a fault takes longest on Neo4j, and where all four are: that lane gets fewer
        int most = (faults * 27 + 99) / 100;
        int rest = Math.max(1, faults - 3 * most);
        return Stream.of(
                        new Lane("postgres", List.of(one, two), most),
                        new Lane("redis", List.of(Map.of("redis", ServerKind.REDIS)), most),
                        new Lane("mongodb", List.of(Map.of("mongodb", ServerKind.MONGODB)), most),
                        new Lane("neo4j", List.of(Map.of("neo4j", ServerKind.NEO4J), all), rest))
                .filter(lane -> only.isEmpty() || only.equals(lane.name()))
                .toList();
    }

    private static List<Throwable> run(List<Lane> lanes, Path directory, long seed, Figures figures)
            throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(lanes.size());
        List<Future<?>> futures = new ArrayList<>();
        for (Lane lane : lanes) {
            futures.add(threads.submit(() -> {
                lane.run(directory, seed, figures);
                return lane;
            }));
        }
        threads.shutdown();
        List<Throwable> failures = new ArrayList<>();
        for (Future<?> future : futures) {
            try {
                future.get();
            } catch (ExecutionException e) {
                failures.add(e.getCause());
            }
        }
        return failures;
    }
}
