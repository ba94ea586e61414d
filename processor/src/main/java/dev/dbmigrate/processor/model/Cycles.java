package dev.dbmigrate.processor.model;

import dev.dbmigrate.model.MigrationGraph;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The circles in a module, found when first asked for. Nodes are classes, so that a wrong id makes no wrong circle. */
public final class Cycles {

    private final Migrations migrations;
    private @Nullable List<List<String>> found;
    private @Nullable List<List<String>> throughReplaced;

    Cycles(Migrations migrations) {
        this.migrations = migrations;
    }

    /** The circles as class names, each from its first back to its first; each waits for the next. */
    public List<List<String>> paths() {
        List<List<String>> paths = found;
        if (paths == null) {
            paths = search();
            found = paths;
        }
        return paths;
    }

    /** The circles that come about only because what depends on a replaced migration depends on what replaces it too. */
    public List<List<String>> pathsThroughReplaced() {
        List<List<String>> paths = throughReplaced;
        if (paths == null) {
            List<MigrationGraph.Node> nodes = new ArrayList<>();
            migrations.own().forEach(migration -> nodes.add(node(migration, targets(migration, Relation.REPLACES))));
            paths = MigrationGraph.of(nodes).cycles();
            throughReplaced = paths;
        }
        return paths;
    }

    private static MigrationGraph.Node node(MigrationDeclaration migration, List<String> replaces) {
        return new MigrationGraph.Node(
                migration.className(),
                targets(migration, Relation.DEPENDS_ON),
                targets(migration, Relation.AFTER),
                replaces);
    }

    private List<List<String>> search() {
        if (allCanBeOrdered()) {
            return List.of();
        }
        List<MigrationGraph.Node> nodes = new ArrayList<>();
        for (MigrationDeclaration migration : migrations.own()) {
            nodes.add(node(migration, List.of()));
        }
        return MigrationGraph.of(nodes).cycles();
    }

    /** Whether taking away what waits for nothing, again and again, leaves nothing. The graph, which sorts, is built if not. */
    private boolean allCanBeOrdered() {
        Map<String, Integer> waiting = new HashMap<>();
        Map<String, List<String>> successors = new HashMap<>();
        migrations.own().forEach(migration -> waiting.put(migration.className(), 0));
        for (MigrationDeclaration migration : migrations.own()) {
            for (Reference reference : migration.references()) {
                if (orders(reference, migration) && waiting.containsKey(reference.display())) {
                    waiting.merge(migration.className(), 1, Integer::sum);
                    successors
                            .computeIfAbsent(reference.display(), name -> new ArrayList<>())
                            .add(migration.className());
                }
            }
        }
        Deque<String> ready = new ArrayDeque<>();
        waiting.forEach((name, count) -> {
            if (count == 0) {
                ready.add(name);
            }
        });
        int ordered = 0;
        while (!ready.isEmpty()) {
            ordered++;
            for (String successor : successors.getOrDefault(ready.remove(), List.of())) {
                if (waiting.merge(successor, -1, Integer::sum) == 0) {
                    ready.add(successor);
                }
            }
        }
        return ordered == waiting.size();
    }

    /** Another rule speaks about a migration that names itself. */
    private static boolean orders(Reference reference, MigrationDeclaration migration) {
        return reference.relation() != Relation.REPLACES && !reference.names(migration);
    }

    private static List<String> targets(MigrationDeclaration migration, Relation relation) {
        return migration.references(relation).stream()
                .filter(reference -> !reference.names(migration))
                .map(Reference::display)
                .toList();
    }
}
