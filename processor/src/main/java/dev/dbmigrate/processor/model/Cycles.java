package dev.dbmigrate.processor.model;

import dev.dbmigrate.model.MigrationGraph;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The circles in a module, found when first asked for. Nodes are classes, so that a wrong id makes no wrong circle. */
public final class Cycles {

    private final Migrations migrations;
    private @Nullable List<List<String>> found;

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

    private List<List<String>> search() {
        List<MigrationGraph.Node> nodes = new ArrayList<>();
        for (MigrationDeclaration migration : migrations.own()) {
            nodes.add(new MigrationGraph.Node(
                    migration.className(),
                    targets(migration, Relation.DEPENDS_ON),
                    targets(migration, Relation.AFTER)));
        }
        return MigrationGraph.of(nodes).cycles();
    }

    /** Another rule speaks about a migration that names itself. */
    private static List<String> targets(MigrationDeclaration migration, Relation relation) {
        return migration.references(relation).stream()
                .filter(reference -> !reference.names(migration.type()))
                .map(Reference::display)
                .toList();
    }
}
