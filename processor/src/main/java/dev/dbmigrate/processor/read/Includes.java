package dev.dbmigrate.processor.read;

import dev.dbmigrate.annotations.Migration;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/** The classes that a migration includes in its checksum. */
public final class Includes {

    private Includes() {}

    /**
     * A class literal in {@code includes}.
     *
     * @param type the class, or null for what is none ({@code int.class})
     * @param display the literal without {@code .class}
     * @param where its place
     */
    public record Included(@Nullable TypeElement type, String display, AnnotationValue where) {}

    /** All that is named and can be found. */
    public static List<Included> of(TypeElement migration) {
        List<Included> found = new ArrayList<>();
        Values.annotation(migration, Migration.class).ifPresent(annotation -> {
            for (Values.Item item : new Values(annotation).list("includes")) {
                if (item.value().getValue() instanceof TypeMirror type && type.getKind() != TypeKind.ERROR) {
                    found.add(included(type, item.where()));
                }
            }
        });
        return found;
    }

    /** Those that are classes. */
    public static List<TypeElement> types(TypeElement migration) {
        List<TypeElement> types = new ArrayList<>();
        for (Included included : of(migration)) {
            if (included.type() != null) {
                types.add(included.type());
            }
        }
        return types;
    }

    private static Included included(TypeMirror type, AnnotationValue where) {
        return type instanceof DeclaredType declared && declared.asElement() instanceof TypeElement element
                ? new Included(element, element.getQualifiedName().toString(), where)
                : new Included(null, type.toString(), where);
    }
}
