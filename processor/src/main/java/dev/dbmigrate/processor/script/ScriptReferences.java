package dev.dbmigrate.processor.script;

import com.palantir.javapoet.ClassName;
import dev.dbmigrate.processor.diagnostic.Nearest;
import dev.dbmigrate.processor.read.MigrationReader;
import dev.dbmigrate.processor.read.ModuleIndex;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import org.jspecify.annotations.Nullable;

/** Finds the classes of what headers name: by id, by class name in the same package, or by qualified class name. */
final class ScriptReferences {

    private final Elements elements;
    private final Collection<String> compiled;
    private final Map<String, ClassName> scripts = new HashMap<>();
    private @Nullable Map<String, ClassName> ids;

    ScriptReferences(Elements elements, Collection<String> compiled) {
        this.elements = elements;
        this.compiled = compiled;
    }

    void add(String id, ClassName name) {
        scripts.putIfAbsent(id, name);
        scripts.putIfAbsent(name.canonicalName(), name);
    }

    Optional<ClassName> find(String written, String packageName) {
        ClassName script = scripts.getOrDefault(written, scripts.get(packageName + "." + written));
        if (script != null) {
            return Optional.of(script);
        }
        ClassName known = ids().get(written);
        if (known != null) {
            return Optional.of(known);
        }
        return Optional.ofNullable(type(written))
                .or(() -> Optional.ofNullable(type(packageName + "." + written)))
                .map(ClassName::get);
    }

    private @Nullable TypeElement type(String name) {
        return name.matches("[\\w$]+(\\.[\\w$]+)*") ? elements.getTypeElement(name) : null;
    }

    /** What to write for something that is not there. */
    String mend(String written, String item) {
        TreeSet<String> known = new TreeSet<>(scripts.keySet());
        known.addAll(ids().keySet());
        return Nearest.to(written, known)
                .map(name -> "Did you mean " + name + "? Write " + item + "=" + name)
                .orElse("Write the id of a script, or a migration's qualified class name, or take it out");
    }

    /** The ids of migrations that are written in Java; read when a header names something that is no script. */
    private Map<String, ClassName> ids() {
        Map<String, ClassName> known = ids;
        if (known == null) {
            Map<String, ClassName> found = new HashMap<>();
            for (String name : List.copyOf(compiled)) {
                TypeElement type = elements.getTypeElement(name);
                if (type != null) {
                    MigrationReader.idOf(type).ifPresent(id -> found.put(id, ClassName.get(type)));
                }
            }
            ModuleIndex index = new ModuleIndex(elements);
            index.indexes().stream()
                    .flatMap(module -> index.migrations(module).stream())
                    .forEach(migration -> found.putIfAbsent(migration.id(), ClassName.get(migration.type())));
            known = found;
            ids = known;
        }
        return known;
    }
}
