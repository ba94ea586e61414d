package dev.dbmigrate.processor.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;

/**
 * The migrations of the module that is compiled, and those that it can see.
 *
 * <p>For one round of one compilation, by one thread.
 */
public final class Migrations {

    private final Map<String, MigrationDeclaration> own = new TreeMap<>();
    private final Map<String, List<MigrationDeclaration>> ids = new HashMap<>();
    private final Map<String, IndexedMigration> idsElsewhere = new HashMap<>();
    private final List<IndexedMigration> elsewhere;
    private final Function<TypeElement, Optional<MigrationDeclaration>> reader;
    private final Elements elements;
    private final Cycles cycles;

    /**
     * @param own the module's migrations
     * @param elsewhere those of other modules, as their indexes tell
     * @param reader reads the annotation of a class outside the module
     * @param elements the compiler's own knowledge of types
     */
    public Migrations(
            Collection<MigrationDeclaration> own,
            Collection<IndexedMigration> elsewhere,
            Function<TypeElement, Optional<MigrationDeclaration>> reader,
            Elements elements) {
        own.forEach(migration -> this.own.put(migration.className(), migration));
        own.forEach(migration -> ids.computeIfAbsent(migration.id().value(), id -> new ArrayList<>())
                .add(migration));
        this.elsewhere = List.copyOf(elsewhere);
        elsewhere.forEach(migration -> idsElsewhere.putIfAbsent(migration.id(), migration));
        this.reader = reader;
        this.elements = elements;
        this.cycles = new Cycles(this);
    }

    /** The module's migrations, sorted by class name. */
    public Collection<MigrationDeclaration> own() {
        return own.values();
    }

    /** The migrations of other modules on the class path. */
    public List<IndexedMigration> elsewhere() {
        return elsewhere;
    }

    /** The module's migrations with an id; more than one if it is taken twice. */
    public List<MigrationDeclaration> ownWithId(String id) {
        return ids.getOrDefault(id, List.of());
    }

    /** The migration of another module with an id. */
    public Optional<IndexedMigration> elsewhereWithId(String id) {
        return Optional.ofNullable(idsElsewhere.get(id));
    }

    /** The circles in which the module's migrations wait for each other. */
    public Cycles cycles() {
        return cycles;
    }

    /** The compiler's own knowledge of types. */
    public Elements elements() {
        return elements;
    }

    /** Every migration that must have been applied before, in whatever module, nearest first. */
    public List<MigrationDeclaration> allDependencies(MigrationDeclaration migration) {
        Map<String, MigrationDeclaration> found = new LinkedHashMap<>();
        Deque<MigrationDeclaration> open = new ArrayDeque<>(List.of(migration));
        while (!open.isEmpty()) {
            for (Reference reference : open.remove().references(Relation.DEPENDS_ON)) {
                find(reference)
                        .filter(dependency -> found.putIfAbsent(dependency.className(), dependency) == null)
                        .ifPresent(open::add);
            }
        }
        found.remove(migration.className());
        return List.copyOf(found.values());
    }

    /** What a reference points to, if that is a migration: of this module or of another. */
    public Optional<MigrationDeclaration> find(Reference reference) {
        TypeElement type = reference.type();
        if (type == null) {
            return Optional.empty();
        }
        MigrationDeclaration known = own.get(reference.display());
        return known != null ? Optional.of(known) : reader.apply(type);
    }
}
