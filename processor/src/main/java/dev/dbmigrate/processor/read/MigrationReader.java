package dev.dbmigrate.processor.read;

import dev.dbmigrate.annotations.AllowUnsafe;
import dev.dbmigrate.annotations.Irreversible;
import dev.dbmigrate.annotations.Migration;
import dev.dbmigrate.annotations.Phase;
import dev.dbmigrate.processor.model.MigrationDeclaration;
import dev.dbmigrate.processor.model.Reference;
import dev.dbmigrate.processor.model.Relation;
import dev.dbmigrate.processor.model.Text;
import dev.dbmigrate.processor.model.Waiver;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;
import org.jspecify.annotations.Nullable;

/** Reads what is written on a class; valid for one round, since elements are. */
public final class MigrationReader {

    private final KindReader kinds;
    private final Map<String, Optional<MigrationDeclaration>> read = new HashMap<>();

    public MigrationReader(Elements elements) {
        kinds = new KindReader(elements);
    }

    /**
     * Reads a class.
     *
     * @param type the class
     * @return what is declared, or empty if the class carries no {@code @Migration}
     */
    public Optional<MigrationDeclaration> read(TypeElement type) {
        String name = type.getQualifiedName().toString();
        Optional<MigrationDeclaration> known = read.get(name);
        if (known == null) {
            known = Values.annotation(type, Migration.class).map(mirror -> declaration(type, mirror));
            read.put(name, known);
        }
        return known;
    }

    /** The id on a class with {@code @Migration}, without reading the rest of it. */
    public static Optional<String> idOf(TypeElement type) {
        return Values.annotation(type, Migration.class)
                .map(mirror -> new Values(mirror).required("id"))
                .filter(Text::known)
                .map(Text::value);
    }

    private MigrationDeclaration declaration(TypeElement type, AnnotationMirror mirror) {
        Values values = new Values(mirror);
        @Nullable
        AnnotationMirror irreversible =
                Values.annotation(type, Irreversible.class).orElse(null);
        return new MigrationDeclaration(
                type,
                mirror,
                values.required("id"),
                values.required("description"),
                values.required("version"),
                values.optional("database"),
                references(values),
                values.texts("replacesIds"),
                values.flag("transactional", true),
                values.flag("breaking", false),
                values.find("breaking"),
                phase(values),
                kinds.read(type),
                irreversible == null ? null : new Values(irreversible).required("value"),
                irreversible,
                waivers(type),
                hasUnresolvedReference(values) || kinds.hasUnresolvedSupertype(type));
    }

    private static boolean hasUnresolvedReference(Values values) {
        return Arrays.stream(Relation.values())
                .flatMap(relation -> values.list(relation.element()).stream())
                .map(item -> item.value().getValue())
                .anyMatch(value -> !(value instanceof TypeMirror type) || type.getKind() == TypeKind.ERROR);
    }

    private static List<Reference> references(Values values) {
        List<Reference> references = new ArrayList<>();
        for (Relation relation : Relation.values()) {
            for (Values.Item item : values.list(relation.element())) {
                if (item.value().getValue() instanceof TypeMirror type && type.getKind() != TypeKind.ERROR) {
                    references.add(new Reference(relation, elementOf(type), display(type), item.where()));
                }
            }
        }
        return references;
    }

    private static @Nullable TypeElement elementOf(TypeMirror type) {
        return (type instanceof DeclaredType declared && declared.asElement() instanceof TypeElement element)
                ? element
                : null;
    }

    private static String display(TypeMirror type) {
        TypeElement element = elementOf(type);
        return element == null ? type.toString() : element.getQualifiedName().toString();
    }

    private static Phase phase(Values values) {
        AnnotationValue value = values.find("phase");
        if (value != null && value.getValue() instanceof VariableElement constant) {
            for (Phase phase : Phase.values()) {
                if (constant.getSimpleName().contentEquals(phase.name())) {
                    return phase;
                }
            }
        }
        return Phase.NONE;
    }

    private static List<Waiver> waivers(Element type) {
        List<Waiver> waivers = new ArrayList<>();
        Values.annotation(type, AllowUnsafe.class).ifPresent(mirror -> waivers.add(waiver(mirror, mirror)));
        Values.annotation(type, AllowUnsafe.List.class)
                .ifPresent(container -> new Values(container)
                        .list("value").stream()
                                .map(item -> item.value().getValue())
                                .filter(AnnotationMirror.class::isInstance)
                                .map(AnnotationMirror.class::cast)
                                .forEach(mirror -> waivers.add(waiver(container, mirror))));
        return waivers;
    }

    private static Waiver waiver(AnnotationMirror place, AnnotationMirror mirror) {
        Values values = new Values(mirror);
        return new Waiver(place, values.required("rule"), values.required("reason"));
    }
}
