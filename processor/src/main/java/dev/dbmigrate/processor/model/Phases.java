package dev.dbmigrate.processor.model;

import dev.dbmigrate.annotations.Phase;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which migrations belong to one change without downtime: those that follow on the same EXPAND, without another EXPAND or
 * CONTRACT in between. For one round.
 */
public final class Phases {

    private final Migrations all;
    private final Map<String, Map<String, MigrationDeclaration>> expands = new HashMap<>();
    private final Map<Phase, List<MigrationDeclaration>> byPhase = new HashMap<>();

    Phases(Collection<MigrationDeclaration> own, Migrations all) {
        this.all = all;
        for (MigrationDeclaration migration : own) {
            if (migration.phase() != Phase.NONE) {
                byPhase.computeIfAbsent(migration.phase(), phase -> new ArrayList<>())
                        .add(migration);
            }
        }
    }

    /** The module's migrations of a phase, sorted by class name. */
    public List<MigrationDeclaration> of(Phase phase) {
        return byPhase.getOrDefault(phase, List.of());
    }

    /** The nearest EXPANDs that a migration depends on, by class name. */
    public Map<String, MigrationDeclaration> expandsBefore(MigrationDeclaration migration) {
        Map<String, MigrationDeclaration> known = expands.get(migration.className());
        if (known == null) {
            known = search(migration);
            expands.put(migration.className(), known);
        }
        return known;
    }

    private Map<String, MigrationDeclaration> search(MigrationDeclaration migration) {
        Map<String, MigrationDeclaration> found = new LinkedHashMap<>();
        Set<String> seen = new HashSet<>();
        Deque<MigrationDeclaration> open = new ArrayDeque<>(List.of(migration));
        while (!open.isEmpty()) {
            for (Reference reference : open.remove().references(Relation.DEPENDS_ON)) {
                MigrationDeclaration earlier = all.find(reference).orElse(null);
                if (earlier == null || !seen.add(earlier.className())) {
                    continue;
                }
                if (earlier.phase() == Phase.EXPAND) {
                    found.put(earlier.className(), earlier);
                } else if (earlier.phase() != Phase.CONTRACT) {
                    open.add(earlier);
                }
            }
        }
        return found;
    }
}
