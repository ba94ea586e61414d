package dev.dbmigrate.faults;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What happened in all rounds. Safe for use by several threads. */
final class Figures {

    private final Map<String, Map<String, Integer>> faults = new TreeMap<>();
    private final Map<String, Integer> rounds = new TreeMap<>();
    private final Map<String, Integer> doubts = new TreeMap<>();
    private final StringBuilder stories = new StringBuilder();
    private int lost;
    private int doubled;

    synchronized void fault(String words, String store) {
        faults.computeIfAbsent(words, key -> new TreeMap<>()).merge(store, 1, Integer::sum);
    }

    synchronized void round(String lane, Audit audit, List<String> story) {
        stories.append("round of lane ")
                .append(lane)
                .append("\n  ")
                .append(String.join("\n  ", story))
                .append('\n');
        rounds.merge(lane, 1, Integer::sum);
        lost += audit.lost();
        doubled += audit.doubled();
    }

    synchronized void doubt(String cause) {
        doubts.merge(cause, 1, Integer::sum);
    }

    /** What was done in each round, and what came of it. */
    synchronized String stories() {
        return stories.toString();
    }

    synchronized int faults() {
        return faults.values().stream()
                .flatMap(byStore -> byStore.values().stream())
                .mapToInt(Integer::intValue)
                .sum();
    }

    synchronized String table(long seed, long seconds) {
        StringBuilder table =
                new StringBuilder("| fault | postgres | redis | neo4j | mongodb | all |\n|---|---|---|---|---|---|\n");
        Map<String, Integer> sums = new TreeMap<>();
        faults.forEach((words, byStore) -> {
            table.append("| ").append(words);
            int all = 0;
            for (String store : new String[] {"postgres", "redis", "neo4j", "mongodb"}) {
                int count = byStore.getOrDefault(store, 0);
                table.append(" | ").append(count);
                sums.merge(store, count, Integer::sum);
                all += count;
            }
            table.append(" | ").append(all).append(" |\n");
        });
        table.append("| **all**");
        for (String store : new String[] {"postgres", "redis", "neo4j", "mongodb"}) {
            table.append(" | ").append(sums.getOrDefault(store, 0));
        }
        table.append(" | ").append(faults()).append(" |\n\n");
        table.append("rounds: ").append(rounds).append("\nlost: ").append(lost).append("\ndoubled: ");
        table.append(doubled).append("\nin doubt:\n");
        doubts.forEach((cause, count) ->
                table.append("  ").append(count).append(" × ").append(cause).append('\n'));
        table.append("""
                on MongoDB only messages that write dbmigrate's own records came late: the embedded server can end no session, so
                a plain write that is late on the wire arrives there (docs/guides/mongodb.md)
                """);
        table.append("seed ").append(seed).append(", ").append(seconds).append(" s\n");
        return table.toString();
    }
}
