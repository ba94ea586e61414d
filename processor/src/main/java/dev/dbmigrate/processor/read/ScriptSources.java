package dev.dbmigrate.processor.read;

import dev.dbmigrate.annotations.MigrationScripts;
import dev.dbmigrate.processor.model.ScriptSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.PackageElement;
import org.jspecify.annotations.Nullable;

/** Reads the {@code @MigrationScripts} of a package. */
public final class ScriptSources {

    private ScriptSources() {}

    /** The folders that a package names. */
    public static List<ScriptSource> of(PackageElement where) {
        List<ScriptSource> sources = new ArrayList<>();
        for (AnnotationMirror mirror : mirrors(where)) {
            Values values = new Values(mirror);
            sources.add(new ScriptSource(
                    where.getQualifiedName().toString(),
                    sources.size(),
                    values.required("folder").value().strip().replace('\\', '/').replaceAll("^/+|/+$", ""),
                    values.optional("version").value().strip(),
                    values.optional("database").value().strip()));
        }
        return sources;
    }

    /** Where the annotation of a number stands, or null if it is not there any more. */
    public static @Nullable AnnotationMirror place(PackageElement where, int number) {
        // of several, javac knows no place of its own for any: it shows the line of the package
        List<AnnotationMirror> mirrors = mirrors(where);
        return number < mirrors.size() ? mirrors.get(number) : null;
    }

    private static List<AnnotationMirror> mirrors(PackageElement where) {
        Map<String, AnnotationMirror> annotations = Values.annotations(where);
        AnnotationMirror single = annotations.get(MigrationScripts.class.getCanonicalName());
        if (single != null) {
            return List.of(single);
        }
        List<AnnotationMirror> found = new ArrayList<>();
        AnnotationMirror container = annotations.get(MigrationScripts.List.class.getCanonicalName());
        if (container != null) {
            for (Values.Item item : new Values(container).list("value")) {
                if (item.value().getValue() instanceof AnnotationMirror mirror) {
                    found.add(mirror);
                }
            }
        }
        return found;
    }
}
