package dev.dbmigrate.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds one shortest cycle in each group of nodes that reach each other (Tarjan's strongly connected components, without
 * recursion: a chain of ten thousand migrations must not overflow the stack).
 */
final class CycleSearch {

    private record Frame(String id, Iterator<String> rest) {}

    private final Map<String, Set<String>> edges;
    private final Map<String, Integer> index = new HashMap<>();
    private final Map<String, Integer> low = new HashMap<>();
    private final Deque<String> component = new ArrayDeque<>();
    private final Set<String> inComponent = new HashSet<>();
    private final List<List<String>> cycles = new ArrayList<>();

    private CycleSearch(Map<String, Set<String>> edges) {
        this.edges = edges;
    }

    /**
     * Searches a graph.
     *
     * @param edges from each node to the nodes that it waits for; iterated in its own order
     * @return the cycles, each from its smallest id back to the same id, sorted by that id
     */
    static List<List<String>> search(Map<String, Set<String>> edges) {
        CycleSearch search = new CycleSearch(edges);
        for (String id : edges.keySet()) {
            if (!search.index.containsKey(id)) {
                search.visit(id);
            }
        }
        search.cycles.sort((a, b) -> MigrationId.NATURAL_ORDER.compare(a.get(0), b.get(0)));
        return List.copyOf(search.cycles);
    }

    private void visit(String root) {
        Deque<Frame> open = new ArrayDeque<>();
        open.push(enter(root));
        while (!open.isEmpty()) {
            Frame frame = open.element();
            if (frame.rest().hasNext()) {
                String next = frame.rest().next();
                if (!index.containsKey(next)) {
                    open.push(enter(next));
                } else if (inComponent.contains(next)) {
                    low.merge(frame.id(), index.getOrDefault(next, 0), Math::min);
                }
            } else {
                open.pop();
                Frame parent = open.peek();
                if (parent != null) {
                    low.merge(parent.id(), low.getOrDefault(frame.id(), 0), Math::min);
                }
                leave(frame.id());
            }
        }
    }

    private Frame enter(String id) {
        int number = index.size();
        index.put(id, number);
        low.put(id, number);
        component.push(id);
        inComponent.add(id);
        return new Frame(id, edges.getOrDefault(id, Set.of()).iterator());
    }

    private void leave(String id) {
        if (!low.getOrDefault(id, 0).equals(index.get(id))) {
            return;
        }
        Set<String> members = new HashSet<>();
        String member;
        do {
            member = component.pop();
            inComponent.remove(member);
            members.add(member);
        } while (!member.equals(id));
        if (members.size() > 1 || edges.getOrDefault(id, Set.of()).contains(id)) {
            cycles.add(shortestCycle(members));
        }
    }

    /** Breadth first from the smallest id back to itself, inside its component. */
    private List<String> shortestCycle(Set<String> members) {
        String start = members.stream().min(MigrationId.NATURAL_ORDER).orElseThrow();
        Map<String, String> cameFrom = new HashMap<>();
        Deque<String> open = new ArrayDeque<>(List.of(start));
        while (true) {
            String id = open.remove();
            for (String next : edges.getOrDefault(id, Set.of())) {
                if (next.equals(start)) {
                    return path(start, id, cameFrom);
                }
                if (members.contains(next) && cameFrom.putIfAbsent(next, id) == null) {
                    open.add(next);
                }
            }
        }
    }

    private static List<String> path(String start, String last, Map<String, String> cameFrom) {
        Deque<String> path = new ArrayDeque<>(List.of(start));
        @Nullable String at = last;
        while (at != null && !at.equals(start)) {
            path.addFirst(at);
            at = cameFrom.get(at);
        }
        path.addFirst(start);
        return List.copyOf(path);
    }
}
