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
import org.jspecify.annotations.Nullable;

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
    private final Map<String, List<MigrationDeclaration>> replacing = new HashMap<>();
    private final Phases phases;
    private @Nullable ApplyOrder applyOrder;
    private @Nullable IdForms idForms;

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
        this.phases = new Phases(this.own.values(), this);
        for (MigrationDeclaration migration : this.own.values()) {
            for (String id : replacedBy(migration)) {
                replacing.computeIfAbsent(id, key -> new ArrayList<>(1)).add(migration);
            }
        }
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

    /** The module's migrations that stand for an id, sorted by class name; more than one is a mistake. */
    public List<MigrationDeclaration> replacing(String id) {
        return replacing.getOrDefault(id, List.of());
    }

    /** Whether any migration of the module stands for others. */
    public boolean hasReplacements() {
        return !replacing.isEmpty();
    }

    /** The ids that a migration stands for, by class or by id. */
    public List<String> replacedBy(MigrationDeclaration migration) {
        if (migration.replacesIds().isEmpty()
                && migration.references(Relation.REPLACES).isEmpty()) {
            return List.of();
        }
        List<String> ids = idsOf(migration, Relation.REPLACES);
        migration.replacesIds().forEach(id -> ids.add(id.value()));
        return ids;
    }

    /** The ids of what a migration names in one element. */
    List<String> idsOf(MigrationDeclaration migration, Relation relation) {
        List<String> ids = new ArrayList<>();
        for (Reference reference : migration.references(relation)) {
            find(reference).ifPresent(other -> ids.add(other.id().value()));
        }
        return ids;
    }

    /** The module's migration of a class. */
    public Optional<MigrationDeclaration> ownClass(String className) {
        return Optional.ofNullable(own.get(className));
    }

    /** The parts that migrations play in changes without downtime. */
    public Phases phases() {
        return phases;
    }

    /** The order in which the module's migrations are applied, found when first asked for. */
    public ApplyOrder applyOrder() {
        ApplyOrder order = applyOrder;
        if (order == null) {
            order = new ApplyOrder(own.values(), this);
            applyOrder = order;
        }
        return order;
    }

    /** How ids look to people, found when first asked for. */
    public IdForms idForms() {
        IdForms forms = idForms;
        if (forms == null) {
            forms = new IdForms(this);
            idForms = forms;
        }
        return forms;
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

    /** Reads a migration of another module. */
    public Optional<MigrationDeclaration> read(TypeElement type) {
        return reader.apply(type);
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
