package dev.dbmigrate.processor.read;

import dev.dbmigrate.annotations.MigrationIndex;
import dev.dbmigrate.processor.model.IndexedMigration;
import dev.dbmigrate.processor.model.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;

/**
 * Reads the indexes that this processor wrote when it compiled other modules, or other sources of this one. They stand in
 * one fixed package, because a processor can list a package but not a class path (Hilt's way).
 */
public final class ModuleIndex {

    /** The fixed package. */
    public static final String PACKAGE = "dev.dbmigrate.index";

    private static final String ABSENT = "-";

    private final Elements elements;

    public ModuleIndex(Elements elements) {
        this.elements = elements;
    }

    /**
     * The name of the index of a manifest.
     *
     * @param manifest the manifest's name
     * @param inNamedModule whether it stands in a named module: no two of those may contain one package, so the index
     *     stands beside the manifest then, and other modules do not see it
     * @return the index's name
     */
    public static String nameFor(String manifest, boolean inNamedModule) {
        if (inNamedModule) {
            return manifest + "_Index";
        }
        // as JNI does it: '_' is written _1, so that a.b_c and a_b.c stay apart
        String name = manifest.replace("_", "_1").replace('.', '_');
        // file systems end names at 255 bytes
        return PACKAGE + "."
                + (name.length() <= 200
                        ? name
                        : name.substring(name.length() - 180) + "_0" + Integer.toHexString(name.hashCode()));
    }

    /** What stands in an index for a migration; {@link #migrations} reads it. */
    public static String line(String id, String type, String checksum, int line) {
        return String.join(" ", id, type, checksum.isEmpty() ? ABSENT : checksum, String.valueOf(line));
    }

    /** The indexes of the fixed package. */
    public List<TypeElement> indexes() {
        PackageElement index = elements.getPackageElement(PACKAGE);
        return index == null ? List.of() : ElementFilter.typesIn(index.getEnclosedElements());
    }

    /**
     * What an index says and what still holds: a migration's class can be found and carries {@code @Migration} with its
     * id. An index outlives its classes where a build tool deletes some and does not compile the rest again.
     *
     * @param index the class that carries the index
     * @return the migrations
     */
    public List<IndexedMigration> migrations(TypeElement index) {
        List<IndexedMigration> found = new ArrayList<>();
        Optional<AnnotationMirror> annotation = Values.annotation(index, MigrationIndex.class);
        if (annotation.isPresent()) {
            for (Text line : new Values(annotation.get()).texts("value")) {
                read(line.value(), index).ifPresent(found::add);
            }
        }
        return found;
    }

    private Optional<IndexedMigration> read(String line, TypeElement index) {
        List<String> words = List.of(line.split(" "));
        if (words.size() != 4 || !words.get(3).matches("\\d{1,9}")) {
            // of another version of dbmigrate
            return Optional.empty();
        }
        String id = words.get(0);
        TypeElement type = elements.getTypeElement(words.get(1));
        if (type == null || MigrationReader.idOf(type).filter(id::equals).isEmpty()) {
            return Optional.empty();
        }
        String checksum = words.get(2).equals(ABSENT) ? "" : words.get(2);
        return Optional.of(new IndexedMigration(id, type, checksum, Integer.parseInt(words.get(3)), index));
    }
}
