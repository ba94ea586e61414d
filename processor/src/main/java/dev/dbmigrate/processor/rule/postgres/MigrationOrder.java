package dev.dbmigrate.processor.rule.postgres;

import dev.dbmigrate.model.MigrationId;
import dev.dbmigrate.processor.model.Reference;
import dev.dbmigrate.processor.model.Relation;
import dev.dbmigrate.processor.rule.MigrationCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * The order in which migrations run: that of their dependencies, and of their ids where those leave a choice. What waits for
 * itself comes last; another message says so.
 */
final class MigrationOrder {

    private static final Comparator<MigrationCode> BY_ID = Comparator.comparing(
                    MigrationCode::id, MigrationId.NATURAL_ORDER)
            .thenComparing(code -> code.migration().className());

    private MigrationOrder() {}

    static List<MigrationCode> of(List<MigrationCode> migrations) {
        Map<String, MigrationCode> byClass = new HashMap<>();
        migrations.forEach(code -> byClass.put(code.migration().className(), code));
        Map<String, Integer> open = new HashMap<>();
        Map<String, List<MigrationCode>> dependents = new HashMap<>();
        PriorityQueue<MigrationCode> ready = new PriorityQueue<>(BY_ID);
        for (MigrationCode code : migrations) {
            Set<String> before = before(code, byClass);
            before.forEach(other ->
                    dependents.computeIfAbsent(other, name -> new ArrayList<>()).add(code));
            open.put(code.migration().className(), before.size());
            if (before.isEmpty()) {
                ready.add(code);
            }
        }
        List<MigrationCode> ordered = new ArrayList<>();
        while (!ready.isEmpty()) {
            MigrationCode next = ready.remove();
            ordered.add(next);
            for (MigrationCode dependent :
                    dependents.getOrDefault(next.migration().className(), List.of())) {
                if (open.merge(dependent.migration().className(), -1, Integer::sum) == 0) {
                    ready.add(dependent);
                }
            }
        }
        if (ordered.size() < migrations.size()) {
            Set<MigrationCode> done = new HashSet<>(ordered);
            migrations.stream()
                    .filter(code -> !done.contains(code))
                    .sorted(BY_ID)
                    .forEach(ordered::add);
        }
        return ordered;
    }

    private static Set<String> before(MigrationCode code, Map<String, MigrationCode> byClass) {
        Set<String> before = new HashSet<>();
        for (Reference reference : code.migration().references()) {
            if (reference.relation() != Relation.REPLACES && byClass.containsKey(reference.display())) {
                before.add(reference.display());
            }
        }
        return before;
    }
}
