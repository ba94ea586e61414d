package dev.dbmigrate.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which migration waits for which. Immutable and safe for use by several threads.
 *
 * <p>The order is topological; among migrations that wait for nothing more, the id that is first in
 * {@link MigrationId#NATURAL_ORDER} comes first. It depends on the nodes alone, never on the order in which they were
 * given.
 */
public final class MigrationGraph {

    /**
     * One migration and what it waits for.
     *
     * @param id the migration's id
     * @param dependsOn the ids that must come before
     * @param after the ids that come before where they are present
     * @param replaces the ids that it stands for: it comes after those of them that are present, and whatever waits for one
     *     of them waits for it too
     */
    public record Node(String id, Collection<String> dependsOn, Collection<String> after, Collection<String> replaces) {

        public Node {
            dependsOn = List.copyOf(dependsOn);
            after = List.copyOf(after);
            replaces = List.copyOf(replaces);
        }

        /**
         * A migration that replaces nothing.
         *
         * @param id the migration's id
         * @param dependsOn the ids that must come before
         * @param after the ids that come before where they are present
         */
        public Node(String id, Collection<String> dependsOn, Collection<String> after) {
            this(id, dependsOn, after, List.of());
        }
    }

    private final Comparator<String> byRank;

    /** Its keys are sorted. */
    private final Map<String, Set<String>> predecessors;

    private final Map<String, Set<String>> dependencies;
    private final Map<String, Set<String>> dependents;
    private final List<String> order;
    private final List<List<String>> cycles;

    private MigrationGraph(Collection<Node> nodes) {
        dependencies = new HashMap<>();
        dependents = new HashMap<>();
        // ids are sorted once, and then compared by rank: to compare them is what takes time, and a compiler waits
        Map<String, Integer> ranks = ranks(nodes);
        byRank = Comparator.comparingInt(id -> known(ranks, id));
        Map<String, Set<String>> before = new LinkedHashMap<>();
        for (String id : ranks.keySet()) {
            before.put(id, new TreeSet<>(byRank));
            dependencies.put(id, new TreeSet<>(byRank));
        }
        Map<String, Node> replacements = new HashMap<>();
        nodes.forEach(node -> node.replaces().forEach(id -> replacements.put(id, node)));
        for (Node node : nodes) {
            for (String dependency : node.dependsOn()) {
                depend(node, dependency, before);
                inPlaceOf(dependency, node, replacements).forEach(id -> depend(node, id, before));
            }
            node.replaces().forEach(replaced -> depend(node, replaced, before));
            for (String earlier : node.after()) {
                follow(node, earlier, before);
                inPlaceOf(earlier, node, replacements).forEach(id -> follow(node, id, before));
            }
        }
        predecessors = before;
        order = List.copyOf(sort());
        cycles = order.size() == predecessors.size() ? List.of() : findCycles(new HashSet<>(order));
    }

    private void depend(Node node, String dependency, Map<String, Set<String>> before) {
        if (before.containsKey(dependency)) {
            follow(node, dependency, before);
            known(dependencies, node.id()).add(dependency);
            dependents.computeIfAbsent(dependency, id -> new TreeSet<>(byRank)).add(node.id());
        }
    }

    private static void follow(Node node, String earlier, Map<String, Set<String>> before) {
        if (before.containsKey(earlier)) {
            known(before, node.id()).add(earlier);
        }
    }

    /** What stands for an id, and what stands for that. What is replaced together does not wait for what replaces it. */
    private static Set<String> inPlaceOf(String id, Node node, Map<String, Node> replacements) {
        Set<String> found = new LinkedHashSet<>();
        Node replacement = replacements.get(id);
        while (replacement != null
                && !replacement.id().equals(node.id())
                && !replacement.replaces().contains(node.id())
                && found.add(replacement.id())) {
            replacement = replacements.get(replacement.id());
        }
        return found;
    }

    /** Each id's place among all, sorted. */
    private static Map<String, Integer> ranks(Collection<Node> nodes) {
        List<String> ids = new ArrayList<>(nodes.size());
        nodes.forEach(node -> ids.add(node.id()));
        ids.sort(MigrationId.NATURAL_ORDER);
        Map<String, Integer> ranks = new LinkedHashMap<>();
        ids.forEach(id -> ranks.putIfAbsent(id, ranks.size()));
        return ranks;
    }

    /**
     * Builds the graph. References to ids that are not among the nodes are left out; whoever reads the annotations has
     * reported them.
     *
     * @param nodes the migrations, in any order; of several with one id the edges are united
     * @return the graph
     */
    public static MigrationGraph of(Collection<Node> nodes) {
        return new MigrationGraph(nodes);
    }

    /** The ids in apply order; those that stand on a cycle, or wait for one that does, are left out. */
    public List<String> order() {
        return order;
    }

    /**
     * The cycles: one shortest path for each group of migrations that wait for each other, from its first id back to the
     * same id; each waits for the next ({@code a → b → a}). Empty exactly if there is an order for all.
     */
    public List<List<String>> cycles() {
        return cycles;
    }

    /**
     * What a migration waits for directly, {@code after} included.
     *
     * @param id a migration's id
     * @return the ids, sorted; empty if the id is unknown
     */
    public Set<String> predecessors(String id) {
        // a copy that may be asked for ids that are not in the graph
        return Collections.unmodifiableSet(new LinkedHashSet<>(predecessors.getOrDefault(id, Set.of())));
    }

    /**
     * What must have been applied before a migration, directly.
     *
     * @param id a migration's id
     * @return the ids, sorted; empty if the id is unknown
     */
    public Set<String> dependencies(String id) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(dependencies.getOrDefault(id, Set.of())));
    }

    /**
     * Everything that must have been applied before a migration.
     *
     * @param id a migration's id
     * @return the ids in apply order, without the migration itself
     */
    public List<String> transitiveDependencies(String id) {
        return reachable(id, dependencies);
    }

    /**
     * Everything that must have been rolled back before a migration can be.
     *
     * @param id a migration's id
     * @return the ids in apply order, without the migration itself
     */
    public List<String> transitiveDependents(String id) {
        return reachable(id, dependents);
    }

    private List<String> reachable(String from, Map<String, Set<String>> edges) {
        Set<String> seen = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(edges.getOrDefault(from, Set.of()));
        while (!open.isEmpty()) {
            String id = open.removeFirst();
            if (seen.add(id)) {
                open.addAll(edges.getOrDefault(id, Set.of()));
            }
        }
        seen.remove(from);
        return order.stream().filter(seen::contains).toList();
    }

    private List<String> sort() {
        Map<String, Integer> waiting = new HashMap<>();
        Map<String, List<String>> successors = new HashMap<>();
        PriorityQueue<String> ready = new PriorityQueue<>(byRank);
        predecessors.forEach((id, before) -> {
            waiting.put(id, before.size());
            before.forEach(earlier -> successors
                    .computeIfAbsent(earlier, key -> new ArrayList<>())
                    .add(id));
            if (before.isEmpty()) {
                ready.add(id);
            }
        });
        List<String> sorted = new ArrayList<>(predecessors.size());
        while (!ready.isEmpty()) {
            String id = ready.remove();
            sorted.add(id);
            for (String successor : successors.getOrDefault(id, List.of())) {
                if (waiting.merge(successor, -1, Integer::sum) == 0) {
                    ready.add(successor);
                }
            }
        }
        return sorted;
    }

    /** What could not be sorted stands on a cycle or waits for one; only edges among those matter. */
    private List<List<String>> findCycles(Set<String> sorted) {
        Map<String, Set<String>> unsorted = new LinkedHashMap<>();
        predecessors.forEach((id, before) -> {
            if (!sorted.contains(id)) {
                Set<String> open = new TreeSet<>(byRank);
                before.stream().filter(earlier -> !sorted.contains(earlier)).forEach(open::add);
                unsorted.put(id, open);
            }
        });
        return CycleSearch.search(unsorted);
    }

    private static <V> V known(Map<String, V> map, String id) {
        V value = map.get(id);
        if (value == null) {
            throw new IllegalArgumentException("unknown migration " + id);
        }
        return value;
    }
}
