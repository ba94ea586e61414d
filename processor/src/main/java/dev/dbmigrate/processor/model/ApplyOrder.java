package dev.dbmigrate.processor.model;

import dev.dbmigrate.model.MigrationGraph;
import dev.dbmigrate.model.SemanticVersion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The order in which the module's migrations are applied. Immutable; for one round. */
public final class ApplyOrder {

    /**
     * A migration that comes earlier on the same database with a higher version.
     *
     * @param migration the migration
     * @param version its version
     * @param database the database
     */
    public record Higher(MigrationDeclaration migration, SemanticVersion version, String database) {}

    private final List<String> ids;
    private final Map<String, Higher> lowered = new HashMap<>();

    ApplyOrder(Collection<MigrationDeclaration> own, Migrations all) {
        Map<String, MigrationDeclaration> byId = new HashMap<>();
        List<MigrationGraph.Node> nodes = new ArrayList<>();
        for (MigrationDeclaration migration : own) {
            byId.put(migration.id().value(), migration);
            nodes.add(new MigrationGraph.Node(
                    migration.id().value(),
                    all.idsOf(migration, Relation.DEPENDS_ON),
                    all.idsOf(migration, Relation.AFTER),
                    all.replacedBy(migration)));
        }
        ids = MigrationGraph.of(nodes).order();
        // where an id is taken twice there is no order to speak of
        if (byId.size() == own.size()) {
            findLowered(byId);
        }
    }

    private void findLowered(Map<String, MigrationDeclaration> byId) {
        Map<String, Higher> highest = new HashMap<>();
        for (String id : ids) {
            MigrationDeclaration migration = byId.get(id);
            if (migration == null) {
                continue;
            }
            Optional<SemanticVersion> version = migration.semanticVersion();
            if (version.isPresent()) {
                note(migration, version.get(), highest);
            }
        }
    }

    private void note(MigrationDeclaration migration, SemanticVersion version, Map<String, Higher> highest) {
        for (KindPart kind : migration.kinds()) {
            String database = migration.databaseOf(kind);
            Higher before = highest.get(database);
            if (before == null || before.version().compareTo(version) <= 0) {
                highest.put(database, new Higher(migration, version, database));
            } else {
                lowered.putIfAbsent(migration.className(), before);
            }
        }
    }

    /** The ids in apply order; those that stand on a circle are left out. */
    public List<String> ids() {
        return ids;
    }

    /** The highest version that comes before a migration on one of its databases, if it is higher than its own. */
    public Optional<Higher> higherBefore(MigrationDeclaration migration) {
        return Optional.ofNullable(lowered.get(migration.className()));
    }
}
