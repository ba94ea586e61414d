package dev.dbmigrate.processor.read;

import dev.dbmigrate.annotations.MigrationDescriptor;
import dev.dbmigrate.processor.model.IndexedMigration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.ModuleElement;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;

/**
 * Reads the descriptors that this processor wrote when it compiled other modules, or other sources of this one. They
 * stand in one fixed package, because a processor can list a package but not a class path (Hilt's way).
 */
public final class ModuleIndex {

    /** The fixed package. */
    public static final String PACKAGE = "dev.dbmigrate.index";

    private final Elements elements;

    public ModuleIndex(Elements elements) {
        this.elements = elements;
    }

    /** Where the descriptor of a class stands. */
    public static String packageFor(TypeElement type, Elements elements) {
        ModuleElement module = elements.getModuleOf(type);
        // two named modules must not both contain one package
        return (module != null && !module.isUnnamed())
                ? elements.getPackageOf(type).getQualifiedName().toString()
                : PACKAGE;
    }

    /** The simple name of the descriptor of a class; no two classes share one. */
    public static String nameFor(TypeElement type) {
        // as JNI does it: '_' is written _1, so that a.b_c and a_b.c stay apart
        String name = type.getQualifiedName().toString().replace("_", "_1").replace('.', '_');
        if (name.length() <= 200) {
            return name;
        }
        // file systems end names at 255 bytes
        return name.substring(name.length() - 180) + "_0" + Integer.toHexString(name.hashCode());
    }

    /** The descriptors of the fixed package. */
    public List<TypeElement> descriptors() {
        PackageElement index = elements.getPackageElement(PACKAGE);
        return index == null ? List.of() : ElementFilter.typesIn(index.getEnclosedElements());
    }

    /** The descriptor of a class, if there is one. */
    public Optional<IndexedMigration> descriptorOf(TypeElement type) {
        TypeElement descriptor = elements.getTypeElement(packageFor(type, elements) + "." + nameFor(type));
        return descriptor == null ? Optional.empty() : migrationOf(descriptor);
    }

    /**
     * What a descriptor says, if it still holds: its class can be found and carries {@code @Migration} with its id. A
     * descriptor outlives its class where a build tool deletes the one and not the other.
     */
    public Optional<IndexedMigration> migrationOf(TypeElement descriptor) {
        return Values.annotation(descriptor, MigrationDescriptor.class).flatMap(mirror -> {
            Values values = new Values(mirror);
            String id = values.required("id").value();
            TypeElement type = elements.getTypeElement(values.required("type").value());
            return type == null
                            || !MigrationReader.idOf(type).filter(id::equals).isPresent()
                    ? Optional.empty()
                    : Optional.of(new IndexedMigration(
                            id, type, values.optional("checksum").value(), values.number("line")));
        });
    }

    /** All that hold, of this module and of others. */
    public List<IndexedMigration> migrations() {
        List<IndexedMigration> found = new ArrayList<>();
        descriptors().forEach(descriptor -> migrationOf(descriptor).ifPresent(found::add));
        return found;
    }
}
