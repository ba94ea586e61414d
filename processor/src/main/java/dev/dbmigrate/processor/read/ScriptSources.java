package dev.dbmigrate.processor.read;

import dev.dbmigrate.annotations.MigrationScripts;
import dev.dbmigrate.processor.model.ScriptSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.PackageElement;
import org.jspecify.annotations.Nullable;

/** Reads the {@code @MigrationScripts} of a package. */
public final class ScriptSources {

    /**
     * Where a message about one of them stands.
     *
     * @param annotation the annotation, or the container of several
     * @param value its place in the container, or null
     */
    public record Place(
            AnnotationMirror annotation, @Nullable AnnotationValue value) {}

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
    public static @Nullable Place place(PackageElement where, int number) {
        Map<String, AnnotationMirror> annotations = Values.annotations(where);
        AnnotationMirror single = annotations.get(MigrationScripts.class.getCanonicalName());
        if (single != null) {
            return number == 0 ? new Place(single, null) : null;
        }
        AnnotationMirror container = annotations.get(MigrationScripts.List.class.getCanonicalName());
        if (container == null) {
            return null;
        }
        List<Values.Item> items = new Values(container).list("value");
        return number < items.size() ? new Place(container, items.get(number).where()) : null;
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
