package dev.dbmigrate.processor.read;

import dev.dbmigrate.processor.model.IndexedMigration;
import dev.dbmigrate.processor.model.MigrationDeclaration;
import dev.dbmigrate.processor.model.Migrations;
import dev.dbmigrate.processor.source.SourceFacts;
import dev.dbmigrate.processor.source.SourceReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import org.jspecify.annotations.Nullable;

/**
 * The module's migrations: those that are compiled now, and those that an earlier compilation of the same module left in
 * its output and that still hold. Valid for one round.
 */
public final class ModuleMigrations {

    private static final List<IndexedMigration> NONE = List.of();

    private final Elements elements;
    private final ModuleIndex index;
    private final MigrationReader reader;
    private final Predicate<TypeElement> inOutput;
    private final Collection<String> previousIndexes;
    private final Map<String, IndexedMigration> previous = new HashMap<>();
    private final Map<String, SourceFacts> facts = new HashMap<>();

    /**
     * @param elements the compiler's knowledge of types
     * @param inOutput whether a class file of a type lies in the module's own output
     * @param previousIndexes names of indexes outside the fixed package, from an earlier compilation of this module
     */
    public ModuleMigrations(Elements elements, Predicate<TypeElement> inOutput, Collection<String> previousIndexes) {
        this.elements = elements;
        this.index = new ModuleIndex(elements);
        this.reader = new MigrationReader(elements);
        this.inOutput = inOutput;
        this.previousIndexes = previousIndexes;
    }

    /**
     * Reads them.
     *
     * @param compiled the names of the migration classes that are compiled now
     * @param gone the names of classes whose scripts are gone
     * @return the migrations, and those of other modules
     */
    public Migrations read(Set<String> compiled, Set<String> gone) {
        Map<String, MigrationDeclaration> own = new HashMap<>();
        for (String name : compiled) {
            add(elements.getTypeElement(name), own);
        }
        List<IndexedMigration> elsewhere = new ArrayList<>();
        for (TypeElement module : indexes()) {
            boolean here = inOutput.test(module);
            for (IndexedMigration migration : index.migrations(module)) {
                String name = migration.type().getQualifiedName().toString();
                if (compiled.contains(name) || gone.contains(name)) {
                    continue;
                }
                if (here && inOutput.test(migration.type())) {
                    previous.put(name, migration);
                    add(migration.type(), own);
                } else {
                    elsewhere.add(migration);
                }
            }
        }
        return new Migrations(own.values(), elsewhere, reader::read, elements);
    }

    /** The classes that an earlier compilation of this module made of scripts, by name. */
    public Map<String, ScriptMark> previousScripts() {
        Map<String, ScriptMark> scripts = new HashMap<>();
        for (TypeElement module : indexes()) {
            for (IndexedMigration migration : inOutput.test(module) ? index.migrations(module) : NONE) {
                String name = migration.type().getQualifiedName().toString();
                ScriptMark.of(migration.type())
                        .filter(mark -> inOutput.test(migration.type()))
                        .ifPresent(mark -> scripts.put(name, mark));
            }
        }
        return scripts;
    }

    private Collection<TypeElement> indexes() {
        Map<String, TypeElement> found = new LinkedHashMap<>();
        index.indexes().forEach(type -> found.put(type.getQualifiedName().toString(), type));
        for (String name : previousIndexes) {
            TypeElement type = elements.getTypeElement(name);
            if (type != null) {
                found.put(name, type);
            }
        }
        return found.values();
    }

    /** What the source of a class tells, or told when it was compiled last. */
    public SourceFacts facts(TypeElement type, SourceReader source) {
        String name = type.getQualifiedName().toString();
        SourceFacts known = facts.get(name);
        if (known == null) {
            known = read(type, name, source);
            facts.put(name, known);
        }
        return known;
    }

    private SourceFacts read(TypeElement type, String name, SourceReader source) {
        Optional<ScriptMark> script = ScriptMark.of(type);
        if (script.isPresent()) {
            return new SourceFacts(script.get().checksum(), 1, script.get().up());
        }
        List<TypeElement> includes = Includes.types(type);
        SourceFacts seen = source.read(type, includes);
        IndexedMigration before = previous.get(name);
        if (seen.checksum() != null || before == null || before.checksum().isEmpty()) {
            return seen;
        }
        // one that is compiled now may have changed; the migration's own source would have to be seen too
        boolean changed = includes.stream()
                .anyMatch(included -> source.read(included, List.of()).checksum() != null);
        return new SourceFacts(changed ? null : before.checksum(), before.line());
    }

    private void add(@Nullable TypeElement type, Map<String, MigrationDeclaration> own) {
        if (type != null) {
            reader.read(type).ifPresent(migration -> own.put(migration.className(), migration));
        }
    }
}
