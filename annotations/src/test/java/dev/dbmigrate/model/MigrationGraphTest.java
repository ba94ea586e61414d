package dev.dbmigrate.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbmigrate.model.MigrationGraph.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class MigrationGraphTest {

    private static Node node(String id, String... dependsOn) {
        return new Node(id, List.of(dependsOn), List.of());
    }

    @Test
    void tiesGoByNaturalOrder() {
        assertThat(MigrationGraph.of(List.of(node("10_c"), node("9_b"), node("1_z", "10_c")))
                        .order())
                .containsExactly("9_b", "10_c", "1_z");
    }

    @Test
    void afterOnlyOrdersWhatIsPresent() {
        MigrationGraph graph =
                MigrationGraph.of(List.of(new Node("1_a", List.of(), List.of("2_b", "3_absent")), node("2_b")));
        assertThat(graph.order()).containsExactly("2_b", "1_a");
        assertThat(graph.predecessors("1_a")).containsExactly("2_b");
        assertThat(graph.transitiveDependencies("1_a")).isEmpty();
    }

    @Test
    void everyGroupOfACircleIsFoundByItsShortestPath() {
        MigrationGraph graph = MigrationGraph.of(List.of(
                node("1_a", "2_b", "3_c"),
                node("2_b", "1_a"),
                node("3_c", "4_d"),
                node("4_d", "3_c"),
                node("5_e", "5_e"),
                node("6_waits", "1_a"),
                node("0_free")));
        assertThat(graph.cycles())
                .containsExactly(List.of("1_a", "2_b", "1_a"), List.of("3_c", "4_d", "3_c"), List.of("5_e", "5_e"));
        assertThat(graph.order()).containsExactly("0_free");
    }

    @Test
    void aLongCircleDoesNotOverflowTheStack() {
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            nodes.add(node(i + "_m", (i + 1) % 20_000 + "_m"));
        }
        assertThat(MigrationGraph.of(nodes).cycles())
                .singleElement()
                .satisfies(path -> assertThat(path).hasSize(20_001));
    }

    @Test
    void dependentsAndDependenciesAreTransitive() {
        MigrationGraph graph = MigrationGraph.of(List.of(node("3_c", "2_b"), node("2_b", "1_a"), node("1_a")));
        assertThat(graph.transitiveDependencies("3_c")).containsExactly("1_a", "2_b");
        assertThat(graph.transitiveDependents("1_a")).containsExactly("2_b", "3_c");
        assertThat(graph.transitiveDependents("unknown")).isEmpty();
    }

    /** Random graphs; the seed in the message repeats a failure. */
    @RepeatedTest(300)
    void theOrderKeepsEveryEdgeAndCirclesAreFoundExactlyWhenThereAreSome() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        int size = 1 + random.nextInt(12);
        List<Node> nodes = new ArrayList<>();
        Map<String, Set<String>> edges = new HashMap<>();
        for (int i = 0; i < size; i++) {
            List<String> dependsOn = new ArrayList<>();
            List<String> after = new ArrayList<>();
            for (int j = 0; j < size; j++) {
                boolean forward = random.nextInt(10) == 0;
                if ((j < i || forward) && random.nextInt(3) == 0) {
                    (random.nextBoolean() ? dependsOn : after).add(j + "_m");
                }
            }
            nodes.add(new Node(i + "_m", dependsOn, after));
            Set<String> all = new HashSet<>(dependsOn);
            all.addAll(after);
            edges.put(i + "_m", all);
        }

        MigrationGraph graph = MigrationGraph.of(nodes);

        String message = "seed " + seed + " nodes " + nodes;
        List<String> order = graph.order();
        for (String id : order) {
            for (String before : edges.get(id)) {
                assertThat(order.indexOf(before)).as(message).isBetween(0, order.indexOf(id) - 1);
            }
        }
        boolean circular = edges.keySet().stream().anyMatch(id -> reaches(id, id, edges, new HashSet<>()));
        assertThat(!graph.cycles().isEmpty()).as(message).isEqualTo(circular);
        assertThat(order.size() == size).as(message).isEqualTo(!circular);
        for (List<String> cycle : graph.cycles()) {
            assertThat(cycle.get(0)).as(message).isEqualTo(cycle.get(cycle.size() - 1));
            for (int i = 0; i + 1 < cycle.size(); i++) {
                assertThat(edges.get(cycle.get(i))).as(message).contains(cycle.get(i + 1));
            }
        }
        Collections.shuffle(nodes, random);
        MigrationGraph shuffled = MigrationGraph.of(nodes);
        assertThat(shuffled.order()).as(message).isEqualTo(order);
        assertThat(shuffled.cycles()).as(message).isEqualTo(graph.cycles());
    }

    private static boolean reaches(String from, String to, Map<String, Set<String>> edges, Set<String> seen) {
        return edges.get(from).stream()
                .anyMatch(next -> next.equals(to) || (seen.add(next) && reaches(next, to, edges, seen)));
    }
}
