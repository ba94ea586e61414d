package dev.dbmigrate.processor.lock;

import dev.dbmigrate.model.LockFile;
import dev.dbmigrate.model.MigrationGraph;
import dev.dbmigrate.model.SemanticVersion;
import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.model.MigrationDeclaration;
import dev.dbmigrate.processor.model.Migrations;
import dev.dbmigrate.processor.model.Relation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * New migrations come behind the released ones of their database, and do not lower its version. One that replaces others
 * stands where they stood.
 */
final class NewMigrations {

    private final LockFile lock;
    private final Migrations all;

    NewMigrations(LockFile lock, Migrations all) {
        this.lock = lock;
        this.all = all;
    }

    List<Finding> check() {
        List<MigrationDeclaration> news = all.own().stream()
                .filter(migration -> lock.find(migration.id().value()).isEmpty())
                .filter(migration -> migration.references(Relation.REPLACES).isEmpty()
                        && migration.replacesIds().isEmpty())
                .toList();
        if (news.isEmpty() || lock.entries().isEmpty()) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        Map<String, Integer> ranks = ranks();
        Map<String, LockFile.Entry> last = new HashMap<>();
        Map<String, LockFile.Entry> highest = new HashMap<>();
        for (LockFile.Entry entry : lock.entries()) {
            for (String database : entry.databases()) {
                highest.merge(database, entry, (a, b) -> b.version().compareTo(a.version()) > 0 ? b : a);
                if (ranks.containsKey(entry.id())) {
                    last.merge(database, entry, (a, b) -> rank(b.id(), ranks) > rank(a.id(), ranks) ? b : a);
                }
            }
        }
        for (MigrationDeclaration migration : news) {
            outOfOrder(migration, ranks, last).ifPresent(findings::add);
            versionLowered(migration, highest).ifPresent(findings::add);
        }
        return findings;
    }

    /** Each id's place in apply order; empty if there is no order, which others report. */
    private Map<String, Integer> ranks() {
        List<MigrationGraph.Node> nodes = new ArrayList<>();
        for (MigrationDeclaration migration : all.own()) {
            nodes.add(new MigrationGraph.Node(
                    migration.id().value(), ids(migration, Relation.DEPENDS_ON), ids(migration, Relation.AFTER)));
        }
        Map<String, Integer> ranks = new HashMap<>();
        if (all.own().stream()
                .allMatch(migration -> all.ownWithId(migration.id().value()).size() == 1)) {
            MigrationGraph.of(nodes).order().forEach(id -> ranks.put(id, ranks.size()));
        }
        return ranks;
    }

    private List<String> ids(MigrationDeclaration migration, Relation relation) {
        return migration.references(relation).stream()
                .flatMap(reference -> all.find(reference).stream())
                .map(found -> found.id().value())
                .toList();
    }

    private static int rank(String id, Map<String, Integer> ranks) {
        return ranks.getOrDefault(id, -1);
    }

    private static Optional<Finding> outOfOrder(
            MigrationDeclaration migration, Map<String, Integer> ranks, Map<String, LockFile.Entry> last) {
        Integer own = ranks.get(migration.id().value());
        if (own == null) {
            return Optional.empty();
        }
        for (String database : migration.databases()) {
            LockFile.Entry released = last.get(database);
            if (released != null && rank(released.id(), ranks) > own) {
                return Optional.of(LockDiagnostic.OUT_OF_ORDER.on(
                        migration.type(),
                        migration.annotation(),
                        migration.id().where(),
                        migration.id().value(),
                        released.id(),
                        database,
                        LaterId.of(migration.id().value(), ranks.keySet()),
                        "the class of " + released.id()));
            }
        }
        return Optional.empty();
    }

    private Optional<Finding> versionLowered(MigrationDeclaration migration, Map<String, LockFile.Entry> highest) {
        Optional<SemanticVersion> own = migration.semanticVersion();
        for (String database : own.isPresent() ? migration.databases() : List.<String>of()) {
            LockFile.Entry released = highest.get(database);
            if (released != null && released.version().compareTo(own.get()) > 0) {
                SemanticVersion at = released.version();
                SemanticVersion next = migration.breaking()
                        ? new SemanticVersion(at.major() + 1, 0, 0)
                        : new SemanticVersion(at.major(), at.minor() + 1, 0);
                return Optional.of(LockDiagnostic.VERSION_LOWERED.on(
                        migration.type(),
                        migration.annotation(),
                        migration.version().where(),
                        migration.id().value(),
                        own.get(),
                        database,
                        at,
                        released.id() + ", " + LockCheck.place(lock, released.id()),
                        next));
            }
        }
        return Optional.empty();
    }
}
